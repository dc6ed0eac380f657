"""Households, whole, in a number of queries that does not depend on how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Table, select

from bot.couple.household import Entry, Household, Person, Schedule
from bot.flow.session import Session
from bot.storage.sealing import Ring, Sealed
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
        try:
            whole[id] = _open(row, {name: rows.get(id, []) for name, rows in shelf.parts.items()}, ring)
        except (Sealed, msgspec.DecodeError, LookupError):
            closed.add(id)
    return whole, closed


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
    return Household(
        id=row.id,
        bot=row.bot,
        people=_ordered(body.people, {p.id: _person(p, ring) for p in rows["people"] if p.id in ring}),
        sessions=_ordered(body.sessions, _sessions(row.id, rows, ring)),
        group=body.group,
        entries=_entries(rows["entries"], ring),
        schedules=_ordered(body.schedules, {s.id: _schedule(s, ring) for s in rows["schedules"]}),
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


def _sessions(household: str, rows: dict[str, list[Row[Any]]], ring: Ring) -> dict[str, Session]:
    parts: dict[str, dict[str, Part]] = defaultdict(dict)
    for row in rows["session_parts"]:
        if row.owner in ring:
            clear = ring.open(row.owner, "session_parts", "body", row.session, row.body)
            parts[row.session][row.owner] = PART.decode(clear)
    found = {}
    for row in rows["sessions"]:
        session = SESSION.decode(ring.open(household, "sessions", "body", row.id, row.body))
        found[row.id] = join(session, parts.get(row.id, {}))
    return found


def _entries(rows: list[Row[Any]], ring: Ring) -> dict[str, Entry]:
    found = [ENTRY.decode(ring.open(row.owner, "entries", "body", row.id, row.body)) for row in rows if row.owner in ring]
    return {entry.id: entry for entry in sorted(found, key=lambda entry: (entry.at, entry.id))}


def _schedule(row: Row[Any], ring: Ring) -> Schedule:
    return SCHEDULE.decode(ring.open(row.household, "schedules", "body", row.id, row.body))
