"""Deletes what has outlived its time, and empties the write-ahead log after it.

What was said goes first: an update's text when its turn is committed, a message's when it was sent. What is left then are rows of
ids. Those of updates stay eight days, because Telegram may bring an update again for a day; those of messages a month, because an
edit finds its message by them. An update that was put aside keeps its sealed text a week, for whoever mends what broke; the key of
its day goes after that, and with it what copies of the data hold of the day. What waits for a damaged key waits a year. The audit
of administrators is only ever added to by anybody else, and stays 90 days. What cannot be read stays a year at most.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from bot.app.ports import Changed, Commit, Conflict, Store
from bot.couple.household import Household
from bot.couple.keeping import IDLE, Limits, Outdated, outdated, without
from bot.logs import log
from bot.storage.engine import Database
from bot.storage.keys import Safe
from bot.storage.sealing import lobby_of
from bot.storage.tables import DEAD, NEW, SHUT, audit, households, inbox, micro, moment, outbox
from bot.storage.unreadable import Unreadable

KNOWN = timedelta(days=8)
EDITABLE = timedelta(days=30)
AUDITED = timedelta(days=90)
PAGE = 50


async def purge(store: Store, database: Database, safe: Safe, bot: int, now: datetime, limits: Limits, aside: timedelta) -> int:
    """Deletes what is due at `now`; `aside` is how long an update that was put aside keeps its text. Returns how much went."""
    gone = await database.write(lambda connection: _rows(connection, bot, now, aside))
    unreadable, last = Unreadable(database, safe, bot, now, limits), ""
    try:
        while ids := await database.read(_page(bot, last)):
            whole = await store.load(ids)
            await unreadable.look(ids, whole)
            gone += sum([await _household(store, home, now, limits) for home in whole.values()])
            last = ids[-1]
        gone += await unreadable.end()
        await _days(database, safe, now - aside)
    finally:
        await database.scrub()  # also when nothing went: the time before, somebody may have been reading what did
    return gone


def _rows(connection: Connection, bot: int, now: datetime, aside: timedelta) -> int:
    mine = inbox.c.bot == bot
    put_aside = (mine, inbox.c.status == DEAD, inbox.c.raw.is_not(None), inbox.c.received < micro(now - aside))
    known = (mine, inbox.c.status > NEW, inbox.c.received < micro(now - max(KNOWN, aside)))
    sent = (outbox.c.bot == bot, outbox.c.settled < micro(now - EDITABLE))
    looked = (audit.c.bot == bot, audit.c.at < micro(now - AUDITED))
    shut = (mine, inbox.c.status == SHUT, inbox.c.received < micro(now - IDLE))
    gone = (delete(inbox).where(*known), delete(inbox).where(*shut), delete(outbox).where(*sent), delete(audit).where(*looked))
    statements = (update(inbox).where(*put_aside).values(raw=None), *gone)
    return sum(connection.execute(statement).rowcount for statement in statements)


async def _days(database: Database, safe: Safe, since: datetime) -> None:
    """Keys of days before `since` under which nothing lies: their words are noise then, in every copy of the data."""
    earliest = await database.read(lambda c: c.execute(select(func.min(inbox.c.received)).where(inbox.c.raw.is_not(None))).scalar())
    kept = lobby_of(since if earliest is None else min(since, moment(earliest)))
    await safe.drop({day for day in await safe.days() if day < kept})


def _page(bot: int, last: str) -> Callable[[Connection], Sequence[str]]:
    query = select(households.c.id).where(households.c.bot == bot, households.c.id > last, households.c.body.is_not(None))
    return lambda connection: connection.execute(query.order_by(households.c.id).limit(PAGE)).scalars().all()


async def _household(store: Store, home: Household, now: datetime, limits: Limits) -> int:
    """A commit of its own: a household that changes meanwhile waits for the next time, and one that breaks holds up no other."""
    try:
        due = outdated(home, now, limits)
        if not due:
            return 0
        after, people = without(home, due, now, limits)
        await store.commit(_commit(after, home, people, due), now)
    except Conflict:
        return 0
    except Exception as error:
        log("purge.failed", level=logging.ERROR, error=error, household=home.id)
        return 0
    return len(due.sessions) + len(due.entries) + len(due.drafts) + len(due.people) + due.invitation


def _commit(after: Household, was: Household, people: set[str], gone: Outdated) -> Commit:
    sessions, entries = set(gone.sessions | gone.drafts), set(gone.entries)
    return Commit(changed=[Changed(after, was.revision, people=people, sessions=sessions, entries=entries)])
