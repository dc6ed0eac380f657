"""Which messages may go out now, and what became of those that went.

A chat's next message is its oldest unsent row; a row that was put off after a try still blocks its chat, one whose own time has
not come (a snoozed nudge, a message that may be taken back) does not. `due` is when a message was meant for, `ready` when it
may be tried (again). An edit of what is not due waits until that is, and blocks its chat no more than that does. Heads of chats
are ordered replies first: without that a thousand evening nudges make the bot look dead for half an hour. A chat's order holds all
the same, so the nudge that a reply stands behind goes at the reply's turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, literal_column, select

from bot.app.ports import OutRow
from bot.couple.keeping import DELETABLE
from bot.storage.sealed_rows import NUDGE, UNASKED
from bot.storage.sealing import Ring, Sealed
from bot.storage.statements import among, picked
from bot.storage.tables import SENT, WAITING, micro, outbox
from bot.words.message import Message

MESSAGE = msgspec.json.Decoder(Message)
SOON = timedelta(seconds=30)
UNSENT: ColumnElement[int] = literal_column("2")
NOTHING: ColumnElement[int] = literal_column("0")
MOST_DELETED = 500
Rows = Sequence[Any]

TURNS = (0, UNASKED, NUDGE)
"""Priorities, the most urgent first."""

earlier = outbox.alias("earlier")


class Heads(msgspec.Struct):
    """Rows that may be sent, with the message each edits (by row id), and those whose message never arrived.

    `early` edit what is not due yet, and when that is. `hurried` are those that something more urgent stands behind.
    """

    rows: list[Row[Any]]
    edited: dict[int, int]
    skipped: list[int]
    early: dict[int, int]
    hurried: set[int]

    def owners(self) -> set[str]:
        """Whose keys open them."""
        return {row.owner for row in self.rows}


def heads(connection: Connection, bot: int, now: datetime, limit: int) -> Heads:
    """The heads of chats that may be sent now, at most `limit`, replies first."""
    found: dict[int, Row[Any]] = {}
    hurried: set[int] = set()
    for query in HEADS:
        if left := limit - len(found):
            rows = picked(connection, query, mine=bot, at=micro(now), most=left)
            before = _rows(connection, {row.behind for row in rows if row.behind is not None})
            hurried |= before.keys() - found.keys()
            for row in rows:
                head = before.get(row.behind, row)
                found.setdefault(head.id, head)
    return _resolve(connection, list(found.values()), hurried, micro(now))


def _rows(connection: Connection, ids: set[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in connection.execute(select(outbox).where(outbox.c.id.in_(ids)))} if ids else {}


def _heads_of(turn: int) -> Select[Any]:
    """Each chat's first of that priority, unless something before it is as urgent or under way; and which row it is `behind`.

    Walks the partial index in order of id and stops at the limit; each chat's earlier rows are one probe, the oldest is another.
    Adding nothing to `ready` and `priority` keeps the planner from the indexes on them: those would fetch the whole backlog.
    """
    mine: Any = bindparam("mine")
    at: Any = bindparam("at")
    waits = (outbox.c.bot == mine, outbox.c.priority == turn, outbox.c.status < UNSENT, outbox.c.status == WAITING)
    theirs = (earlier.c.bot == mine, earlier.c.chat == outbox.c.chat, earlier.c.id < outbox.c.id)
    before = (*theirs, earlier.c.status < UNSENT, earlier.c.due <= at)
    as_urgent = (earlier.c.priority + NOTHING).in_([literal_column(str(one)) for one in TURNS[: TURNS.index(turn) + 1]])
    blocks = as_urgent | (earlier.c.status != WAITING) | (earlier.c.ready + NOTHING > at)
    blocked = exists().where(*before, blocks)
    oldest = select(earlier.c.id).where(*before).order_by(earlier.c.id).limit(1).correlate(outbox).scalar_subquery()
    found = select(outbox, oldest.label("behind")).where(*waits, outbox.c.ready + NOTHING <= at, ~blocked)
    return found.order_by(outbox.c.id).limit(bindparam("most"))


HEADS = [_heads_of(turn) for turn in TURNS]


def _resolve(connection: Connection, found: Rows, hurried: set[int], now: int) -> Heads:
    made = Heads([], {}, [], {}, hurried)
    for row in found:
        target = _target(connection, row) if row.edits is not None else None
        if row.edits is None:
            made.rows.append(row)
        elif target is None:
            made.skipped.append(row.id)
        elif target.status == SENT:
            made.rows.append(row)
            made.edited[row.id] = target.message
        elif target.due > now:
            made.early[row.id] = target.due
    return made


def _target(connection: Connection, edit: Row[Any]) -> Row[Any] | None:
    """The newest row before the edit with the name it looks for that arrived or still may."""
    found = picked(connection, TARGET, mine=edit.bot, there=edit.chat, named=edit.edits, before=edit.id)
    return found[0] if found else None


def _target_of() -> Select[Any]:
    named = (outbox.c.bot == bindparam("mine"), outbox.c.chat == bindparam("there"), outbox.c.name == bindparam("named"))
    arrived = (outbox.c.status == SENT) & (outbox.c.message > 0)
    counts = (outbox.c.name.is_not(None), outbox.c.id < bindparam("before"), (outbox.c.status < UNSENT) | arrived)
    columns = (outbox.c.status, outbox.c.message, outbox.c.due)
    return select(*columns).where(*named, *counts).order_by(outbox.c.id.desc()).limit(1)


TARGET = _target_of()


def out_rows(found: Heads, ring: Ring) -> tuple[list[OutRow], list[int]]:
    """The rows, opened; and the ids of those that do not open, because their key is gone."""
    rows: list[OutRow] = []
    closed = []
    for row in found.rows:
        try:
            rows.append(_opened(row, found.edited.get(row.id), row.id in found.hurried, ring))
        except (Sealed, msgspec.DecodeError):
            closed.append(row.id)
    return rows, closed


def waiting_for_keys(found: Heads, ring: Ring) -> list[int]:
    """Rows that do not open because a key is damaged."""
    return [row.id for row in found.rows if row.owner in ring.damaged]


def _opened(row: Row[Any], edit: int | None, hurried: bool, ring: Ring) -> OutRow:
    message = MESSAGE.decode(ring.open(row.owner, "outbox", "payload", row.idem, row.payload))
    return OutRow(row.id, row.household, row.chat, row.priority, message, row.tries, row.chat < 0, edit, hurried)


def deletable(connection: Connection, bot: int, chats: Iterable[int], now: datetime) -> dict[int, tuple[int, ...]]:
    """Telegram's ids, newest first, of what was sent to each chat and may still be taken away (for less than 48 hours)."""
    sent = (outbox.c.bot == bot, outbox.c.chat.in_(list(chats)), outbox.c.status == SENT, outbox.c.message > 0)
    recent = outbox.c.settled > micro(now - DELETABLE)
    query = select(outbox.c.chat, outbox.c.message).where(*sent, recent).order_by(outbox.c.id.desc())
    found: dict[int, dict[int, None]] = {}
    for row in connection.execute(query):
        found.setdefault(row.chat, {})[row.message] = None
    return {chat: tuple(ids)[:MOST_DELETED] for chat, ids in found.items()}


def asking(connection: Connection, households: Iterable[str]) -> Rows:
    """Unsent rows of some households that put a question or go to their group."""
    return picked(connection, _asking(connection.dialect.name), homes=list(households))


@cache
def _asking(dialect: str) -> Select[Any]:
    unsent = (among(dialect, outbox.c.household, "homes"), outbox.c.status < UNSENT, (outbox.c.asks == 1) | (outbox.c.chat < 0))
    columns = (outbox.c.id, outbox.c.chat, outbox.c.owner, outbox.c.idem, outbox.c.payload)
    return select(*columns).where(*unsent).order_by(outbox.c.id)


def read(rows: Rows, ring: Ring) -> list[tuple[int, int, Message]]:
    """What they say: (row, chat, message). Those that do not open are left out."""
    found = []
    for row in rows:
        try:
            message = MESSAGE.decode(ring.open(row.owner, "outbox", "payload", row.idem, row.payload))
        except (Sealed, msgspec.DecodeError):
            continue
        found.append((row.id, row.chat, message))
    return found
