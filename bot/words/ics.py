"""Moments as an iCalendar file (RFC 5545), for a calendar that other people may see: the name of an event says nothing.

Lines end with CRLF and are folded at 75 octets without tearing a character; commas, semicolons, backslashes and line breaks in
texts are escaped. Moments are UTC, so no definition of a zone is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

FOLD = 75
MINUTES = 5


class Event(msgspec.Struct, frozen=True):
    """One event: an id that is the same each time the file is made, its moment (UTC), and its name."""

    id: str
    at: datetime
    summary: str


def calendar(events: Iterable[Event], made: datetime) -> str:
    """The text of the file; `made` is now (UTC)."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Groundwork//calendar//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines = [*head, *(line for event in events for line in _event(event, made)), "END:VCALENDAR"]
    return "".join(part + "\r\n" for line in lines for part in folded(line))


def _event(event: Event, made: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT", f"UID:{escaped(event.id)}@groundwork", f"DTSTAMP:{_utc(made)}", f"DTSTART:{_utc(event.at)}",
        f"DURATION:PT{MINUTES}M", f"SUMMARY:{escaped(event.summary)}", "TRANSP:TRANSPARENT", "CLASS:PRIVATE", "END:VEVENT",
    ]  # fmt: skip


def _utc(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A text value; characters that no line may hold are left out."""
    plain = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c == "\n" or (c >= " " and c != "\x7f"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets; each but the first begins with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > FOLD:
            yield piece
            piece = " "
        piece += character
    yield piece
