"""Which states and ways out were walked: flows are watched while they run, without the engine knowing."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.flow.machine import Look, Moves
from bot.flow.model import Edge, Flow, Flows
from bot.flow.session import Session
from bot.flow.values import Value


@dataclass
class Walked:
    """What was walked: (flow, path) of states, (flow, edge) of ways out."""

    states: set[tuple[str, str]] = field(default_factory=set)
    edges: set[tuple[str, Edge]] = field(default_factory=set)

    def take(self, flow: Flow, edge: Edge) -> None:
        """A way out was taken."""
        self.edges.add((flow.name, edge))
        self._enter(flow, edge.source)
        self._enter(flow, edge.target)

    def stand(self, flows: Flows, sessions: Iterable[Session]) -> None:
        """Where sessions stand now."""
        for frame in (f for s in sessions for f in s.frames if f.state):
            self._enter(flows.version(frame.hash), frame.state)

    def begin(self, flow: Flow) -> None:
        """A flow began."""
        self._enter(flow, flow.initial)

    def _enter(self, flow: Flow, path: str | None) -> None:
        while path is not None:
            self.states |= {(flow.name, path), *((flow.name, outer) for outer in flow.outers(path))}
            path = flow.states[path].initial

    def join(self, other: Walked) -> None:
        """All that another walk saw as well."""
        self.states |= other.states
        self.edges |= other.edges


class _Watched:
    """Stands in for a flow's `Moves` and writes down what is taken."""

    def __init__(self, moves: Moves, flow: Flow, walked: Walked) -> None:
        self.machine, self._moves, self._flow, self._walked = moves.machine, moves, flow, walked

    def taken(self, state: str, trigger: str, heard: str | None, look: Look) -> tuple[Edge | None, list[Value]]:
        edge, reads = self._moves.taken(state, trigger, heard, look)
        if edge is not None:
            self._walked.take(self._flow, edge)
        elif trigger == "start":
            self._walked.begin(self._flow)
        return edge, reads


def watched(flows: Flows, walked: Walked) -> Flows:
    """The same flows, with every way out that is taken written into `walked`."""
    made = {hash: _watch(flow, walked) for hash, flow in flows.versions.items()}
    return Flows({name: made.get(flow.hash) or _watch(flow, walked) for name, flow in flows.latest.items()}, made)


def _watch(flow: Flow, walked: Walked) -> Flow:
    twin = copy.copy(flow)
    object.__setattr__(twin, "moves", _Watched(flow.moves, flow, walked))
    return twin
