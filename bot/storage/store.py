"""The port's implementation: each method is one transaction (or one snapshot) and delegates to the file that knows its tables."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.exc import DataError

from bot.app.ports import Batch, Commit, Counts, Moved, Never, Outcome, OutRow, Post, Unwritable, Update
from bot.couple.household import Household
from bot.couple.keeping import Limits
from bot.logs import log
from bot.storage import claim, held, meta, outbox, plan, posts, settling, stuck, zones
from bot.storage.arrivals import Arrivals
from bot.storage.claim import Found
from bot.storage.commit import write
from bot.storage.engine import Database
from bot.storage.inspecting import inspect
from bot.storage.keys import Safe
from bot.storage.loading import fetch, ids, opened
from bot.storage.plan import Plan
from bot.storage.retention import purge
from bot.storage.sealing import Ring, lobby_of
from bot.storage.standing import Standing, standing
from bot.storage.statements import ignore
from bot.storage.tables import flow_texts, inbox
from bot.talk.heard import Posted
from bot.words.message import Message

HOPELESS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, msgspec.MsgspecError, DataError)
"""What is wrong with what is written, not with the disk or the server: the next try would end the same way."""


class SqlStore:
    """`bot.app.ports.Store` on SQLAlchemy Core. Made by `open_store`."""

    def __init__(self, database: Database, safe: Safe, bot: int, now: Callable[[], datetime]) -> None:
        self._database = database
        self._safe = safe
        self._bot = bot
        self._now = now
        self._arrivals = Arrivals(database, safe, bot)
        self._ring: Ring | None = None
        self._standing = Standing()
        self._counted: stuck.Named | None = None
        self._shut: set[str] = set()
        """Households for which signals wait until a damaged key is put back, as far as this process saw them."""

    async def receive(self, updates: Sequence[Update], now: datetime) -> int:
        """Commits raw updates, each once; calls that come together share a commit."""
        return await self._arrivals.receive(updates, now)

    async def post(self, household: str, signal: Posted, key: str, now: datetime) -> None:
        """Puts a signal into a household's inbox, once per key."""
        ring = await self._safe.ring((lobby_of(now),))
        row = posts.post_row(self._bot, household, key, Post(signal, household), now, ring)
        statement = ignore(self._database.dialect, inbox, "bot", "key")
        await self._database.write(lambda connection: connection.execute(statement, [row]))

    async def claim(self, now: datetime, limit: int, careful: bool = False) -> Batch:
        """What is next; whatever can never be taken a turn on is put aside first."""
        if careful:
            self._counted = await self._database.write(partial(stuck.count_attempt, bot=self._bot, now=now, counted=self._counted))
            limit = 1
        while True:
            found, asking = await self._database.read(lambda connection: self._find(connection, now, limit))
            if found.nothing():
                self._ring, self._standing = None, Standing()
                return Batch([], {})
            ring = await self._safe.ring(found.owners() | {row.owner for row in asking} | {lobby_of(now)})
            lost = {owner for owner in found.shelf.owners() - ring.damaged if owner not in ring}
            batch, hopeless = claim.batch(found, ring)
            if not self._shut.isdisjoint(batch.households):
                await self.reopen()
                continue
            self._shut |= claim.shut_homes(found, hopeless, ring)
            if not lost and not stuck.any_in(hopeless):
                self._ring = ring if batch.items else None
                self._standing = standing(found.shelf)
                unsent = outbox.read(asking, ring)
                batch.unshown = frozenset(message.question for _, _, message in unsent if message.question is not None)
                batch.queued = [one for one in unsent if one[1] < 0]
                return batch
            await self._database.write(partial(stuck.put_aside, lost=lost, found=hopeless, now=now))

    async def reopen(self) -> int:
        """Signals that wait for a damaged key are looked at again; returns how many. Costs nothing where none waits."""
        if not self._shut:
            return 0
        self._shut = set()
        return await self._database.write(lambda connection: stuck.reopen(connection, self._bot))

    async def household_ids(self) -> list[str]:
        """Every household of this bot; for operators' tools only."""
        return await self._database.read(lambda connection: ids(connection, self._bot))

    async def load(self, ids: Sequence[str]) -> dict[str, Household]:
        """Whole households by id; one that was merged comes as the one that it is part of now."""
        shelf = await self._database.read(lambda connection: fetch(connection, ids))
        whole, _ = opened(shelf, await self._safe.ring(shelf.owners()))
        return whole

    async def commit(self, commit: Commit, now: datetime) -> None:
        """Writes a batch all or nothing. Keys are made before, and forgotten after."""
        await self._name_deleted(commit, now)
        ring = await self._ring_for(plan.owners_of(commit), plan.readers_of(commit))
        there, self._standing = self._standing, Standing()
        try:
            made = plan.plan(commit, self._bot, now, ring, there)
            await self._database.write(lambda connection: self._commit(connection, commit, made, now, ring))
        except HOPELESS as error:
            raise Unwritable(type(error).__name__) from None
        if plan.forgotten(made):
            await self.try_to_forget()

    async def _name_deleted(self, commit: Commit, now: datetime) -> None:
        """A message that clears a chat is told which ones: their rows may be gone when it is sent."""
        clearing = [n for n, out in enumerate(commit.outgoing) if _clears_all(out.message)]
        if not clearing:
            return
        chats = {commit.outgoing[n].chat for n in clearing}
        ids = await self._database.read(lambda connection: outbox.deletable(connection, self._bot, chats, now))
        for n in clearing:
            out = commit.outgoing[n]
            message = msgspec.structs.replace(out.message, ids=ids.get(out.chat, ()))
            commit.outgoing[n] = msgspec.structs.replace(out, message=message)

    async def forget(self) -> int:
        """Forgets the keys of whom is gone; again at start and from time to time, until no trace is left. Returns of how many."""
        owners = await self._database.read(meta.intended)
        if owners:
            await self._safe.forget(owners)
            await self._database.scrub()
            await self._database.write(lambda connection: meta.forgot(connection, owners))
            await self._database.scrub()
        return len(owners)

    async def try_to_forget(self) -> None:
        """What was committed stands, whatever becomes of this: what is intended is written down and is tried again."""
        try:
            await self.forget()
        except Exception as error:
            log("forget.put_off", level=logging.WARNING, error=error)

    async def sendable(self, now: datetime, limit: int) -> list[OutRow]:
        """Heads of chats; edits that lead nowhere are settled on the way, so that what stood behind them comes up."""
        while True:
            found = await self._database.read(lambda connection: outbox.heads(connection, self._bot, now, limit))
            ring = await self._safe.ring(found.owners()) if found.rows else None
            rows, closed = outbox.out_rows(found, ring) if ring else ([], [])
            locked = outbox.waiting_for_keys(found, ring) if ring and ring.damaged else []
            over = [row for row in found.skipped + closed if row not in locked]
            if not over and not locked and not found.early:
                return rows
            await self._database.write(partial(settling.not_now, over=over, early=found.early, locked=locked, now=now))

    async def sending(self, rows: Sequence[int]) -> set[int]:
        """Marks rows as in flight; those that wait no more are left as they are."""
        return await self._database.write(lambda connection: settling.sending(connection, rows)) if rows else set()

    async def unsent(self, rows: Sequence[int]) -> None:
        """Rows in flight for which no call was made wait again."""
        await self._database.write(lambda connection: settling.unsent(connection, rows))

    async def stands(self, row: int) -> bool:
        """Whether a row is still in flight."""
        return await self._database.read(lambda connection: settling.stands(connection, row))

    async def settle(self, results: Sequence[tuple[OutRow, Outcome]], now: datetime) -> None:
        """Writes what became of sends."""
        if not results:
            return
        ring = await self._safe.ring(()) if any(isinstance(outcome, Never | Moved) for _, outcome in results) else Ring(())
        await self._database.write(lambda c: settling.settle(c, results, self._bot, now, self._database.dialect, ring))

    async def recover(self, now: datetime) -> bool:
        """After start. True if the last stop was unclean."""
        return await self._database.write(lambda connection: self._recover(connection, now))

    async def renew_zones(self, version: str, now: datetime) -> int:
        """Tells every household with something planned that the rules of zones are new; returns how many."""
        ring = await self._safe.ring(())
        dialect = self._database.dialect
        return await self._database.write(lambda connection: zones.renew(connection, self._bot, version, now, dialect, ring))

    async def renew_held(self, version: str, now: datetime) -> int:
        """Asks held sessions to go on if another version of the code ran last time; returns how many."""
        ring = await self._safe.ring(())
        dialect = self._database.dialect
        return await self._database.write(lambda connection: held.renew(connection, self._bot, version, now, dialect, ring))

    async def resume_held(self, now: datetime) -> int:
        """Asks held sessions to go on; returns how many."""
        ring = await self._safe.ring(())
        return await self._database.write(lambda c: held.release(c, self._bot, now, self._database.dialect, ring))

    async def counts(self, now: datetime) -> Counts:
        """What waits."""
        return await self._database.read(lambda connection: meta.counts(connection, self._bot, now))

    async def figures(self) -> dict[str, int]:
        """How many people, couples, open and held talks there are, and updates that were put aside."""
        return await self._database.read(lambda connection: meta.figures(connection, self._bot))

    async def next_due(self) -> datetime | None:
        """The next moment (UTC) at which a timer, schedule or delayed send is due."""
        return await self._database.read(lambda connection: meta.next_due(connection, self._bot, self._now()))

    async def inspect(self) -> dict[str, Any]:
        """For the sandbox only: every running session and timer, opened."""
        return await inspect(self._database, self._safe, self._bot)

    async def keep_flow(self, hash: str, name: str, text: bytes) -> None:
        """Keeps a version of a flow for the sessions that are pinned to it."""
        statement, row = ignore(self._database.dialect, flow_texts, "hash"), {"hash": hash, "name": name, "body": text}
        await self._database.write(lambda connection: connection.execute(statement, [row]))

    async def flow_texts(self) -> dict[str, tuple[str, bytes]]:
        """Every kept version: hash -> (name, text)."""
        rows = await self._database.read(_flow_texts)
        return {row.hash: (row.name, bytes(row.body)) for row in rows}

    async def purge(self, now: datetime, limits: Limits, aside: timedelta) -> int:
        """Deletes what has outlived its time. Returns how many rows went."""
        return await purge(self, self._database, self._safe, self._bot, now, limits, aside)

    async def close(self) -> None:
        """Marks the stop as clean and closes every connection; a second time there is nothing to do."""
        if self._database.closed:
            return
        try:
            await self._database.write(lambda connection: meta.mark(connection, self._bot, False, self._database.dialect))
        finally:
            await shut(self._database, self._safe)

    async def release(self) -> None:
        """Closes every connection and says nothing about how the bot itself stopped: for tools that only look."""
        if not self._database.closed:
            await shut(self._database, self._safe)

    async def _ring_for(self, owners: set[str], readers: set[str]) -> Ring:
        """The keys that the batch was claimed with, once; keys for whoever is new are made."""
        ring, self._ring = self._ring, None
        if ring is not None and all(owner in ring for owner in owners | readers):
            return ring
        return await self._safe.ensure(owners, readers)

    def _find(self, connection: Connection, now: datetime, limit: int) -> tuple[Found, outbox.Rows]:
        found = claim.find(connection, self._bot, now, limit)
        return found, outbox.asking(connection, found.shelf.own) if found.shelf.own else []

    def _commit(self, connection: Connection, given: Commit, made: Plan, now: datetime, ring: Ring) -> None:
        write(connection, made, self._database.dialect, ring)
        meta.intend(connection, plan.forgotten(made), self._database.dialect)
        if given.posts:
            posts.post(connection, self._bot, given.posts, now, self._database.dialect, ring)

    def _recover(self, connection: Connection, now: datetime) -> bool:
        unclean = meta.running(connection, self._bot)
        settling.recover(connection, self._bot, now)
        stuck.reopen(connection, self._bot)
        meta.mark(connection, self._bot, True, self._database.dialect)
        return unclean


def _clears_all(message: Message) -> bool:
    return message.delete and message.edits is None and not message.ids


def _flow_texts(connection: Connection) -> Sequence[Any]:
    return (connection.execute(select(flow_texts))).all()


async def shut(database: Database, safe: Safe) -> None:
    """Closes both databases, the second also when the first one fails."""
    try:
        await database.close()
    finally:
        await safe.close()
