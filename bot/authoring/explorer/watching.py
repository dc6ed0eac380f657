"""Flows that are watched while they run: which ways out were looked for, and which names were read before they were set."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from bot.authoring.explorer.explored import Taken
from bot.authoring.names import ALWAYS
from bot.flow.machine import Look, Moves
from bot.flow.model import Edge, Flow, Flows
from bot.flow.values import Value

NOTHING = Value(None)


@dataclass
class Watch:
    """What one step looked for. Emptied before each."""

    taken: list[Taken] = field(default_factory=list)
    unset: list[tuple[str, str, str]] = field(default_factory=list)


class _Watched:
    """Stands in for a flow's `Moves`."""

    def __init__(self, moves: Moves, flow: Flow, watch: Watch) -> None:
        self.machine, self._moves, self._flow, self._watch = moves.machine, moves, flow, watch

    def taken(self, state: str, trigger: str, heard: str | None, look: Look) -> tuple[Edge | None, list[Value]]:
        def looked(name: str) -> Value:
            value = look(name)
            if value == NOTHING and name not in ALWAYS and self._flow.values.get(name, "") is not None:
                self._watch.unset.append((self._flow.name, state, name))
            return value

        edge, reads = self._moves.taken(state, trigger, heard, looked)
        self._watch.taken.append((self._flow.name, state, trigger, heard, edge))
        return edge, reads


def watched(flows: Flows, watch: Watch) -> Flows:
    """The same flows, each seen by one watch."""
    twins = {hash: _twin(flow, watch) for hash, flow in flows.versions.items()}
    return Flows({name: twins[flow.hash] for name, flow in flows.latest.items()}, twins)


def _twin(flow: Flow, watch: Watch) -> Flow:
    twin = copy.copy(flow)
    object.__setattr__(twin, "moves", _Watched(flow.moves, flow, watch))
    return twin
