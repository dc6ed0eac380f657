"""Where words go on under another name: what `set` makes of a value, and which values are given to a talk that comes inside.

What was made of somebody's words is theirs as much as the words are. Whoever reads the one reads the other, so that both are told
of together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.authoring.explorer import Explored
from bot.flow.model import Edge, Flow, State
from bot.flow.states.ask import Ask
from bot.flow.states.run import Run

HEARD = ("answer", "marks")
"""Names of what was said last, and of what the coach found in it."""


@dataclass
class Passing:
    """`into` has for each value those that it was made into, `given` the talks it is given to."""

    into: dict[str, dict[str, None]] = field(default_factory=dict)
    given: dict[str, dict[str, None]] = field(default_factory=dict)

    def copies(self, name: str) -> list[str]:
        """Every value that may hold words of this one, over any number of steps; without itself."""
        found: dict[str, None] = {}
        todo = list(self.into.get(name, ()))
        while todo:
            one = todo.pop(0)
            if one not in found and one != name:
                found[one] = None
                todo += self.into.get(one, ())
        return list(found)

    def talks(self, name: str) -> list[str]:
        """The talks that get this value, or one that may hold words of it."""
        return list(dict.fromkeys(talk for one in (name, *self.copies(name)) for talk in self.given.get(one, ())))

    def sources(self, name: str, known: Iterable[str]) -> list[str]:
        """Of the known values those whose words may stand in this one."""
        return [one for one in known if name in self.copies(one)]


def passing(explored: Explored) -> Passing:
    """What every way that is taken sets, and what every talk is given that is come to."""
    found, flow, entered = Passing(), explored.flow, explored.entered()
    ways = {edge for step in explored.good() for name, *_, edge in step.taken if edge is not None and name == flow.name}
    for edge in sorted(ways, key=lambda e: (e.spot.line, e.spot.column)):
        for source, name in _set(flow, edge):
            found.into.setdefault(source, {})[name] = None
    for state in flow.states.values():
        if isinstance(state.kind, Run) and (flow.name, state.path) in entered:
            for _, expression in state.kind.give:
                for source in _named(expression.names, state):
                    found.given.setdefault(source, {})[state.kind.run] = None
    return found


def _set(flow: Flow, edge: Edge) -> Iterator[tuple[str, str]]:
    for name, expression in edge.sets:
        yield from ((source, name) for source in _named(expression.names, flow.states[edge.source]))


def _named(names: Iterable[str], state: State) -> Iterator[str]:
    """Values by the names that the sheet has for them."""
    for name in names:
        yield answered(state) if name in HEARD else name.split(" of ")[0]


def answered(state: State) -> str:
    """What the sheet calls the answer given in a state: the name it is kept under, or where it was given."""
    save = getattr(state.kind, "save", None)
    return str(save) if save else unkept(state.name) if isinstance(state.kind, Ask) else "answer"


def unkept(name: str) -> str:
    """What the sheet calls an answer that is not kept, by its state."""
    return f"the answer to *{name}*"
