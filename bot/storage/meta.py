"""Small questions to the tables: what waits, when is next, was the last stop clean."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, union_all

from bot.app.ports import Counts
from bot.storage.outbox import SOON
from bot.storage.statements import ignore, many, picked, replace
from bot.storage.tables import (
    DEAD,
    INBOX_NEW,
    OUTBOX_UNSENT,
    households,
    inbox,
    meta,
    micro,
    moment,
    outbox,
    people,
    schedules,
    sessions,
    timers,
)

FORGET = "forget:"
MINE: Any = bindparam("mine")
PUT_OFF = select(func.min(outbox.c.ready).label("due")).where(
    outbox.c.bot == MINE, OUTBOX_UNSENT, outbox.c.ready > bindparam("now")
)
ARRIVED = select(func.count()).select_from(inbox).where(inbox.c.bot == MINE, INBOX_NEW).scalar_subquery()
LEAVING = select(func.count()).select_from(outbox).where(outbox.c.bot == MINE, OUTBOX_UNSENT, outbox.c.ready <= bindparam("soon"))
COUNTS = select(ARRIVED.label("inbox"), LEAVING.scalar_subquery().label("outbox"))
DUE = [select(func.min(table.c.due).label("due")).where(table.c.bot == MINE) for table in (timers, schedules)]
FIRST, NEXT = union_all(*DUE), union_all(*DUE, PUT_OFF)


def counts(connection: Connection, bot: int, now: datetime) -> Counts:
    """What waits; of the outbox what may be sent within half a minute."""
    row = connection.execute(COUNTS, {"mine": bot, "soon": micro(now + SOON)}).one()
    return Counts(row.inbox, row.outbox, _first(connection, bot))


def figures(connection: Connection, bot: int) -> dict[str, int]:
    """How many people, couples, open and held talks there are, and updates that were put aside."""
    of_bot = select(people.c.household).where(people.c.bot == bot, people.c.user_id.is_not(None))
    pairs = of_bot.group_by(people.c.household).having(func.count() > 1).subquery()
    running = sessions.join(households, sessions.c.household == households.c.id)
    talks = select(func.count()).select_from(running).where(households.c.bot == bot)
    queries = {
        "people": select(func.count()).select_from(of_bot.subquery()),
        "couples": select(func.count()).select_from(pairs),
        "talks": talks.where(sessions.c.status == "running"),
        "held": talks.where(sessions.c.status == "held"),
        "dead": select(func.count()).select_from(inbox).where(inbox.c.bot == bot, inbox.c.status == DEAD),
    }
    return {name: int(connection.execute(query).scalar_one()) for name, query in queries.items()}


def next_due(connection: Connection, bot: int, now: datetime) -> datetime | None:
    """The next moment of a timer, a schedule or a message that is put off."""
    return _least(picked(connection, NEXT, mine=bot, now=micro(now)))


def _first(connection: Connection, bot: int) -> datetime | None:
    return _least(picked(connection, FIRST, mine=bot))


def _least(rows: Iterable[Any]) -> datetime | None:
    found = [row.due for row in rows if row.due is not None]
    return moment(min(found)) if found else None


def running(connection: Connection, bot: int) -> bool:
    """Whether the last process that served this bot did not say goodbye."""
    value = connection.execute(select(meta.c.value).where(meta.c.name == f"running:{bot}"))
    return value.scalar() == "yes"


def mark(connection: Connection, bot: int, is_running: bool, dialect: str) -> None:
    """Writes down that the bot runs, or stopped cleanly."""
    row = {"name": f"running:{bot}", "value": "yes" if is_running else "no"}
    connection.execute(replace(dialect, meta, "name"), [row])


def changed(connection: Connection, name: str, version: str, dialect: str) -> bool:
    """Remembers a version under a name; whether there was another one before. The first is only remembered."""
    known = connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()
    if known != version:
        connection.execute(replace(dialect, meta, "name"), [{"name": name, "value": version}])
    return known not in (None, version)


def sealed_anything(connection: Connection) -> bool:
    """Whether there is data that some master key must have sealed."""
    return any(connection.execute(select(table.c.id).limit(1)).first() is not None for table in (households, inbox, outbox))


def intend(connection: Connection, owners: Collection[str], dialect: str) -> None:
    """Writes down, with the deletion of the data, whose keys are to be forgotten: two databases do not commit together."""
    many(connection, ignore(dialect, meta, "name"), [{"name": FORGET + owner, "value": ""} for owner in owners])


def intended(connection: Connection) -> list[str]:
    """Whose keys are still to be forgotten."""
    found = connection.execute(select(meta.c.name).where(meta.c.name.startswith(FORGET, autoescape=True)))
    return [name.removeprefix(FORGET) for name in found.scalars()]


def forgot(connection: Connection, owners: Collection[str]) -> None:
    """It is done."""
    connection.execute(delete(meta).where(meta.c.name.in_([FORGET + owner for owner in owners])))
