"""`do: export`: two files into one's own chat, once a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.talk import phrases
from bot.talk.exporting import as_json, as_page, gathered
from bot.talk.work import Work
from bot.words.message import Document, Message

ONCE_IN = timedelta(days=1)


def export(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Sends what is one's own, as a file. Outcomes: done, capped."""
    mine = work.person(person)
    last = mine.counters.get("exported")
    if last is not None and work.now - datetime.fromisoformat(last) < ONCE_IN:
        return "capped", {}
    mine.counters = {**mine.counters, "exported": work.now.isoformat()}
    found = gathered(work, mine)
    tongue = work.audience(person).tongue
    page = as_page(found, tongue(phrases.EXPORT_PAGE))
    work.send(Message(person, tongue(phrases.EXPORT_PAGE), document=Document("notes.html", "text/html", page)))
    work.send(Message(person, tongue(phrases.EXPORT_JSON), document=Document("notes.json", "application/json", as_json(found))))
    return "done", {}
