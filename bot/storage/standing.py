"""Which rows stand already: those of the households that a batch was claimed with.

A row that stands where it will stand is rewritten in place, and no index is touched; whatever is new, or moves to another
household or account, goes the longer way. It holds for one batch only, and the guard on each household's revision holds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from bot.storage.loading import Shelf
from bot.storage.sealed_rows import Row


class Standing(msgspec.Struct):
    """`people` and `sessions` with their addresses, and the owners of each session's parts."""

    people: dict[str, tuple[str, int | None]] = {}
    sessions: dict[str, str] = {}
    parts: dict[str, set[str]] = {}

    def person(self, row: Row) -> bool:
        """Whether this person's row only needs another body."""
        return bool(self.people.get(row["id"]) == (row["household"], row["user_id"]))

    def session(self, row: Row) -> bool:
        """Whether this session stands in its household."""
        return bool(self.sessions.get(row["id"]) == row["household"])

    def part(self, row: Row) -> bool:
        """Whether this part stands beside a session that stands."""
        return self.session({"id": row["session"], "household": row["household"]}) and row["owner"] in self.parts.get(
            row["session"], ()
        )


def standing(shelf: Shelf) -> Standing:
    """What stands on a shelf."""
    found = Standing(
        {row.id: (row.household, row.user_id) for row in _rows(shelf, "people")},
        {row.id: row.household for row in _rows(shelf, "sessions")},
    )
    for row in _rows(shelf, "session_parts"):
        found.parts.setdefault(row.session, set()).add(row.owner)
    return found


def _rows(shelf: Shelf, name: str) -> Iterable[Any]:
    return (row for rows in shelf.parts.get(name, {}).values() for row in rows)
