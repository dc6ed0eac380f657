"""What outlasts a talk, in plain words: when an entry comes up again, and what of a book that both read is one person's own."""

from __future__ import annotations

from bot.authoring.explorer.acts import how_long
from bot.authoring.shapes import REGULAR
from bot.flow.hand import NAMES
from bot.flow.model import Flow, Flows
from bot.flow.spans import span
from bot.flow.states.answers import ENTRY
from bot.flow.states.book import Write
from bot.flow.states.pick import Pick

DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
WORKDAYS = {"workdays": "day from Monday to Friday"}


def comes_up(kind: Write, flows: Flows) -> str:
    """Who is asked about an entry, by which talk and when; or its last day; or nothing, where nothing asks."""
    book = flows.books.get(kind.book)
    if book is not None and book.asks is not None:
        asking = flows.latest.get(book.asks)
        titled = f"“{asking.title}” (`{book.asks}`)" if asking is not None else f"`{book.asks}`"
        whose = f"**{kind.owner}**" if kind.owner else "its owner"
        return f"{whose} is asked about it by the talk {titled}, at their own evening hour, {_when(kind.when or '')}"
    if flows.dated(kind.book):
        return f"its last day: {_when(kind.when or '')}; after it, it is over by itself"
    return "nothing asks about it later"


def _when(said: str) -> str:
    named, length = NAMES.fullmatch(said.strip()), span(said)
    if named:
        return f"as `{named[1]}` says"
    if length is not None:
        return f"{how_long(length)} later"
    return f"every {(DAYS | WORKDAYS).get(said, said)}" if said in REGULAR else f"on {said}"


def in_books_of_both(flow: Flow, flows: Flows) -> dict[str, str]:
    """Names of this talk that stand for an entry of a book that both read: what is private is which entry it is."""
    asking = [(ENTRY, name) for name, book in flows.books.items() if book.asks == flow.name and book.shared]
    picks = [s.kind for s in flow.states.values() if isinstance(s.kind, Pick)]
    return dict(asking) | {pick.save: pick.pick for pick in picks if pick.save is not None and flows.shared(pick.pick)}


def of_both(name: str, books: dict[str, str]) -> str:
    """How a value is called where it is told who reads it."""
    if name not in books:
        return f"`{name}`"
    return f"which entry of the book `{books[name]}`, which both read, `{name}` is"
