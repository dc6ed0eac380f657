"""Books as they may be while a flow is explored: with an entry of every kind that its flows can tell apart, or with nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.flow.hand import Kept
from bot.flow.model import Book, Flow, Flows
from bot.flow.states import answers
from bot.flow.states.ask import Ask
from bot.flow.states.book import Show, Write
from bot.flow.states.pick import Pick
from bot.flow.values import Value


def full(flows: Flows, ann: str, ben: str) -> dict[str, list[Kept]]:
    """Every book that a flow reads or writes, with an entry of each status and owner."""
    names = dict.fromkeys([*flows.books, *(name for flow in flows.latest.values() for name in _books(flow))])
    return {name: list(_entries(name, flows.books.get(name), ann, ben)) for name in names}


def _entries(name: str, book: Book | None, ann: str, ben: str) -> Iterator[Kept]:
    both = frozenset({ann, ben})
    for status in book.statuses if book is not None and book.statuses else ("open",):
        for owner in (ann, ben):
            alone = frozenset({owner})
            readers = [both] if book is not None and book.shared else [alone] if book is not None else [both, alone]
            for whose in readers:
                text = f"what {owner} wrote" + (" for both" if whose == both else "")
                yield Kept(f"{name} {status} {owner} {len(whose)}", Value(text, owner, whose), status, owner)


def _books(flow: Flow) -> Iterator[str]:
    for state in flow.states.values():
        kind = state.kind
        if isinstance(kind, Pick):
            yield kind.pick
        elif isinstance(kind, Show):
            yield kind.list
        elif isinstance(kind, Write):
            yield kind.book
        elif isinstance(kind, Ask) and kind.source is not None:
            yield kind.source


def picked(flow: Flow, latest: Mapping[str, Flow]) -> list[str]:
    """The books whose being empty makes a difference to a flow, or to one that it runs."""
    found = dict.fromkeys(s.kind.pick for s in flow.states.values() if isinstance(s.kind, Pick))
    for run in flow.runs:
        if run in latest and run != flow.name:
            found |= dict.fromkeys(picked(latest[run], latest))
    return list(found)


def asked_about(flow: Flow, flows: Flows, shelf: Mapping[str, list[Kept]], person: str) -> dict[str, Value]:
    """What a flow that a book asks with begins with: an entry of this person's."""
    found = (one for name, book in flows.books.items() if book.asks == flow.name for one in _of(shelf[name], person))
    first = next(found, None)
    return {answers.ENTRY: answers.as_value(first, person)} if first is not None else {}


def _of(entries: Iterable[Kept], person: str) -> Iterator[Kept]:
    return (one for one in entries if one.owner == person)
