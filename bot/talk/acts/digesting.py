"""`do: digest`: what of the week may be told again, for its owner first; a line stands in its reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.couple.household import Entry
from bot.couple.week import Week, week
from bot.flow.values import Value
from bot.talk import phrases
from bot.talk.work import Work
from bot.words.fit import shorten

LONGEST = 160
"""Characters of one line; what was written stands whole where it was sent."""


def digest(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Gives `digest`. Outcomes: found, alone (found, and there is nobody else to show it to), quiet (nothing to tell)."""
    found = week(work.household, work.now)
    if not found:
        return "quiet", {}
    return ("found" if work.household.paired else "alone"), {"digest": list(_parts(found))}


def _parts(found: Week) -> Iterator[dict[str, Any]]:
    heads = (
        (phrases.WEEK_TALKS, found.talks),
        (phrases.WEEK_THANKS, found.thanks),
        (phrases.WEEK_KEPT, found.kept),
        (phrases.WEEK_PARTLY, found.partly),
    )
    for head, entries in heads:
        if entries:
            values = {"head": Value({"text": head}), "lines": Value(_lines(entries))}
            yield {"text": "{head}\n{lines}\n", "values": values}


def _lines(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [{"text": "{mark} {entry}", "values": {"mark": Value("•"), "entry": _short(entry.text)}} for entry in entries]


def _short(value: Value) -> Value:
    content = shorten(value.content, LONGEST) if isinstance(value.content, str) else value.content
    return Value(content, value.owner, value.readers, value.label)
