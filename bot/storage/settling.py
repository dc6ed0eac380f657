"""What became of sends, written: a state step happens once, a message at least once, a nudge never twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, assert_never

from sqlalchemy import Connection, Select, Update, bindparam, select, update

from bot.app.ports import Later, Moved, Never, Outcome, OutRow, Post, Revoked, Sent, Unknown
from bot.app.verdicts import backoff
from bot.storage.posts import post_row
from bot.storage.sealed_rows import NUDGE
from bot.storage.sealing import Ring
from bot.storage.statements import among, ignore, many, picked
from bot.storage.tables import (
    DROPPED,
    NEVER,
    OUTBOX_UNSENT,
    SENDING,
    SENT,
    SKIPPED,
    UNKNOWN,
    WAITING,
    groups,
    inbox,
    micro,
    outbox,
)
from bot.talk.heard import Posted

OVER = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(status=bindparam("fate"), message=bindparam("shown"), settled=bindparam("at"), payload=None)
)
AGAIN = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), OUTBOX_UNSENT)
    .values(
        status=WAITING,
        ready=bindparam("from_then"),
        tries=outbox.c.tries + bindparam("tried"),
        unknowns=outbox.c.unknowns + bindparam("unsure"),
    )
)
PUT_OFF = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), OUTBOX_UNSENT, outbox.c.status == WAITING)
    .values(due=bindparam("then"), ready=bindparam("then"))
)
DAY = timedelta(days=1)
MOST_TRIES = 10_000
"""Counted; a server's small number ends at 32,767, and a network may stay away for weeks."""
IN_FLIGHT = update(outbox).where(outbox.c.id == bindparam("row")).values(status=SENDING)
NOT_CALLED = update(outbox).where(outbox.c.id == bindparam("row"), OUTBOX_UNSENT, outbox.c.status == SENDING).values(status=WAITING)
Results = Sequence[tuple[OutRow, Outcome]]
Params = dict[str, Any]


def sending(connection: Connection, rows: Sequence[int]) -> set[int]:
    """Marks rows as in flight. Returns those that still waited; what was dropped since it was read does not go."""
    waiting = {row.id for row in picked(connection, _still(connection.dialect.name), rows=list(rows))}
    many(connection, IN_FLIGHT, [{"row": row} for row in waiting])
    return waiting


@cache
def _still(dialect: str) -> Select[Any]:
    return select(outbox.c.id).where(among(dialect, outbox.c.id, "rows"), outbox.c.status == WAITING)


def unsent(connection: Connection, rows: Sequence[int]) -> None:
    """Rows in flight for which no call was made wait again; what was dropped meanwhile stays dropped."""
    many(connection, NOT_CALLED, [{"row": row} for row in rows])


def stands(connection: Connection, row: int) -> bool:
    """Whether a row is in flight and was not dropped meanwhile."""
    return connection.execute(select(outbox.c.status).where(outbox.c.id == row)).scalar() == SENDING


def not_now(connection: Connection, over: Sequence[int], early: Mapping[int, int], locked: Sequence[int], now: datetime) -> None:
    """Ends rows that lead nowhere; none of the others holds up anything until it is tried again.

    Those that are `early` wait until what they edit is due (microseconds), those that are `locked` by a damaged key for a day.
    """
    then = dict(early) | dict.fromkeys(locked, micro(now + DAY))
    many(connection, OVER, [_over(row, SKIPPED, now) for row in over])
    many(connection, PUT_OFF, [{"row": row, "then": due} for row, due in then.items()])


def settle(connection: Connection, results: Results, bot: int, now: datetime, dialect: str, ring: Ring) -> None:
    """Writes what became of sends."""
    ended: list[Params] = []
    again: list[Params] = []
    for row, outcome in results:
        _sort(row, outcome, now, ended, again)
    many(connection, OVER, ended)
    many(connection, AGAIN, again)
    for row, outcome in results:
        if isinstance(outcome, Moved):
            _move(connection, bot, row, outcome.chat)
            signal = Posted("moved", {"from": row.chat, "to": outcome.chat})
            _tell(connection, bot, row, signal, now, dialect, ring)
        elif isinstance(outcome, Never) and outcome.why in ("blocked", "gone") and not row.group:
            dropped = {"status": DROPPED, "payload": None, "settled": micro(now)}
            connection.execute(_unsent(bot, row.chat).values(**dropped))
            _tell(connection, bot, row, Posted("unreachable", {"user": row.chat}), now, dialect, ring)
        elif isinstance(outcome, Never) and outcome.why == "too-late" and row.priority == NUDGE and row.message.name:
            _tell(connection, bot, row, Posted("missed", {"message": row.message.name}), now, dialect, ring)


def _sort(row: OutRow, outcome: Outcome, now: datetime, ended: list[Params], again: list[Params]) -> None:
    match outcome:
        case Sent(message):
            ended.append({**_over(row.id, SENT, now), "shown": message})
        case Never():
            ended.append(_over(row.id, NEVER, now))
        case Later(seconds, flood):
            again.append(_again(row.id, now + timedelta(seconds=seconds), tried=not flood and row.tries < MOST_TRIES))
        case Moved() | Revoked():
            again.append(_again(row.id, now))
        case Unknown(seconds):
            if row.priority == NUDGE:
                ended.append(_over(row.id, UNKNOWN, now))
            else:
                again.append(_again(row.id, now + timedelta(seconds=seconds), tried=row.tries < MOST_TRIES, unsure=True))
        case _:
            assert_never(outcome)


def _over(row: int, fate: int, now: datetime) -> Params:
    return {"row": row, "fate": fate, "shown": None, "at": micro(now)}


def _again(row: int, at: datetime, tried: bool = False, unsure: bool = False) -> Params:
    return {"row": row, "from_then": micro(at), "tried": int(tried), "unsure": int(unsure)}


def _move(connection: Connection, bot: int, row: OutRow, chat: int) -> None:
    """The group's new id, at once where updates and messages look for it; the household learns it by a signal."""
    theirs = update(groups).where(groups.c.bot == bot, groups.c.chat == row.chat)
    connection.execute(theirs.values(chat=chat))
    connection.execute(_unsent(bot, row.chat).values(chat=chat))


def _unsent(bot: int, chat: int) -> Update:
    return update(outbox).where(outbox.c.bot == bot, outbox.c.chat == chat, OUTBOX_UNSENT)


def _tell(connection: Connection, bot: int, row: OutRow, signal: Posted, now: datetime, dialect: str, ring: Ring) -> None:
    """Posts what the wire learned to the household, once per row."""
    given = Post(signal, household=row.household)
    heard = post_row(bot, row.household, f"o{row.id}:{signal.what}", given, now, ring)
    many(connection, ignore(dialect, inbox, "bot", "key"), [heard])


def recover(connection: Connection, bot: int, now: datetime) -> None:
    """Rows that were in flight when the process ended: a nudge is left, anything else is sent again.

    The first time at once, then with growing waits: a row that ends the process must not be sent each time that it starts.
    """
    mine = (outbox.c.bot == bot, OUTBOX_UNSENT, outbox.c.status == SENDING)
    left = update(outbox).where(*mine, outbox.c.priority == NUDGE)
    connection.execute(left.values(status=UNKNOWN, payload=None, settled=micro(now)))
    flying = connection.execute(select(outbox.c.id, outbox.c.unknowns).where(*mine)).all()
    many(connection, AGAIN, [_again(row.id, now + _rest(row.unknowns), tried=True, unsure=True) for row in flying])


def _rest(unknowns: int) -> timedelta:
    return timedelta(seconds=backoff(unknowns) if unknowns else 0.0)
