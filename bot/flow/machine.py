"""How a flow moves: one flat synchronous `transitions.Machine` per version. The only file that imports `transitions`.

Models are never registered (an event costs about 7 µs this way, `add_model` 28 µs and kilobytes each): a `_Walker` is made for
one question, "which edge is taken?", and thrown away. Who has answered is data and a guard, so the machine stays small; delayed
transitions are rows, because a timer in memory dies with its process.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from transitions import EventData, Machine

from bot.flow.model import OTHERWISE, Edge
from bot.flow.values import Value

if TYPE_CHECKING:
    from bot.flow.model import Flow

Look = Callable[[str], Value]


class _Walker:
    """What the machine moves: a state, what was answered, and the edge that was taken."""

    __slots__ = ("edge", "heard", "look", "reads", "state")

    def __init__(self, state: str, heard: str | None, look: Look) -> None:
        self.state, self.heard, self.look = state, heard, look
        self.edge: Edge | None = None
        self.reads: list[Value] = []


class Moves:
    """The machine of one flow."""

    def __init__(self, flow: Flow) -> None:
        states = [s.path for s in flow.states.values()]
        self.machine = Machine(model=None, states=states, initial=None, auto_transitions=False, send_event=True)
        for state in flow.states.values():
            for edge in state.edges:
                self._add(edge)

    def _add(self, edge: Edge) -> None:
        self.machine.add_transition(
            edge.trigger, edge.source, edge.target, conditions=[partial(_fits, edge)], before=[partial(_take, edge)]
        )

    def taken(self, state: str, trigger: str, heard: str | None, look: Look) -> tuple[Edge | None, list[Value]]:
        """The first edge of `state` that fits, and the values its guards (and those before it) read; None when none fits."""
        event = self.machine.events.get(trigger)
        if event is None or state not in event.transitions:
            return None, []
        walker = _Walker(state, heard, look)
        event.trigger(walker)
        return walker.edge, walker.reads


def _fits(edge: Edge, event: EventData) -> bool:
    walker: Any = event.model
    if edge.on is not None and edge.on != OTHERWISE and edge.on != walker.heard:
        return False
    if edge.guard is None:
        return True
    said = edge.guard.value(walker.look)
    walker.reads.append(said)
    return bool(said.content)


def _take(edge: Edge, event: EventData) -> None:
    walker: Any = event.model
    walker.edge = edge
