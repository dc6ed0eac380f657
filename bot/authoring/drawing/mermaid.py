"""A flow as Mermaid text, to paste where Mermaid is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.drawing.graph import Graph, children, graph, in_lines
from bot.flow.model import Flow


def mermaid(flow: Flow) -> str:
    """A `stateDiagram-v2`, outer states with their inner ones inside."""
    drawn = graph(flow)
    lines = ["stateDiagram-v2", f"  [*] --> {_id(flow.initial)}", *_mermaid_states(flow, drawn, None, "  ")]
    for edge in drawn["edges"]:
        lines.append(f"  {_id(edge['from'])} --> {_id(edge['to'])}{_mermaid_label(edge['label'])}")
    lines += [f"  {_id(node['path'])} --> [*]" for node in drawn["nodes"] if node["final"]]
    return "\n".join(lines) + "\n"


def _mermaid_states(flow: Flow, drawn: Graph, parent: str | None, indent: str) -> Iterator[str]:
    for node in children(drawn, parent):
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
    safe = [line.replace("<", "#lt;").replace(">", "#gt;").replace(":", "꞉") for line in in_lines(text)]
    return " : " + "<br/>".join(safe)


def _id(path: str) -> str:
    return path.replace("-", "_").replace(".", "__") + ("_" if path in ("state", "end", "note", "default") else "")
