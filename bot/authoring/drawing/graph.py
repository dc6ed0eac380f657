"""A flow as a graph: plain data, in the order of the file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from bot.flow.model import OTHERWISE, Edge, Flow, State
from bot.flow.states.ask import Ask
from bot.flow.states.run import Run, RunEach

WIDEST_LABEL = 40
"""Characters of a line; a longer condition goes on in the next."""
ANSWERED = "answered"
Graph = dict[str, list[dict[str, Any]]]


def graph(flow: Flow) -> Graph:
    """`nodes`: path, parent (None outside), kind, label, final (None or the outcome), initial; `edges`: from, to, label.

    Ways out between the same two states are one edge with a label of several lines; the flow's own beginning is no edge.
    """
    return {"nodes": [_node(flow, state) for state in flow.states.values()], "edges": list(_edges(flow))}


def _node(flow: Flow, state: State) -> dict[str, Any]:
    return {
        "path": state.path,
        "parent": state.outer,
        "kind": state.kind.WORD if state.final is None else "final",
        "label": _state_label(state),
        "final": state.final,
        "initial": state.path == (flow.states[state.outer].initial if state.outer else flow.initial),
    }


def _state_label(state: State) -> str:
    kind = state.kind
    if isinstance(kind, Run | RunEach):
        return f"{state.name}: {kind.run}"
    return f"{state.name} ({state.final})" if state.final is not None else state.name


def _edges(flow: Flow) -> Iterator[dict[str, Any]]:
    """An outer state's delays are its own, though each inner state carries a copy."""
    seen = dict.fromkeys(
        (edge.owner or edge.source, edge.target, label(flow, edge)) for s in flow.states.values() for edge in s.edges
    )
    order = {place: n for n, place in enumerate(dict.fromkeys((source, target) for source, target, _ in seen))}
    for (source, target), group in groupby(sorted(seen, key=lambda e: order[e[:2]]), key=lambda e: e[:2]):
        texts = [text for _, _, text in group]
        plain = ANSWERED if len(texts) > 1 else ""
        yield {"from": source, "to": target, "label": "\n".join(text or plain for text in texts)}


def label(flow: Flow, edge: Edge) -> str:
    """When a way out is taken, in a few words: "yes", "after 6h", "if rounds < 2"; empty where there is only one."""
    if edge.trigger.startswith("after "):
        return f"after {edge.trigger.split()[-1]}"
    if edge.guard is not None:
        return f"if {edge.guard.source}"
    if edge.on is not None:
        return _choice(flow.states[edge.source], edge.on)
    return OTHERWISE if sum(e.trigger == "next" for e in flow.states[edge.source].edges) > 1 else ""


def _choice(state: State, key: str) -> str:
    """A choice by its key; by its words where the key is only a number."""
    if isinstance(state.kind, Ask) and key.isdecimal():
        return next((c.label for c in state.kind.choices if c.key == key), key)
    return key


def in_lines(label: str) -> list[str]:
    """A label for a picture: whole, in lines that are not too wide."""
    return [part for line in label.split("\n") for part in textwrap.wrap(line, WIDEST_LABEL, break_on_hyphens=False)]


def children(drawn: Graph, parent: str | None) -> list[dict[str, Any]]:
    """The nodes inside one (None: the outermost)."""
    return [node for node in drawn["nodes"] if node["parent"] == parent]
