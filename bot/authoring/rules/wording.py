"""Nothing asks for forgiveness, shares out the blame, sets a deadline for healing, or tells anyone to stay or go.

A bot that leads talks about broken trust can do harm with one sentence. What must never be said stands in `wording.txt`, as
patterns, by the reason it must not be said. Every sentence of a flow is read: what it says, its buttons, its reminders, its title
and its summary. A phrase that is found is to be said another way, not to be worked around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from bot.authoring.names import texts
from bot.authoring.problems import Problem
from bot.authoring.rules.case import Case
from bot.flow.model import Flow, State

RULE = "wording"
WHY = {
    "forgiveness": ("asks for forgiveness", "forgiveness is nobody's to ask for here; say what was done, and what will be done"),
    "blame": ("shares out the blame", "who broke something answers for it; say what each can do now"),
    "deadline": ("sets a deadline for healing", "healing takes the time it takes; say what is next, without a date"),
    "stay-or-go": ("tells somebody to stay or to go", "that is theirs alone to decide; say what they could look at"),
    "watching": ("tells what the other has not done yet", "nobody is told whether the other has read, answered or opened anything"),
    "promising": ("promises what nobody can promise", "say what can be done, not how it will turn out"),
}


@cache
def forbidden() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(reason, pattern) of every line of `wording.txt`."""
    found, reason = [], ""
    for line in resources.files(__package__).joinpath("wording.txt").read_text("utf-8").splitlines():
        line = line.strip()
        if line.startswith("["):
            reason = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((reason, re.compile(rf"(?<!\w)(?:{line})(?!\w)", re.IGNORECASE)))
    return tuple(found)


def check(case: Case) -> Iterator[Problem]:
    for flow in case.every:
        for text in (flow.title, flow.summary):
            yield from _wrong(case, flow, None, text)
    for flow, state in case.states():
        for text in dict.fromkeys(texts(state)):
            yield from _wrong(case, flow, state, text)


def _wrong(case: Case, flow: Flow, state: State | None, text: str) -> Iterator[Problem]:
    plain = " ".join(text.replace("’", "'").split())
    hits = [(reason, found) for reason, pattern in forbidden() if (found := pattern.search(plain))]
    for reason, found in hits:
        if not any(_holds(other, found) for _, other in hits):
            does, hint = WHY[reason]
            spot = case.sentence_spot(flow, state, found[0])
            yield case.at(RULE, flow, spot, f"“{found[0]}” {does}", hint)


def _holds(longer: re.Match[str], found: re.Match[str]) -> bool:
    """Whether another finding says all of this one, and more."""
    return longer.start() <= found.start() and found.end() <= longer.end() and len(longer[0]) > len(found[0])
