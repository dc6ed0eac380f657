"""What flows and their books say of one another: every book that a flow names is declared, and what asks about entries exists."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from bot.authoring.problems import Problem, nearest
from bot.authoring.reader import Draft
from bot.authoring.shapes import LISTS
from bot.flow.model import Book, State
from bot.flow.states.ask import Ask
from bot.flow.states.book import Show, Write
from bot.flow.states.pick import Pick

ALIKE = 0.85
"""How much a book must be named like another to be taken for a slip, of 1 for the same."""


def wrong_books(books: Mapping[str, Book], drafts: Mapping[str, Draft]) -> Iterator[Problem]:
    """Books that are not declared, entries whose time nobody would be asked about, and books that ask with no flow."""
    for draft in drafts.values():
        for state in draft.states.values():
            book = named(state)
            if book is not None and book not in books:
                sentence = f"there is no book `{book}`"
                yield Problem(draft.file, *_where(draft, state, book), "target", sentence, _meant(book, books))
            elif book is not None:
                yield from _unasked(draft, state, books[book])
    for name, declared in books.items():
        if declared.asks is not None and declared.asks not in drafts:
            sentence = f"there is no flow `{declared.asks}` for the book `{name}` to ask with"
            spot = declared.spot
            yield Problem(declared.file, spot.line, spot.column, "target", sentence, nearest(declared.asks, drafts))


def named(state: State) -> str | None:
    """The book that a state writes to, shows or lets somebody choose from."""
    kind = state.kind
    if isinstance(kind, Write):
        return kind.book or None
    if isinstance(kind, Show):
        return kind.list or None
    if isinstance(kind, Pick):
        return kind.pick or None
    return kind.source if isinstance(kind, Ask) and kind.source not in LISTS else None


def _meant(book: str, books: Mapping[str, Book]) -> str:
    close = difflib.get_close_matches(book, books, n=1, cutoff=ALIKE)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"declare it in `books.yaml`, beside the folders of the talks: `{book}: {{whose: both, retention: 90d}}`"


def _where(draft: Draft, state: State, book: str) -> tuple[int, int]:
    lines = draft.text.decode().splitlines()
    for number, line in enumerate(lines[state.spot.line - 1 :], start=state.spot.line):
        found = re.search(rf"\b(?:book|list|pick|from):\s*[\"']?({re.escape(book)})(?![a-z0-9-])", line)
        if found:
            return number, found.start(1) + 1
    return state.spot.line, state.spot.column


def _unasked(draft: Draft, state: State, book: Book) -> Iterator[Problem]:
    kind = state.kind
    parties = draft.head["parties"]
    if isinstance(kind, Write) and kind.when is not None and book.asks is not None and kind.owner is None and len(parties) > 1:
        sentence = f"nobody would be asked when the time of this entry in `{kind.book}` has come: it has no owner"
        hint = f"say whose it is, such as `owner: {parties[0]}`; for an entry of each write it in two states"
        yield Problem(draft.file, state.spot.line, state.spot.column, "target", sentence, hint)
