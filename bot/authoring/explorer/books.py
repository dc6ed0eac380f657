"""What `books.yaml` says: which books there are, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.authoring.nodes import Reading
from bot.authoring.problems import Problem, nearest
from bot.authoring.source import compose

WHOSE = ("each", "both")


@dataclass(frozen=True)
class Books:
    """Book -> each or both. `known` is false when no file was given: then no book is unknown."""

    whose: Mapping[str, str] = field(default_factory=dict)
    known: bool = False

    def shared(self, book: str) -> bool:
        """Whether both read it."""
        return self.whose.get(book) == "both"


def read_books(text: str, file: str) -> tuple[Books, list[Problem]]:
    """The books of a file, and what is wrong with it."""
    node, problems = compose(text, file)
    if node is None or problems:
        return Books(), problems
    reading = Reading(file)
    whose = {}
    for name, (_, value) in reading.mapping(node, "books").items():
        words = reading.mapping(value, f"book `{name}`")
        reading.unknown(((k, n) for k, (n, _) in words.items()), ("whose", "statuses", "retention"), "a book")
        said = str(words["whose"][1].value) if "whose" in words else ""
        if said not in WHOSE:
            place = words["whose"][1] if "whose" in words else value
            reading.problem(place, "schema", f"a book belongs to each or to both, not to `{said}`", nearest(said, WHOSE))
        whose[name] = said
    return Books(whose, True), reading.problems
