"""Households, whole, in a number of queries that does not depend on how many there are.

A row that does not open costs no more than itself: a talk, an entry or a schedule is left out, and stays as it lies for whoever
mends it. Without its own row, or that of one of its people, a household stays closed: what is not there would be taken for gone.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any, ParamSpec, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Table, select

from bot.couple.household import Entry, Household, Person, Schedule
from bot.flow.session import Session
from bot.logs import log
from bot.storage.sealing import Ring
from bot.storage.snapshot import Body, Part, join
from bot.storage.statements import chosen
from bot.storage.tables import entries, groups, households, people, schedules, session_parts, sessions

PERSON = msgspec.json.Decoder(Person)
SESSION = msgspec.json.Decoder(Session)
PART = msgspec.json.Decoder(Part)
ENTRY = msgspec.json.Decoder(Entry)
SCHEDULE = msgspec.json.Decoder(Schedule)
BODY = msgspec.json.Decoder(Body)
OF_ONE = (people, sessions, session_parts, entries, schedules, groups)
BY_HOUSEHOLD: list[tuple[Table, str]] = [(table, table.name) for table in OF_ONE]

T = TypeVar("T")
P = ParamSpec("P")
Rows = dict[str, dict[str, list[Row[Any]]]]


class Shelf(msgspec.Struct):
    """The rows of some households, still sealed: their own by id, the others by table and household; and where merged ones went."""

    own: dict[str, Row[Any]]
    parts: Rows
    moved: dict[str, str]

    def owners(self) -> set[str]:
        """Whose keys open all of it."""
        return {*self.own, *(row.id for rows in self.parts["people"].values() for row in rows)}


def fetch(connection: Connection, ids: Collection[str]) -> Shelf:
    """The rows of the households `ids`; a merged one is followed to where it went (merges are kept one step long)."""
    own = _own(connection, ids)
    moved = {row.id: row.merged_into for row in own.values() if row.merged_into is not None}
    if moved:
        own = {**own, **_own(connection, set(moved.values()) - own.keys())}
        own = {id: row for id, row in own.items() if id not in moved}
    parts = {name: _grouped(connection, table, own) for table, name in BY_HOUSEHOLD} if own else _nothing()
    return Shelf(own, parts, moved)


def ids(connection: Connection, bot: int) -> list[str]:
    """The ids of all households of a bot, without those that were merged away."""
    alive = (households.c.bot == bot, households.c.merged_into.is_(None))
    return list(connection.execute(select(households.c.id).where(*alive).order_by(households.c.id)).scalars())


def opened(shelf: Shelf, ring: Ring) -> tuple[dict[str, Household], set[str]]:
    """The households of a shelf, and the ids of those that do not open."""
    whole: dict[str, Household] = {}
    closed = set()
    for id, row in shelf.own.items():
        rows = {name: rows.get(id, []) for name, rows in shelf.parts.items()}
        home = _tried("households", id, _open, row, rows, ring)
        if home is None:
            closed.add(id)
        else:
            whole[id] = home
    return whole, closed


def _tried(table: str, household: str, read: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | None:
    """What was read; None, and a line in the log, where a row does not open, whatever it is that is wrong with it."""
    try:
        return read(*given, **named)
    except Exception as error:
        log("row.unreadable", level=logging.ERROR, error=error, table=table, household=household)
        return None


def _own(connection: Connection, ids: Collection[str]) -> dict[str, Row[Any]]:
    return {row.id: row for row in chosen(connection, households, "id", ids)}


def _nothing() -> Rows:
    return {name: {} for _, name in BY_HOUSEHOLD}


def _grouped(connection: Connection, table: Table, ids: Collection[str]) -> dict[str, list[Row[Any]]]:
    rows = defaultdict(list)
    for row in chosen(connection, table, "household", ids):
        rows[row.household].append(row)
    return rows


def _open(row: Row[Any], rows: dict[str, list[Row[Any]]], ring: Ring) -> Household:
    body = BODY.decode(ring.open(row.id, "households", "body", row.id, row.body))
    if body.group is not None and rows["groups"]:
        body.group.chat = rows["groups"][0].chat
    sessions = _sessions(row.id, rows, ring)
    here = [p for p in rows["people"] if p.id in ring or p.id in ring.damaged]
    found = {p.id: _in_reach(sessions, _person(p, ring)) for p in here}
    return Household(
        id=row.id,
        bot=row.bot,
        people=_ordered(body.people, found),
        sessions=_ordered(body.sessions, sessions),
        group=body.group,
        entries=_entries(rows["entries"], ring),
        schedules=_ordered(body.schedules, _schedules(rows["schedules"], ring)),
        invitation=body.invitation,
        done=body.done,
        heavy=body.heavy,
        revision=row.revision,
        merged_into=row.merged_into,
    )


def _ordered(order: list[str], found: dict[str, T]) -> dict[str, T]:
    return {id: found[id] for id in (*order, *found) if id in found}


def _person(row: Row[Any], ring: Ring) -> Person:
    return PERSON.decode(ring.open(row.id, "people", "body", row.id, row.body))


def _in_reach(sessions: Collection[str], person: Person) -> Person:
    """No question of a talk that does not open, or is gone, is in front of anybody, or put aside."""
    front = person.front if person.front is None or person.front.session in sessions else None
    aside = [one for one in person.aside if one.session in sessions]
    if front is person.front and len(aside) == len(person.aside):
        return person
    return msgspec.structs.replace(person, front=front, aside=aside)


def _sessions(household: str, rows: dict[str, list[Row[Any]]], ring: Ring) -> dict[str, Session]:
    """The sessions that open with everything in them: without a part, its author would seem to have said nothing."""
    parts: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows["session_parts"]:
        if row.owner in ring:
            parts[row.session].append(row)
    found = {row.id: _tried("sessions", household, _session, household, row, parts[row.id], ring) for row in rows["sessions"]}
    return {id: session for id, session in found.items() if session is not None}


def _session(household: str, row: Row[Any], parts: list[Row[Any]], ring: Ring) -> Session:
    session = SESSION.decode(ring.open(household, "sessions", "body", row.id, row.body))
    return join(session, {p.owner: PART.decode(ring.open(p.owner, "session_parts", "body", row.id, p.body)) for p in parts})


def _entries(rows: list[Row[Any]], ring: Ring) -> dict[str, Entry]:
    found = [_tried("entries", row.household, _entry, row, ring) for row in rows if row.owner in ring]
    return {entry.id: entry for entry in sorted(filter(None, found), key=lambda entry: (entry.at, entry.id))}


def _entry(row: Row[Any], ring: Ring) -> Entry:
    return ENTRY.decode(ring.open(row.owner, "entries", "body", row.id, row.body))


def _schedules(rows: list[Row[Any]], ring: Ring) -> dict[str, Schedule]:
    found = {row.id: _tried("schedules", row.household, _schedule, row, ring) for row in rows}
    return {id: schedule for id, schedule in found.items() if schedule is not None}


def _schedule(row: Row[Any], ring: Ring) -> Schedule:
    return SCHEDULE.decode(ring.open(row.household, "schedules", "body", row.id, row.body))
