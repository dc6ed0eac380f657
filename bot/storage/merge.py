"""Two households become one. Rare, so it may take a statement per table."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, select, update

from bot.logs import log
from bot.storage.loading import fetch, opened
from bot.storage.sealing import Ring, Sealed
from bot.storage.tables import (
    OUTBOX_UNSENT,
    entries,
    groups,
    households,
    inbox,
    invitations,
    outbox,
    people,
    schedules,
    session_parts,
    sessions,
    timers,
)

MOVING = (people, entries, inbox, outbox)
UNDER_ITS_KEY = (sessions, session_parts, schedules, timers, groups, invitations)


def merge(connection: Connection, old: str, new: str, ring: Ring) -> None:
    """Moves what waits and what people own from `old` to `new`.

    What was sealed with the key of `old` is written anew by the commit, or here if it could not be read. Chains of merges are kept
    one step long.
    """
    _reseal_outbox(connection, old, new, ring)
    _reseal_unread(connection, old, new, ring)
    connection.execute(delete(entries).where(entries.c.household == old, entries.c.owner == old))
    for table in UNDER_ITS_KEY:
        connection.execute(delete(table).where(table.c.household == old))
    for table in MOVING:
        connection.execute(update(table).where(table.c.household == old).values(household=new))
    connection.execute(update(households).where(households.c.merged_into == old).values(merged_into=new))
    gone = update(households).where(households.c.id == old)
    connection.execute(gone.values(merged_into=new, body=None, revision=households.c.revision + 1))


def _reseal_unread(connection: Connection, old: str, new: str, ring: Ring) -> None:
    """What cannot be read: the same bytes, under the other key. What does not even open is lost with its key."""
    shelf = fetch(connection, [old])
    home = opened(shelf, ring)[0].get(old)
    if home is None:
        return
    for table, read in ((sessions, home.sessions), (schedules, home.schedules), (entries, home.entries)):
        for row in shelf.parts[table.name].get(old, ()):
            if row.id not in read and (table is not entries or row.owner == old):
                _reseal(connection, table, row, new, ring)


def _reseal(connection: Connection, table: Table, row: Row[Any], new: str, ring: Ring) -> None:
    try:
        clear = ring.open(row.household, table.name, "body", row.id, row.body)
    except Sealed:
        log("merge.lost", level=logging.ERROR, table=table.name, household=new)
        return
    owner = {"owner": new} if table is entries else {}
    body = ring.seal(new, table.name, "body", row.id, clear)
    connection.execute(update(table).where(table.c.id == row.id).values(household=new, body=body, **owner))
    for belonging in (session_parts, timers) if table is sessions else ():
        connection.execute(update(belonging).where(belonging.c.session == row.id).values(household=new))


def _reseal_outbox(connection: Connection, old: str, new: str, ring: Ring) -> None:
    """Messages that wait under the old household's key, which goes."""
    query = select(outbox).where(outbox.c.household == old, outbox.c.owner == old, OUTBOX_UNSENT)
    for row in (connection.execute(query)).all():
        try:
            clear = ring.open(old, "outbox", "payload", row.idem, row.payload)
        except Sealed:
            continue
        payload = ring.seal(new, "outbox", "payload", row.idem, clear)
        moved = update(outbox).where(outbox.c.id == row.id)
        connection.execute(moved.values(owner=new, payload=payload))
