"""A batch's results in one transaction: a handful of statements, each for all rows at once, whatever the number of households.

The guard comes first: if any household was changed since it was loaded, nothing is written. Deletes go before inserts, because a
person who leaves one household for another stands in both.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.app.ports import Conflict
from bot.storage.clearing import clear
from bot.storage.merge import merge
from bot.storage.plan import Plan
from bot.storage.sealed_rows import NUDGE, UNASKED, Row
from bot.storage.sealing import Ring
from bot.storage.statements import ignore, many, replace
from bot.storage.tables import (
    DEAD,
    DONE,
    DROPPED,
    NEW,
    OUTBOX_UNSENT,
    audit,
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

DONE_ROW = update(inbox).where(inbox.c.id == bindparam("row")).values(status=DONE, raw=None)
WIPE = (
    update(inbox).where(inbox.c.bot == bindparam("mine"), inbox.c.user_id == bindparam("of"), inbox.c.status > NEW).values(raw=None)
)
DEAD_ROW = update(inbox).where(inbox.c.id == bindparam("row")).values(status=DEAD, error=bindparam("why"))
GUARD = (
    update(households)
    .where(households.c.id == bindparam("at"), households.c.revision == bindparam("was"))
    .values(revision=bindparam("revision"), merged_into=bindparam("merged_into"), body=bindparam("body"))
)
TIMER_GONE = delete(timers).where(
    timers.c.session == bindparam("at"), timers.c.visit == bindparam("in_visit"), timers.c.tag == bindparam("of")
)
SCHEDULE_LATE = (
    update(schedules)
    .where(schedules.c.id == bindparam("at"), schedules.c.due <= bindparam("fired"))
    .values(due=bindparam("later"), attempts=0)
)


def _drop(table: Table, column: str = "id") -> Any:
    """Deletes a household's own row; a row that moved to another household stays."""
    return delete(table).where(table.c[column] == bindparam("at"), table.c.household == bindparam("home"))


DROP_PERSON, DROP_SESSION, DROP_ENTRY, DROP_SCHEDULE = (_drop(t) for t in (people, sessions, entries, schedules))
DROP_PARTS, DROP_TIMERS = (delete(t).where(t.c.session == bindparam("at")) for t in (session_parts, timers))
DROP_PART = delete(session_parts).where(session_parts.c.session == bindparam("at"), session_parts.c.owner == bindparam("of"))
PERSON_AGAIN = update(people).where(people.c.id == bindparam("at")).values(body=bindparam("new"))
SESSION_AGAIN = (
    update(sessions)
    .where(sessions.c.id == bindparam("at"))
    .values(status=bindparam("is_now"), revision=bindparam("step"), body=bindparam("new"))
)
PART_AGAIN = (
    update(session_parts)
    .where(session_parts.c.session == bindparam("at"), session_parts.c.owner == bindparam("of"))
    .values(body=bindparam("new"))
)
DROP_THEIRS = [delete(t).where(t.c.household == bindparam("home"), t.c.owner == bindparam("at")) for t in (session_parts, entries)]
DROP_SEALED = delete(outbox).where(outbox.c.owner == bindparam("at"))
WITHDRAW = (
    update(outbox)
    .where(outbox.c.owner == bindparam("at"), OUTBOX_UNSENT)
    .where((outbox.c.priority == NUDGE) | (outbox.c.priority == UNASKED))
    .values(status=DROPPED, payload=None, settled=bindparam("when"))
)
RECALL = (
    update(outbox)
    .where(outbox.c.bot == bindparam("mine"), outbox.c.chat == bindparam("to"), outbox.c.name == bindparam("named"), OUTBOX_UNSENT)
    .values(status=DROPPED, payload=None, settled=bindparam("when"))
)
UNSAY = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), OUTBOX_UNSENT)
    .values(status=DROPPED, payload=None, settled=bindparam("when"))
)
DROP_GROUP, DROP_INVITATION, DROP_HOME = (
    delete(t).where(c == bindparam("at"))
    for t, c in ((groups, groups.c.household), (invitations, invitations.c.household), (households, households.c.id))
)


def write(connection: Connection, made: Plan, dialect: str, ring: Ring) -> None:
    """Everything but the posts, in order. Raises `Conflict`."""
    leaving = _leaving(connection, made)
    try:
        _guard(connection, made)
        for old, new in made.merged:
            merge(connection, old, new, ring)
        _delete(connection, made)
        _rewrite(connection, made)
        _upsert(connection, made, dialect)
    except IntegrityError:
        raise Conflict from None
    many(connection, DONE_ROW, made.done)
    many(connection, DEAD_ROW, made.dead)
    many(connection, WIPE, leaving)
    many(connection, insert(audit), made.audit)
    many(connection, WITHDRAW, made.withdrawn)
    many(connection, RECALL, made.recalled)
    many(connection, UNSAY, made.unsaid)
    many(connection, ignore(dialect, outbox, "bot", "idem"), made.outgoing)


def _leaving(connection: Connection, made: Plan) -> list[Row]:
    """Whose updates lose their text, those that were put aside too: they lie under the lobby's key, which stays."""
    if not made.gone:
        return []
    gone = select(people.c.bot, people.c.user_id).where(people.c.id.in_(made.gone), people.c.user_id.is_not(None))
    return [{"mine": row.bot, "of": row.user_id} for row in connection.execute(gone)]


def _guard(connection: Connection, made: Plan) -> None:
    many(connection, insert(households), made.fresh)
    if made.guarded and many(connection, GUARD, made.guarded) != len(made.guarded):
        raise Conflict
    for row in made.empty:
        same = (households.c.id == row["at"]) & (households.c.revision == row["was"])
        if (connection.execute(delete(households).where(same))).rowcount != 1:
            raise Conflict


def _delete(connection: Connection, made: Plan) -> None:
    many(connection, DROP_PERSON, made.no_person)
    many(connection, DROP_SESSION, made.no_session)
    many(connection, DROP_ENTRY, made.no_entry)
    many(connection, DROP_SCHEDULE, made.no_schedule)
    many(connection, DROP_PARTS, made.parts_anew)
    many(connection, DROP_PART, made.no_part)
    many(connection, DROP_TIMERS, made.written)
    many(connection, TIMER_GONE, made.timers_done)
    many(connection, DROP_GROUP, made.ungrouped + made.empty)
    many(connection, DROP_INVITATION, made.uninvited + made.empty)
    for statement in DROP_THEIRS:
        many(connection, statement, [row for row in made.no_person if row["at"] in made.gone])
    for read in made.cleared:
        clear(connection, read)
    many(connection, DROP_SEALED, [{"at": id} for id in made.gone] + made.empty)


def _rewrite(connection: Connection, made: Plan) -> None:
    """Rows that stand already: in place, by their keys alone."""
    people_ = [{"at": row["id"], "new": row["body"]} for row in made.people_again]
    sessions_ = [
        {"at": row["id"], "is_now": row["status"], "step": row["revision"], "new": row["body"]} for row in made.sessions_again
    ]
    parts_ = [{"at": row["session"], "of": row["owner"], "new": row["body"]} for row in made.parts_again]
    for statement, rows in ((PERSON_AGAIN, people_), (SESSION_AGAIN, sessions_), (PART_AGAIN, parts_)):
        if many(connection, statement, rows) != len(rows):
            raise Conflict


def _upsert(connection: Connection, made: Plan, dialect: str) -> None:
    many(connection, SCHEDULE_LATE, made.schedules_done)
    many(connection, replace(dialect, people, "id"), made.people)
    many(connection, replace(dialect, sessions, "id"), made.sessions)
    many(connection, replace(dialect, session_parts, "session", "owner"), made.parts)
    many(connection, replace(dialect, timers, "session", "visit", "tag"), made.timers)
    many(connection, replace(dialect, entries, "id"), made.entries)
    many(connection, replace(dialect, schedules, "id"), made.schedules)
    many(connection, replace(dialect, groups, "household"), made.groups)
    many(connection, replace(dialect, invitations, "household"), made.invitations)
