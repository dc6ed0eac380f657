"""What must not be tried for ever: rows that crash the process, rows that lead nowhere, households whose key is gone.

Nothing sealed is deleted here, and a timer of a talk that does not open waits a day, and another, until the talk does. A household
whose key is gone (a backup from before somebody asked to be forgotten) is only unlinked: its people are strangers again, and its
rows stay closed for good. One whose key is there and damaged stays closed until the key is put back: signals to it wait out
of the way (`SHUT`), and are looked at again at each start, from time to time, and as soon as their household opens.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from bot.storage.claim import Found, due
from bot.storage.tables import DEAD, INBOX_NEW, NEW, SHUT, groups, inbox, micro, people, schedules, timers

ATTEMPTS = 3
Named = tuple[str, str]
"""A table and a row of it."""
DAY = timedelta(days=1)


def any_in(found: Found) -> bool:
    """Whether anything is stuck."""
    return bool(found.inbox or found.timers or found.schedules or found.closed or found.shut)


def put_aside(connection: Connection, lost: Collection[str], found: Found, now: datetime) -> None:
    """Owners whose key is lost, first: without them some rows are a stranger's. Else rows that nobody can take a turn on."""
    if lost:
        _unlink(connection, list(lost), now)
        return
    rows = [row.id for row in found.inbox]
    closed = update(inbox).where(inbox.c.id.in_(rows)).values(status=DEAD, error="Sealed")
    connection.execute(closed)
    shut = update(inbox).where(inbox.c.id.in_([row.id for row in found.shut]))
    connection.execute(shut.values(status=SHUT, attempts=0))
    for row in found.timers:
        _end(connection, timers, row, now)
    for row in found.closed:
        connection.execute(update(timers).where(_same(timers, row)).values(due=micro(now + DAY)))
    for row in found.schedules:
        _end(connection, schedules, row, now)


def reopen(connection: Connection, bot: int) -> int:
    """Signals that wait for a key are tried again. Returns how many."""
    return connection.execute(update(inbox).where(inbox.c.bot == bot, inbox.c.status == SHUT).values(status=NEW)).rowcount


def _unlink(connection: Connection, lost: list[str], now: datetime) -> None:
    theirs = people.c.id.in_(lost) | people.c.household.in_(lost)
    connection.execute(update(people).where(theirs).values(user_id=None, household="lost"))
    connection.execute(update(schedules).where(schedules.c.household.in_(lost)).values(due=None))
    for table in (groups, timers):
        connection.execute(delete(table).where(table.c.household.in_(lost)))
    waiting = (inbox.c.household.in_(lost), INBOX_NEW)
    connection.execute(update(inbox).where(*waiting).values(status=DEAD, error="Sealed"))


def count_attempt(connection: Connection, bot: int, now: datetime, counted: Named | None) -> Named | None:
    """Counts an attempt on the next thing to do before it is made; what crashed the process three times is put aside.

    `counted` is what this process counted last: that it comes again tells of a failed database, not a crash. Returns what is
    counted now.
    """
    while True:
        waiting = select(inbox).where(inbox.c.bot == bot, INBOX_NEW).order_by(inbox.c.id).limit(1)
        row = (connection.execute(waiting)).first()
        table: Any = inbox
        if row is None:
            late, begin = due(connection, bot, now, 1)
            table, row = (timers, late[0]) if late else (schedules, begin[0]) if begin else (None, None)
        if row is None:
            return None
        named = _named(table, row)
        if named == counted or _counted(connection, table, row, now):
            return named


def _counted(connection: Connection, table: Any, row: Row[Any], now: datetime) -> bool:
    if row.attempts >= ATTEMPTS:
        _end(connection, table, row, now)
        return False
    connection.execute(update(table).where(_same(table, row)).values(attempts=row.attempts + 1))
    return True


def _named(table: Any, row: Row[Any]) -> Named:
    return (table.name, f"{row.session} {row.visit} {row.due}" if table is timers else f"{row.id}")


def _end(connection: Connection, table: Any, row: Row[Any], now: datetime) -> None:
    same = _same(table, row)
    if table is inbox:
        connection.execute(update(inbox).where(same).values(status=DEAD, error="crashed", attempts=ATTEMPTS))
    elif table is timers:
        connection.execute(delete(timers).where(same))
    else:
        connection.execute(update(schedules).where(same).values(due=micro(now + DAY), attempts=0))


def _same(table: Any, row: Row[Any]) -> Any:
    if table is timers:
        return (timers.c.session == row.session) & (timers.c.visit == row.visit) & (timers.c.tag == row.tag)
    return table.c.id == row.id
