"""What can happen: every state that can be reached, in the order of the file, with what is said, who is asked, and every way on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.authoring.drawing.graph import ANSWERED, label
from bot.authoring.explorer import Explored
from bot.authoring.sheet.saying import about, both, ends, quoted, words
from bot.flow.model import Edge, Flow, Flows, State
from bot.flow.states.plain import Nest


def happening(explored: Explored, flows: Flows) -> Iterator[str]:
    """Lines of Markdown: a numbered list."""
    flow, entered = explored.flow, explored.entered()
    shown = [s for s in flow.states.values() if (flow.name, s.path) in entered]
    for number, state in enumerate(shown, start=1):
        yield f"{number}. **{state.name}**{_inside(flow, state)}{_does(state)}"
        yield from (f"   - {line}" for line in _lines(flow, state, flows))


def _inside(flow: Flow, state: State) -> str:
    return f" (in {flow.states[state.outer].name})" if state.outer else ""


def _does(state: State) -> str:
    if state.final is not None:
        return f": it ends, {state.final}."
    told = about(state)
    return f": *{told}*" if told else ""


def _lines(flow: Flow, state: State, flows: Flows) -> Iterator[str]:
    for audience, text in state.says:
        yield f"To {_audience(flow, audience)}: {quoted(text)}"
    told = list(words(state, flows))
    if isinstance(state.kind, Nest):
        yield f"Holds {', '.join(f'**{s.name}**' for s in flow.states.values() if s.outer == state.path)}."
    if told:
        yield f"{told[0][:1].upper()}{told[0][1:]}{''.join(f'; {one}' for one in told[1:])}."
    own = sorted((e for e in state.edges if (e.owner or e.source) == state.path), key=lambda e: e.trigger != "next")
    ways = list(_ways(flow, own))
    if ways and not isinstance(state.kind, Nest):
        yield f"Then: {'; '.join(ways)}."
    elif ways:
        yield f"From anywhere inside: {'; '.join(ways)}."
    if state.suggest:
        yield f"Offered afterwards: {', '.join(f'`{name}`' for name in state.suggest)}."


def _audience(flow: Flow, audience: str) -> str:
    return f"**{audience}**" if audience in flow.parties else both(flow.parties)


def when(flow: Flow, edge: Edge) -> str:
    """When a way out is taken; a choice by what stands on its button. Empty where nothing tells it from others."""
    kind = flow.states[edge.source].kind
    labels = {c.key: quoted(c.label) for c in getattr(kind, "choices", ())}
    labels |= {"skip": quoted(skip)} if (skip := getattr(kind, "skip", None)) else {}
    if edge.guard is not None:
        return "if " + re.sub(
            r"answer == '([^']*)'", lambda found: f"the answer is {labels.get(found[1], found[1])}", edge.guard.source
        )
    return labels.get(edge.on or "", "") or label(flow, edge)


def _ways(flow: Flow, edges: list[Edge]) -> Iterator[str]:
    """Every way on; answers that lead to the same state stand together."""
    grouped: dict[str, list[str]] = {}
    for edge in edges:
        told = when(flow, edge) or ("" if len(edges) == 1 else ANSWERED)
        grouped.setdefault(_leads(flow, edge), []).append(f"*{told}*" if told else "")
    for target, told_all in grouped.items():
        told = ", ".join(dict.fromkeys(filter(None, told_all)))
        yield f"{told} → {target}" if told else target


def _leads(flow: Flow, edge: Edge) -> str:
    sets = [f"`{name}` becomes `{expression.source}`" for name, expression in edge.sets]
    swapped = [f"**{edge.swap[0]}** and **{edge.swap[1]}** change places"] if edge.swap else []
    return ends(flow, edge.target) + (f" ({', '.join([*sets, *swapped])})" if sets or swapped else "")
