"""Rows that cannot be read, for the purge: what nobody can read outlives no year either.

When such a row was first seen is noted in the data, by day, and the note is taken back once the row reads again. A year after its
note the row goes; an entry earlier, if it opens far enough to tell a book that keeps for a shorter time. What is unreadable is
found by its absence: its id is in the table and not in the household that was loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, delete, select

from bot.couple.household import Household
from bot.couple.keeping import Limits
from bot.storage.engine import Database
from bot.storage.keys import Safe
from bot.storage.sealing import Ring, Sealed
from bot.storage.statements import chosen, ignore, many
from bot.storage.tables import entries, meta, schedules, session_parts, sessions, timers

NOTE = "unreadable"
YEAR = timedelta(days=365)
LONGEST = 80
"""Of a name in `meta`."""


class _Booked(msgspec.Struct):
    book: str = ""


BOOKED = msgspec.json.Decoder(_Booked)


class Unreadable:
    """What one purge finds unreadable, page by page; `end` writes it down and deletes what is old enough."""

    def __init__(self, database: Database, safe: Safe, bot: int, now: datetime, limits: Limits) -> None:
        self._database, self._safe, self._limits = database, safe, limits
        self._prefix, self._today = f"{NOTE}:{bot}:", now.date()
        self._found: dict[str, tuple[Table, Row[Any]]] = {}

    async def look(self, ids: Collection[str], whole: Mapping[str, Household]) -> None:
        """Which rows of the households `ids` are not in them as they were loaded."""
        for table, row in await self._database.read(lambda connection: list(_rows(connection, ids))):
            home = whole.get(row.household)
            if home is None or row.id not in _read(home, table):
                self._found[self._name(table, row.id)] = table, row

    async def end(self) -> int:
        """Returns how many rows went."""
        noted = await self._database.read(self._noted)
        known = {name: day for name, day in noted.items() if name in self._found}
        old = await self._old(known)
        if noted.keys() != self._found.keys() or old:
            await self._database.write(lambda connection: self._write(connection, noted, old))
        return len(old)

    def _name(self, table: Table, id: str) -> str:
        name = f"{self._prefix}{table.name}:{id}"
        return name if len(name) <= LONGEST else f"{self._prefix}{table.name}:{hashlib.sha256(id.encode()).hexdigest()[:32]}"

    def _noted(self, connection: Connection) -> dict[str, date]:
        mine = meta.c.name.startswith(self._prefix, autoescape=True)
        return {row.name: date.fromisoformat(row.value) for row in connection.execute(select(meta).where(mine))}

    async def _old(self, noted: Mapping[str, date]) -> list[str]:
        """Names of what has outlived its time."""
        least = min((YEAR, *self._limits.books.values()))
        late = [name for name, day in noted.items() if self._today - day > least]
        ring = await self._safe.ring({self._found[name][1].owner for name in late if self._found[name][0] is entries})
        return [name for name in late if self._today - noted[name] > self._limit(*self._found[name], ring)]

    def _limit(self, table: Table, row: Row[Any], ring: Ring) -> timedelta:
        if table is not entries:
            return YEAR
        try:
            book = BOOKED.decode(ring.open(row.owner, "entries", "body", row.id, row.body)).book
        except (Sealed, msgspec.MsgspecError):
            return YEAR
        return min(YEAR, self._limits.books.get(book, YEAR))

    def _write(self, connection: Connection, noted: Mapping[str, date], old: Collection[str]) -> None:
        for name in old:
            _delete(connection, *self._found[name])
        over = [name for name in noted if name not in self._found or name in old]
        connection.execute(delete(meta).where(meta.c.name.in_(over)))
        fresh = [{"name": name, "value": self._today.isoformat()} for name in self._found if name not in noted]
        many(connection, ignore(connection.dialect.name, meta, "name"), fresh)


def _rows(connection: Connection, ids: Collection[str]) -> Iterable[tuple[Table, Row[Any]]]:
    return ((table, row) for table in (sessions, entries, schedules) for row in chosen(connection, table, "household", ids))


def _read(home: Household, table: Table) -> Collection[str]:
    return home.sessions.keys() if table is sessions else home.entries.keys() if table is entries else home.schedules.keys()


def _delete(connection: Connection, table: Table, row: Row[Any]) -> None:
    connection.execute(delete(table).where(table.c.id == row.id, table.c.household == row.household))
    for belonging in (session_parts, timers) if table is sessions else ():
        connection.execute(delete(belonging).where(belonging.c.session == row.id))
