"""Flows that are watched while they run: which ways out were looked for, and which names were read before they were set."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from bot.authoring.explorer.explored import Taken
from bot.authoring.names import ALWAYS
from bot.flow.machine import Look, Moves
from bot.flow.model import Edge, Flow, Flows
from bot.flow.values import Readers, Value, all_of

NOTHING = Value(None)
Where = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""(flow, state, trigger and what was heard, who holds which role)."""


@dataclass
class Watch:
    """What one step looked for. Emptied before each."""

    taken: list[Taken] = field(default_factory=list)
    unset: list[tuple[str, str, str]] = field(default_factory=list)
    labels: dict[Where, set[Readers]] = field(default_factory=dict)
    joined: dict[Where, Readers] = field(default_factory=dict)

    def join(self) -> bool:
        """Remembers where guards read different labels on different paths; whether there is news.

        A name that one path sets from a private answer and another leaves alone tells of that answer on both. Readers only grow
        fewer, so there is an end to news.
        """
        mixed = {where: all_of([self.joined.get(where), *labels]) for where, labels in self.labels.items() if len(labels) > 1}
        news = any(self.joined.get(where) != label for where, label in mixed.items())
        self.joined |= mixed
        return news


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
        roles: Any = getattr(look, "__self__", None)
        where = (self._flow.name, state, f"{trigger}/{heard}", tuple(roles.frame.roles.items()) if roles is not None else ())
        if any(e.guard is not None for e in self._flow.states[state].edges):
            self._watch.labels.setdefault(where, set()).add(all_of(v.readers for v in reads))
            if where in self._watch.joined:
                reads = [*reads, Value(None, None, self._watch.joined[where])]
        self._watch.taken.append((self._flow.name, state, trigger, heard, edge))
        return edge, reads


def watched(flows: Flows, watch: Watch) -> Flows:
    """The same flows, each seen by one watch."""
    twins = {hash: _twin(flow, watch) for hash, flow in flows.versions.items()}
    return Flows({name: twins[flow.hash] for name, flow in flows.latest.items()}, twins, flows.books)


def _twin(flow: Flow, watch: Watch) -> Flow:
    twin = copy.copy(flow)
    object.__setattr__(twin, "moves", _Watched(flow.moves, flow, watch))
    return twin
