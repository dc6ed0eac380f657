"""What somebody's household cannot read when they ask to be forgotten goes with them: nobody knows which words in it are theirs.

What lies under the key of somebody who stays is theirs alone, and stays.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, delete

from bot.couple.household import Household
from bot.storage.tables import entries, schedules, session_parts, sessions, timers


class Read(msgspec.Struct, frozen=True):
    """What a household holds, as far as it could be read, by id."""

    household: str
    sessions: frozenset[str]
    entries: frozenset[str]
    schedules: frozenset[str]


def read_of(home: Household) -> Read:
    """What stays of it."""
    return Read(home.id, frozenset(home.sessions), frozenset(home.entries), frozenset(home.schedules))


def clear(connection: Connection, read: Read) -> None:
    """Deletes every row of the household that could not be read, but for entries under the key of a person."""
    unread: list[tuple[Table, ColumnElement[bool]]] = [
        (session_parts, session_parts.c.session.not_in(read.sessions)),
        (timers, timers.c.session.not_in(read.sessions)),
        (sessions, sessions.c.id.not_in(read.sessions)),
        (schedules, schedules.c.id.not_in(read.schedules)),
        (entries, (entries.c.owner == read.household) & entries.c.id.not_in(read.entries)),
    ]
    for table, which in unread:
        connection.execute(delete(table).where(table.c.household == read.household, which))
