"""What guards can tell apart: which names matter, and the few answers that stand for all.

A text is one text, unless a guard compares it with others; a number is those around the numbers it is compared with; `many` is
nothing, one, or all. Names that no guard and no timer reads count only as given or not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from bot.authoring.explorer.living import living, taken_from
from bot.authoring.names import expressions
from bot.flow.conditions import Expression
from bot.flow.model import Flow, State
from bot.flow.states.acts import Act
from bot.flow.states.ask import Ask
from bot.flow.states.run import UNION, Run, RunEach

TEXT = "some words"


@lru_cache(maxsize=4096)
def constants(source: str) -> tuple[Any, ...]:
    """The texts and numbers that stand in an expression."""
    from bot.flow.conditions import _outside_quotes

    tree = ast.parse(_outside_quotes(source).strip(), mode="eval")
    return tuple(n.value for n in ast.walk(tree) if isinstance(n, ast.Constant))


class Telling:
    """What the guards of all flows can tell apart."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        self.flows = {f.name: f for f in flows}
        self.names: dict[str, set[str]] = {name: _read(flow) for name, flow in self.flows.items()}
        self.constants: dict[str, tuple[Any, ...]] = {name: _constants(flow) for name, flow in self.flows.items()}
        self.most = {name: _most(found) for name, found in self.constants.items()}
        self._flow_into_sub_talks()
        taken = taken_from(self.flows.values())
        self.live = {f.name: living(f, taken.get(f.name, frozenset())) for f in self.flows.values()}

    def _flow_into_sub_talks(self) -> None:
        """A name that is taken into one that matters, matters there; one that is given to one that matters is read here."""
        for _ in self.flows:
            for flow in self.flows.values():
                for state in flow.states.values():
                    if isinstance(state.kind, Run | RunEach) and state.kind.run in self.flows:
                        self._one(flow.name, state.kind)

    def _one(self, name: str, kind: Run | RunEach) -> None:
        inner = self.names[kind.run]
        inner |= {there.removeprefix(UNION) for here, there in kind.take if here in self.names[name]}
        own = [c for here, there in kind.take if there.removeprefix(UNION) in inner for c in self.constants[name]]
        self.constants[kind.run] = tuple(dict.fromkeys((*self.constants[kind.run], *own)))

    def matters(self, flow: str, name: str) -> bool:
        """Whether a guard or a timer of the flow reads it."""
        return name.split("@")[0] in self.names.get(flow, ())

    def content(self, flow: str, name: str, content: Any) -> Any:
        """What is left of a content when everything that no guard can tell apart is taken for the same."""
        if not self.matters(flow, name):
            return content not in (None, "", [])
        if isinstance(content, bool) or content is None:
            return content
        if isinstance(content, int | float):
            return max(-self.most[flow], min(self.most[flow], content))
        if isinstance(content, list):
            return tuple(str(c) for c in content)
        return "line" if isinstance(content, dict) else content

    # -- answers -----------------------------------------------------------------------------------

    def looked_at(self, flow: Flow, state: State) -> bool:
        """Whether anything reads the answer of an `ask`."""
        kind = state.kind
        saved = isinstance(kind, Ask) and kind.save is not None and self.matters(flow.name, kind.save)
        return saved or any("answer" in e.names for e in expressions(state))

    def texts(self, flow: Flow, state: State) -> list[str]:
        """Texts that stand for all texts."""
        if not self.looked_at(flow, state):
            return [TEXT]
        return [TEXT, *(c for c in self.constants[flow.name] if isinstance(c, str) and c.strip())]

    def numbers(self, flow: Flow, state: State, low: int, high: int) -> list[int]:
        """Whole numbers that stand for all between `low` and `high`."""
        if not self.looked_at(flow, state):
            return [low]
        found = [int(c) for c in self.constants[flow.name] if isinstance(c, int | float) and not isinstance(c, bool)]
        near = {n + d for n in found for d in (-1, 0, 1)} | {low, high}
        return sorted(n for n in near if low <= n <= high)

    def marks(self, state: State) -> list[tuple[str, ...]]:
        """Marks of the coach that the guards look for: none, each, all."""
        guards = [e for e in expressions(state) if "marks" in e.names]
        found = [c for e in guards for c in constants(e.source) if isinstance(c, str)]
        wanted = tuple(dict.fromkeys(found))
        return [(), *((m,) for m in wanted), *([wanted] if len(wanted) > 1 else [])]


def _read(flow: Flow) -> set[str]:
    """Names that guards, computed values and timers read. What the bot's own acts are given tells nothing apart here."""
    found: set[str] = set()
    for state in flow.states.values():
        for expression in () if isinstance(state.kind, Act) else expressions(state):
            found |= {n.split(" of ")[0] for n in expression.names}
        spans = [s for _, s in state.after] + [s for s, _ in state.remind]
        spans += [s for word in ("within", "offer_for") if (s := getattr(state.kind, word, None)) is not None]
        found |= {s.name for s in spans if s.name}
    return found - {"answer", "marks", "outcome"}


def _all(flow: Flow) -> Iterable[Expression]:
    return (e for state in flow.states.values() for e in expressions(state))


def _constants(flow: Flow) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(c for e in _all(flow) for c in constants(e.source)))


def _most(found: Iterable[Any]) -> float:
    """Beyond this, numbers cannot be told apart by comparing them with what stands in the flow."""
    numbers = [abs(c) for c in found if isinstance(c, int | float) and not isinstance(c, bool)]
    return sum(numbers) + 2


def given(values: Mapping[str, Any], names: Iterable[str]) -> tuple[bool, ...]:
    """Which of the names hold something."""
    return tuple(values.get(n) not in (None, "", []) for n in names)
