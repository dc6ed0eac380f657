"""Updates on their way in: sealed for the lobby of their day, each once, and those that come together in one commit.

A webhook brings one update per request and may not answer before the commit; alone, each would wait for a disk of its own. So
whoever gets the turn takes along everything that queued up meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot.app.ports import Update
from bot.storage.engine import Database
from bot.storage.keys import Safe
from bot.storage.sealed_rows import Row
from bot.storage.sealing import Ring, lobby_of
from bot.storage.statements import chosen, ignore, many
from bot.storage.tables import NEW, inbox, micro


class Waiting(msgspec.Struct, eq=False):
    """One call that waits for its commit."""

    updates: Sequence[Update]
    at: datetime
    ring: Ring
    done: asyncio.Future[int]


class Arrivals:
    """The door of the inbox."""

    def __init__(self, database: Database, safe: Safe, bot: int) -> None:
        self._database = database
        self._safe = safe
        self._bot = bot
        self._waiting: list[Waiting] = []
        self._written: list[tuple[Waiting, int]] = []

    async def receive(self, updates: Sequence[Update], now: datetime) -> int:
        """Returns after the commit, with how many were new."""
        mine = Waiting(updates, now, await self._ring(now), asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        try:
            await self._database.write(self._write, self._commit)
        finally:
            if mine in self._waiting and not mine.done.done():
                self._waiting.remove(mine)
        return await mine.done

    async def _ring(self, now: datetime) -> Ring:
        """With the key of the day; the first who comes on a day makes it."""
        today = lobby_of(now)
        ring = await self._safe.ring((today,))
        return ring if today in ring or today in ring.damaged else await self._safe.ensure((today,))

    def _write(self, connection: Connection) -> None:
        """Writes for everybody who waits; they are told by `_commit`, and only if it came to that."""
        taken = list(self._waiting)
        known = _known(connection, self._bot, {f"u{update.id}" for one in taken for update in one.updates})
        self._written, rows = [], []
        for one in taken:
            fresh = {f"u{update.id}": update for update in one.updates if f"u{update.id}" not in known}
            known |= fresh.keys()
            self._written.append((one, len(fresh)))
            rows += [_row(self._bot, update, one.at, one.ring) for update in fresh.values()]
        many(connection, ignore(self._database.dialect, inbox, "bot", "key"), rows)

    def _commit(self) -> None:
        for one, new in self._written:
            if one in self._waiting:
                self._waiting.remove(one)
            if not one.done.done():
                one.done.set_result(new)
        self._written = []


def _known(connection: Connection, bot: int, keys: set[str]) -> set[str]:
    return {row.key for row in chosen(connection, inbox, "key", keys, bot=bot)}


def _row(bot: int, update: Update, at: datetime, ring: Ring) -> Row:
    key = f"u{update.id}"
    raw = ring.seal(ring.lobby(at), "inbox", "raw", key, update.raw)
    head = {"bot": bot, "key": key, "household": None, "user_id": update.user, "chat": update.chat}
    return {**head, "received": micro(at), "status": NEW, "attempts": 0, "error": None, "raw": raw}
