"""Which states and ways out were walked: flows are watched while they run, without the engine knowing."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from bot.flow.machine import Look
from bot.flow.model import Edge, Flow, Flows, State
from bot.flow.values import Value


@dataclass
class Walked:
    """What was walked: (flow, path) of states, (flow, edge) of ways out."""

    states: set[tuple[str, str]] = field(default_factory=set)
    edges: set[tuple[str, Edge]] = field(default_factory=set)

    def missing(self, flow: Flow) -> tuple[list[str], list[Edge]]:
        """The states and ways out of a flow that were not walked. A delay of an outer state is one way out, left from anywhere."""
        states = [path for path in flow.states if (flow.name, path) not in self.states]
        taken = {_way(edge) for name, edge in self.edges if name == flow.name}
        every = {_way(edge): edge for state in flow.states.values() for edge in state.edges}
        return states, [edge for way, edge in every.items() if way not in taken]

    def join(self, other: Walked) -> None:
        """All that another walk saw as well."""
        self.states |= other.states
        self.edges |= other.edges


def _way(edge: Edge) -> tuple[object, ...]:
    return (edge.owner, edge.trigger, edge.target) if edge.owner else (edge.source, edge.trigger, edge)


class _Ways:
    """Stands in for a flow's `Moves` and writes down what is taken."""

    def __init__(self, flow: Flow, walked: Walked) -> None:
        self.machine, self._moves, self._name, self._walked = flow.moves.machine, flow.moves, flow.name, walked

    def taken(self, state: str, trigger: str, heard: str | None, look: Look) -> tuple[Edge | None, list[Value]]:
        edge, reads = self._moves.taken(state, trigger, heard, look)
        if edge is not None:
            self._walked.edges.add((self._name, edge))
        return edge, reads


class _States(dict[str, State]):
    """A flow's states. Whoever enters one looks it up, and nobody looks up a state that they are not in."""

    def __init__(self, flow: Flow, walked: Walked) -> None:
        super().__init__(flow.states)
        self._name, self._walked = flow.name, walked

    def __getitem__(self, path: str) -> State:
        self._walked.states.add((self._name, path))
        return super().__getitem__(path)


def watched(flows: Flows, walked: Walked) -> Flows:
    """The same flows, with every way out that is taken written into `walked`."""
    made = {hash: _watch(flow, walked) for hash, flow in flows.versions.items()}
    return Flows({name: made.get(flow.hash) or _watch(flow, walked) for name, flow in flows.latest.items()}, made, flows.books)


def _watch(flow: Flow, walked: Walked) -> Flow:
    twin = copy.copy(flow)
    object.__setattr__(twin, "moves", _Ways(flow, walked))
    object.__setattr__(twin, "states", _States(flow, walked))
    return twin
