"""Pictures of a flow: a graph as plain data, and the same as Mermaid and Graphviz text. Deterministic, in the order of the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from bot.flow.model import OTHERWISE, Edge, Flow, State
from bot.flow.states.ask import Ask
from bot.flow.states.run import Run, RunEach

LONGEST_LABEL = 40
Graph = dict[str, list[dict[str, Any]]]


def graph(flow: Flow) -> Graph:
    """`nodes`: path, parent (None outside), kind, label, final (None or the outcome), initial; `edges`: from, to, label.

    Ways out between the same two states are one edge with a label of several lines; the flow's own beginning is no edge.
    """
    return {"nodes": [_node(flow, state) for state in flow.states.values()], "edges": list(_edges(flow))}


def mermaid(flow: Flow) -> str:
    """A `stateDiagram-v2`, outer states with their inner ones inside."""
    drawn = graph(flow)
    lines = ["stateDiagram-v2", f"  [*] --> {_id(flow.initial)}", *_mermaid_states(flow, drawn, None, "  ")]
    for edge in drawn["edges"]:
        lines.append(f"  {_id(edge['from'])} --> {_id(edge['to'])}{_mermaid_label(edge['label'])}")
    lines += [f"  {_id(node['path'])} --> [*]" for node in drawn["nodes"] if node["final"]]
    return "\n".join(lines) + "\n"


def dot(flow: Flow) -> str:
    """A Graphviz digraph, outer states as clusters."""
    drawn = graph(flow)
    lines = [f"digraph {_quoted(flow.name)} {{", "  compound=true;", "  node [shape=box, style=rounded];"]
    lines += ["  start [shape=point];", f"  start -> {_quoted(_inner(flow, flow.initial))};"]
    lines += _dot_states(flow, drawn, None, "  ")
    for edge in drawn["edges"]:
        lines.append(f"  {_quoted(_inner(flow, edge['from']))} -> {_quoted(_inner(flow, edge['to']))}{_dot_options(flow, edge)};")
    return "\n".join([*lines, "}"]) + "\n"


# -- the graph ------------------------------------------------------------------------------------------


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
        yield {"from": source, "to": target, "label": "\n".join(text for _, _, text in group if text)}


def label(flow: Flow, edge: Edge) -> str:
    """When a way out is taken, in a few words: "yes", "after 6h", "if rounds < 2"; empty where there is only one."""
    if edge.trigger.startswith("after "):
        return f"after {edge.trigger.split()[-1]}"
    if edge.guard is not None:
        return _short(f"if {edge.guard.source}")
    if edge.on is not None:
        return _short(_choice(flow.states[edge.source], edge.on))
    return OTHERWISE if sum(e.trigger == "next" for e in flow.states[edge.source].edges) > 1 else ""


def _choice(state: State, key: str) -> str:
    """A choice by its key; by its words where the key is only a number."""
    if isinstance(state.kind, Ask) and key.isdecimal():
        return next((c.label for c in state.kind.choices if c.key == key), key)
    return key


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _children(drawn: Graph, parent: str | None) -> list[dict[str, Any]]:
    return [node for node in drawn["nodes"] if node["parent"] == parent]


# -- Mermaid ----------------------------------------------------------------------------------------------


def _mermaid_states(flow: Flow, drawn: Graph, parent: str | None, indent: str) -> Iterator[str]:
    for node in _children(drawn, parent):
        yield f'{indent}state "{node["label"].replace(chr(34), chr(39))}" as {_id(node["path"])}'
        if flow.states[node["path"]].initial is not None:
            yield f"{indent}state {_id(node['path'])} {{"
            yield f"{indent}  [*] --> {_id(str(flow.states[node['path']].initial))}"
            yield from _mermaid_states(flow, drawn, node["path"], indent + "  ")
            yield f"{indent}}}"


def _mermaid_label(text: str) -> str:
    """Mermaid ends a label at a colon or semicolon and takes < for markup."""
    if not text:
        return ""
    safe = text.replace("<", "#lt;").replace(">", "#gt;") if "<" in text or ">" in text else text
    return " : " + safe.replace(":", "꞉").replace("\n", "<br/>")


def _id(path: str) -> str:
    return path.replace("-", "_").replace(".", "__") + ("_" if path in ("state", "end", "note", "default") else "")


# -- Graphviz ---------------------------------------------------------------------------------------------


def _dot_states(flow: Flow, drawn: Graph, parent: str | None, indent: str) -> Iterator[str]:
    for node in _children(drawn, parent):
        if flow.states[node["path"]].initial is not None:
            yield f"{indent}subgraph {_quoted('cluster_' + node['path'])} {{"
            yield f"{indent}  label={_quoted(node['label'])};"
            yield from _dot_states(flow, drawn, node["path"], indent + "  ")
            yield f"{indent}}}"
        else:
            shape = ", peripheries=2" if node["final"] else ""
            yield f"{indent}{_quoted(node['path'])} [label={_quoted(node['label'])}{shape}];"


def _dot_options(flow: Flow, edge: dict[str, Any]) -> str:
    """An arrow from or to an outer state ends at its border."""
    options = [f"label={_quoted(edge['label'])}"] if edge["label"] else []
    for place, option in (("from", "ltail"), ("to", "lhead")):
        if flow.states[edge[place]].initial is not None:
            options.append(f"{option}={_quoted('cluster_' + edge[place])}")
    return f" [{', '.join(options)}]" if options else ""


def _inner(flow: Flow, path: str) -> str:
    """The innermost state that is entered by way of a path: Graphviz draws arrows between those only."""
    initial = flow.states[path].initial
    return path if initial is None else _inner(flow, initial)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
