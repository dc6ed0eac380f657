"""How long books keep their entries, as `books.yaml` of a folder of flows says: `until deleted`, or a span such as `90d`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import yaml

from bot.flow.timing import WrongTiming, parse_duration

FILE = "books.yaml"


def spans(folder: Path) -> dict[str, timedelta]:
    """The books that keep for a while only. What cannot be read as a span stays until it is deleted: nothing is lost by a slip."""
    file = folder / FILE
    if not file.is_file():
        return {}
    given = yaml.safe_load(file.read_text("utf-8"))
    books = given if isinstance(given, dict) else {}
    found = {str(name): _span(book.get("retention")) for name, book in books.items() if isinstance(book, dict)}
    return {name: span for name, span in found.items() if span is not None}


def _span(text: object) -> timedelta | None:
    try:
        return parse_duration(text)
    except WrongTiming:
        return None
