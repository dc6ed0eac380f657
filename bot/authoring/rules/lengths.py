"""How long a `{name}` can become, by where its value comes from. Characters, at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.flow.hand import NAMES
from bot.flow.model import Flow, State
from bot.flow.states.acts import Act
from bot.flow.states.ask import Ask
from bot.flow.states.run import UNION, Run, RunEach
from bot.flow.states.share import OFFERED, Share

PERSON = 64
LINK = 120
DEEPEST = 8


class Lengths:
    """The longest contents of every flow."""

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self.flows = flows
        self._known: dict[tuple[str, str], int] = {}

    def filled(self, flow: Flow, text: str) -> int:
        """A text with all its names filled in."""
        return len(NAMES.sub("", text)) + sum(self.of(flow, name) for name in NAMES.findall(text))

    def of(self, flow: Flow, name: str, depth: int = 0) -> int:
        """One name, whoever's it is."""
        name = name.split(" of ")[0]
        if name in flow.parties:
            return PERSON
        if name == "shared":
            return sum(2 * (self.of(flow, n, depth + 1) + PERSON + 4) for n in _revealed(flow))
        if (flow.name, name) not in self._known and depth < DEEPEST:
            sources = [n for s in flow.states.values() for n in self._from(flow, s, name, depth)]
            self._known[(flow.name, name)] = max([len(str(flow.values.get(name, ""))), *self._given(flow, name, depth), *sources])
        return self._known.get((flow.name, name), 0)

    def _from(self, flow: Flow, state: State, name: str, depth: int) -> Iterator[int]:
        kind = state.kind
        if isinstance(kind, Ask) and (kind.save == name or name == "answer"):
            yield longest_answer(kind)
        elif isinstance(kind, Run | RunEach) and kind.run in self.flows:
            for here, there in kind.take:
                if here == name:
                    inner = self.of(self.flows[kind.run], there.removeprefix(UNION), depth + 1)
                    yield 2 * inner + 8 if there.startswith(UNION) else inner
        elif isinstance(kind, Act) and name == "link":
            yield LINK
        for edge in state.edges:
            for target, expression in edge.sets:
                if target == name:
                    yield max([20, *(self.of(flow, n, depth + 1) for n in expression.names)])

    def _given(self, flow: Flow, name: str, depth: int) -> Iterator[int]:
        """What other flows hand over when they begin this one."""
        for other in self.flows.values():
            for state in other.states.values():
                if isinstance(state.kind, Run) and state.kind.run == flow.name:
                    for there, expression in state.kind.give:
                        if there == name:
                            yield max([20, *(self.of(other, n, depth + 1) for n in expression.names)])
                if isinstance(state.kind, Share) and state.kind.when_asked is not None and flow.name == OFFERED:
                    if name == "shared_items":
                        yield sum(self.of(other, n, depth + 1) + 4 for n in state.kind.share)
                    elif name == "line":
                        yield self.filled(other, state.kind.when_asked)


def longest_answer(kind: Ask) -> int:
    """The longest answer that a question takes, as it is shown."""
    labels = [len(c.label) for c in kind.choices]
    if kind.many:
        return sum(n + 3 for n in labels) or 12 * 63
    if labels or kind.scale is not None or kind.source is not None:
        return max(labels, default=60)
    return kind.max if kind.kind == "text" else 120


def _revealed(flow: Flow) -> list[str]:
    return list(dict.fromkeys(n for s in flow.states.values() for n in getattr(s.kind, "reveal", ())))
