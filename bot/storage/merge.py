"""Two households become one. Rare, so it may take a statement per table."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

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

    What was sealed with the key of `old` is written anew by the commit. Chains of merges are kept one step long.
    """
    _reseal_outbox(connection, old, new, ring)
    connection.execute(delete(entries).where(entries.c.household == old, entries.c.owner == old))
    for table in UNDER_ITS_KEY:
        connection.execute(delete(table).where(table.c.household == old))
    for table in MOVING:
        connection.execute(update(table).where(table.c.household == old).values(household=new))
    connection.execute(update(households).where(households.c.merged_into == old).values(merged_into=new))
    gone = update(households).where(households.c.id == old)
    connection.execute(gone.values(merged_into=new, body=None, revision=households.c.revision + 1))


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
