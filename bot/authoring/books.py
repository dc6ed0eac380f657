"""What `books.yaml` says: which books there are, whose they are, and what becomes of their entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.authoring import shapes
from bot.authoring.nodes import Reading
from bot.authoring.problems import Problem, nearest
from bot.authoring.raw import Node, Words
from bot.authoring.source import compose
from bot.flow.model import Book
from bot.flow.spans import span

FILE = "books.yaml"
WORDS = ("whose", "statuses", "over", "retention", "asks")
WHOSE = ("each", "both")
ALWAYS = "until deleted"


def is_books(file: str) -> bool:
    """Whether a file of a folder of flows declares its books."""
    return file == FILE or file.endswith("/" + FILE)


def read_books(texts: Mapping[str, str]) -> tuple[dict[str, Book], list[Problem]]:
    """The books that files among `texts` declare, and what is wrong with them. What a later file says of a book holds."""
    books: dict[str, Book] = {}
    problems: list[Problem] = []
    for file in filter(is_books, texts):
        node, unread = compose(texts[file], file)
        reading = Reading(file)
        if node is not None and not unread:
            books |= {n: _book(reading, n, key, value) for n, (key, value) in reading.mapping(node, "books").items()}
        problems += [*unread, *reading.problems]
    return books, problems


def _book(reading: Reading, name: str, key: Node, node: Node) -> Book:
    words = reading.mapping(node, f"book `{name}`")
    reading.unknown(((k, n) for k, (n, _) in words.items()), WORDS, "a book")
    asks = shapes.slug(reading, words["asks"][1], "a flow") if "asks" in words else None
    statuses = _statuses(reading, words, "statuses")
    over = _statuses(reading, words, "over", statuses)
    shared = _whose(reading, words, node) == "both"
    return Book(shared, statuses, over, _retention(reading, words), asks, reading.spot(key), reading.file)


def _statuses(reading: Reading, words: Words, word: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    found = []
    for node in reading.items(words[word][1]) if word in words else ():
        status = shapes.name(reading, node, "a status")
        if status is not None and known and status not in known:
            reading.problem(node, "name", f"`{status}` is no status of this book", nearest(status, known))
        elif status is not None:
            found.append(status)
    return tuple(found)


def _whose(reading: Reading, words: Words, node: Node) -> str:
    said = str(words["whose"][1].value) if "whose" in words else ""
    if said not in WHOSE:
        place = words["whose"][1] if "whose" in words else node
        reading.problem(place, "schema", f"a book belongs to each or to both, not to `{said}`", nearest(said, WHOSE))
    return said


def _retention(reading: Reading, words: Words) -> timedelta | None:
    if "retention" not in words:
        return None
    node = words["retention"][1]
    text = reading.text(node, "`retention`") or ALWAYS
    kept = span(text)
    if kept is None and text != ALWAYS:
        reading.problem(node, "schema", f"`{text}` is no time that entries stay", f"write 90d, 12w, or {ALWAYS}")
    return kept
