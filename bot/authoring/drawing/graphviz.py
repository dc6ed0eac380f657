"""A flow as Graphviz text, made to be read: what is said and who is asked in each state, outer states as frames around theirs."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Iterator
from typing import Any

from bot.authoring.drawing.graph import Graph, children, graph, in_lines
from bot.authoring.states import fields
from bot.flow.hand import NAMES
from bot.flow.model import Flow, State

WIDEST, MOST_LINES = 30, 3
"""Characters of a line in a box, and lines of what is said there."""
INK, SOFT, FRAME, ENDED = "#1f2933", "#52606d", "#f4f6f8", "#e6f0ea"
FONT = "Helvetica,Arial,sans-serif"


def dot(flow: Flow) -> str:
    """A Graphviz digraph, outer states as clusters."""
    drawn = graph(flow)
    lines = [f"digraph {_quoted(flow.name)} {{", *_defaults(flow)]
    lines += [
        f'  start [shape=circle, label="", width=0.13, fillcolor="{INK}"];',
        f"  start -> {_quoted(_inner(flow, flow.initial))};",
    ]
    lines += _states(flow, drawn, None, "  ")
    for edge in drawn["edges"]:
        lines.append(f"  {_quoted(_inner(flow, edge['from']))} -> {_quoted(_inner(flow, edge['to']))}{_options(flow, edge)};")
    return "\n".join([*lines, "}"]) + "\n"


def _defaults(flow: Flow) -> Iterator[str]:
    yield f'  graph [compound=true, pad=0.3, nodesep=0.4, ranksep=0.55, fontname="{FONT}", fontsize=14, fontcolor="{INK}",'
    yield f"    labelloc=t, label={_quoted(flow.title + chr(10))}];"
    yield f'  node [shape=box, style="rounded,filled", fillcolor="white", color="{SOFT}", fontname="{FONT}", fontsize=11,'
    yield f'    fontcolor="{INK}", margin="0.16,0.09"];'
    yield f'  edge [color="{SOFT}", fontname="{FONT}", fontsize=9.5, fontcolor="{SOFT}", arrowsize=0.7];'


def _states(flow: Flow, drawn: Graph, parent: str | None, indent: str) -> Iterator[str]:
    for node in children(drawn, parent):
        if flow.states[node["path"]].initial is not None:
            yield f"{indent}subgraph {_quoted('cluster_' + node['path'])} {{"
            yield f'{indent}  label={_quoted(node["label"])}; style="rounded,filled"; fillcolor="{FRAME}"; color="{SOFT}";'
            yield f"{indent}  labeljust=l; fontsize=12; margin=14;"
            yield from _states(flow, drawn, node["path"], indent + "  ")
            yield f"{indent}}}"
        else:
            ended = f', fillcolor="{ENDED}", peripheries=2' if node["final"] else ""
            yield f"{indent}{_quoted(node['path'])} [label={_box(flow.states[node['path']])}{ended}];"


def _box(state: State) -> str:
    """Name, what happens there, and the first words of what is said."""
    rows = [f"<b>{html.escape(state.name)}</b>"]
    for row in does(state):
        rows += [f'<font point-size="9.5" color="{SOFT}">{html.escape(part)}</font>' for part in _wrapped(row, 2)]
    said = _wrapped(_first_words(state), MOST_LINES) + _others(state)
    rows += [f'<font point-size="9.5"><i>{html.escape(part)}</i></font>' for part in said]
    return f"<{'<br/>'.join(rows)}>"


def does(state: State) -> list[str]:
    """What a state does, by its own first word: "ask speaker", "run appreciation", "within 2h"; how it ends, if it does."""
    if state.final is not None:
        return [state.final]
    word, _, more = state.kind.WORD.partition(" ")
    what = getattr(state.kind, next(iter(fields(type(state.kind))), word) if state.kind.INNER else word, None)
    named = ", ".join(what) if isinstance(what, tuple) else what
    rows = [f"{word} {named} {more}".strip()] if isinstance(named, str) and named else []
    within = getattr(state.kind, "within", None)
    return rows + ([f"within {within.source}"] if within is not None else [])


def _first_words(state: State) -> str:
    if not state.says:
        return ""
    audience, text = state.says[0]
    said = NAMES.sub(r"\1", " ".join(text.split()))
    return said if audience in ("both", "each") else f"{audience}: {said}"


def _others(state: State) -> list[str]:
    """That there are more texts than the one that is shown: who gets which depends on who reads."""
    more = len(dict.fromkeys(text for _, text in state.says)) - 1
    return [f"(+{more} other{'s' if more > 1 else ''})"] if more > 0 else []


def _wrapped(text: str, most: int) -> list[str]:
    return textwrap.wrap(text, WIDEST, max_lines=most, placeholder=" …")


def _options(flow: Flow, edge: dict[str, Any]) -> str:
    """An arrow from or to an outer state ends at its border. Ways out by answer are kept straight, those by time go round."""
    options = [f"label={_quoted(_padded(edge['label']))}"] if edge["label"] else []
    options += ["weight=1"] if edge["label"].startswith("after ") else ["weight=4"]
    for place, option in (("from", "ltail"), ("to", "lhead")):
        if flow.states[edge[place]].initial is not None:
            options.append(f"{option}={_quoted('cluster_' + edge[place])}")
    return f" [{', '.join(options)}]"


def _padded(label: str) -> str:
    """A little room at either side, or the words touch the line."""
    return "\n".join(f" {line} " for line in in_lines(label))


def _inner(flow: Flow, path: str) -> str:
    """The innermost state that is entered by way of a path: Graphviz draws arrows between those only."""
    initial = flow.states[path].initial
    return path if initial is None else _inner(flow, initial)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
