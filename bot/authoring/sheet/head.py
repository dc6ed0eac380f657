"""The head of the page: which flow it is, for whom, where and when, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from bot.authoring.sheet.saying import both
from bot.flow.model import Flow, Flows, Rhythm
from bot.flow.states.agree import Agree

PLACES = {
    "together": "one shared talk, in the group or carried between the private chats",
    "apart": "each in their own private chat",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def head(flow: Flow, flows: Flows) -> Iterator[str]:
    """Lines of Markdown: title, summary, and a table."""
    yield from [f"# {flow.title}", ""]
    if flow.summary:
        yield from [flow.summary, ""]
    yield from ["| | |", "|---|---|"]
    for what, text in _facts(flow, flows):
        yield f"| {what} | {text} |"


def _facts(flow: Flow, flows: Flows) -> Iterator[tuple[str, str]]:
    yield "Flow", f"`{flow.name}`, version {flow.version}, `{flow.hash}`"
    starts = " (the one who starts is the first)" if len(flow.parties) > 1 else ""
    yield "Who takes part", both(flow.parties) + starts
    yield "Where", PLACES[flow.place] if len(flow.parties) > 1 else "in the private chat"
    yield "When", _rhythm(flow.rhythm) if flow.rhythm is not None else _begun(flow)
    if flow.needs:
        yield "Comes after", ", ".join(_titled(name, flows) for name in flow.needs)
    if flow.runs:
        yield "Has in it", f"{', '.join(_titled(name, flows) for name in flow.runs)}; to be read with their own sheets"
    if flow.suggest:
        yield "Offers afterwards", ", ".join(_titled(name, flows) for name in flow.suggest)
    if flow.safety:
        yield "Safety", "a talk about safety: no promise below can be given up in it"
    yield "Sources", ", ".join(flow.sources) or "none are named"


def _titled(name: str, flows: Flows) -> str:
    flow = flows.latest.get(name)
    return f"{flow.title} (`{name}`)" if flow is not None else f"`{name}`"


def _begun(flow: Flow) -> str:
    asked = any(isinstance(s.kind, Agree) for s in flow.states.values())
    begun = "as a part of another talk, or by the bot" if flow.hidden else f"when **{flow.parties[0]}** begins it"
    return begun + (", and both say yes" if asked else "")


def _rhythm(rhythm: Rhythm) -> str:
    days = " and ".join(DAYS[d] for d in rhythm.days)
    every = f"every {days}" if rhythm.every == "days" else f"every {rhythm.every}"
    at = "at the evening hour that each chose" if rhythm.at == "evening" else f"at {rhythm.at}"
    return f"by itself, {every}, {at}, for {rhythm.whom}"
