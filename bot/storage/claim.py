"""What is next: the oldest rows of the inbox, then due timers and schedules, with their households.

To whom an update belongs is looked up when it is claimed, not when it arrives: the first update of a stranger may stand in the
same batch as the second. A timer's row is only a finger pointing at a moment; its name lies sealed in the session and is found
by its tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Row, Select, Table, bindparam, select

from bot.app.ports import Batch, Item, Source
from bot.couple.household import Household
from bot.storage.loading import Shelf, fetch, opened
from bot.storage.sealing import LOBBY, Ring, Sealed, lobby_of
from bot.storage.statements import chosen, picked
from bot.storage.tables import INBOX_NEW, groups, inbox, micro, moment, people, schedules, timers
from bot.talk.heard import Began, Due

DAY = 86_400_000_000
"""In microseconds."""
ENCODER = msgspec.json.Encoder()
Rows = Sequence[Row[Any]]
MINE: Any = bindparam("mine")
MOST: Any = bindparam("most")
WAITING = select(inbox).where(inbox.c.bot == MINE, INBOX_NEW).order_by(inbox.c.id).limit(MOST)


def _late_of(table: Table, *order: Column[Any]) -> Select[Any]:
    """What is due, in an order that does not depend on when it was written."""
    return select(table).where(table.c.bot == MINE, table.c.due <= bindparam("now")).order_by(table.c.due, *order).limit(MOST)


LATE_TIMERS = _late_of(timers, timers.c.session, timers.c.visit, timers.c.tag)
LATE_SCHEDULES = _late_of(schedules, schedules.c.id)


class Found(msgspec.Struct):
    """What waits, still sealed; `owner` is the household of each inbox row (by row id), as far as it is known.

    `closed` are timers of what does not open: nobody knows yet whether they are over. `shut` waits until a
    damaged key is put back: signals to households that it closes, and what arrived on its day.
    """

    inbox: Rows
    owner: dict[int, str]
    timers: Rows
    schedules: Rows
    shelf: Shelf
    closed: Rows = ()
    shut: Rows = ()

    def owners(self) -> set[str]:
        """Whose keys open all of it."""
        return self.shelf.owners() | {lobby_of(moment(day * DAY)) for day in {row.received // DAY for row in self.inbox}}

    def nothing(self) -> bool:
        """Whether nothing waits."""
        return not (self.inbox or self.timers or self.schedules)


def find(connection: Connection, bot: int, now: datetime, limit: int) -> Found:
    """At most `limit` things to do, on one snapshot."""
    rows = picked(connection, WAITING, mine=bot, most=limit)
    owner = _owners(connection, bot, rows)
    left = limit - len(rows)
    late = due(connection, bot, now, left) if left else ((), ())
    ids = {*owner.values(), *(row.household for some in late for row in some)}
    shelf = fetch(connection, ids) if ids else Shelf({}, {"people": {}}, {})
    return Found(rows, {id: shelf.moved.get(h, h) for id, h in owner.items()}, *late, shelf)


def due(connection: Connection, bot: int, now: datetime, limit: int) -> tuple[Rows, Rows]:
    """The timers and schedules that are due, together at most `limit`, the latest first."""
    found: list[tuple[int, int, Row[Any]]] = []
    for kind, query in enumerate((LATE_TIMERS, LATE_SCHEDULES)):
        late = picked(connection, query, mine=bot, now=micro(now), most=limit)
        found += [(row.due, kind, row) for row in late]
    chosen = sorted(found, key=lambda one: one[:2])[:limit]
    return [row for _, kind, row in chosen if kind == 0], [row for _, kind, row in chosen if kind == 1]


def _owners(connection: Connection, bot: int, rows: Rows) -> dict[int, str]:
    """Whose each row is: a post's own household; the group's, if its chat is a group that is known; else the person's."""
    if not rows:
        return {}
    by_chat = _by_chat(connection, bot, {row.chat for row in rows if row.chat < 0})
    by_user = _by_user(connection, bot, {row.user_id for row in rows if row.user_id})
    owner = {row.id: row.household or by_chat.get(row.chat) or by_user.get(row.user_id) for row in rows}
    return {id: household for id, household in owner.items() if household is not None}


def _by_chat(connection: Connection, bot: int, chats: set[int]) -> dict[int, str]:
    """A chat that two households asked for belongs to the one that bound it."""
    found = [row for row in chosen(connection, groups, "chat", chats, bot=bot) if row.status != "gone"]
    weak_first = sorted(found, key=lambda row: (row.status in ("bound", "suspended"), row.household))
    return {row.chat: row.household for row in weak_first}


def _by_user(connection: Connection, bot: int, users: set[int]) -> dict[int, str]:
    return {row.user_id: row.household for row in chosen(connection, people, "user_id", users, bot=bot)}


def batch(found: Found, ring: Ring) -> tuple[Batch, Found]:
    """The opened batch, and what of it cannot be taken a turn on: its household is gone or does not open.

    What somebody brings to a household that does not open is in the batch all the same: they are answered.
    """
    whole, _ = opened(found.shelf, ring)
    items: list[Item] = []
    stuck = Found([], {}, [], [], found.shelf)
    for row in found.inbox:
        household = found.owner.get(row.id)
        if ring.damaged and _waits_for_its_day(row, ring):
            stuck.shut = [*stuck.shut, row]
        elif household is None or household in whole:
            items.append(_arrived(row, household, ring))
        elif household in found.shelf.own and not row.household:
            items.append(_arrived(row, household, ring, closed=True))
        elif _waits_for_a_key(household, found.shelf, ring):
            stuck.shut = [*stuck.shut, row]
        else:
            stuck.inbox = [*stuck.inbox, row]
    items += sorted(_late(found, whole, ring, stuck), key=lambda item: item.received)
    used = {item.household for item in items}
    return Batch(items, {id: household for id, household in whole.items() if id in used}), stuck


def shut_homes(found: Found, stuck: Found, ring: Ring) -> set[str]:
    """The households that open once what is `shut` may go on; what waits for the key of its day names none ("")."""
    return {"" if _waits_for_its_day(row, ring) else found.owner[row.id] for row in stuck.shut}


def _waits_for_its_day(row: Row[Any], ring: Ring) -> bool:
    at = moment(row.received)
    return lobby_of(at) in ring.damaged and not _raw(row, at, ring)


def _waits_for_a_key(household: str, shelf: Shelf, ring: Ring) -> bool:
    people_ = (row.id for row in shelf.parts["people"].get(household, ()))
    return household in shelf.own and not ring.damaged.isdisjoint((household, *people_))


def _arrived(row: Row[Any], household: str | None, ring: Ring, closed: bool = False) -> Item:
    source: Source = "post" if row.household else "update"
    at = moment(row.received)
    raw = _raw(row, at, ring)
    return Item(row.key, source, row.id, household, row.user_id, row.chat, raw, at, row.attempts, closed)


def _raw(row: Row[Any], at: datetime, ring: Ring) -> bytes:
    """What arrived; nothing where it does not open. A released version sealed it for the lobby itself."""
    try:
        return ring.open(ring.lobby(at), "inbox", "raw", row.key, row.raw)
    except Sealed:
        pass
    try:
        return ring.open(LOBBY, "inbox", "raw", row.key, row.raw)
    except Sealed:
        return b""


def _late(found: Found, whole: dict[str, Household], ring: Ring, stuck: Found) -> Iterable[Item]:
    for row in found.timers:
        home = whole.get(row.household)
        item = _timer(row, home, ring)
        if item is not None:
            yield item
        elif _leads_into_what_is_closed(row, found.shelf, home):
            stuck.closed = [*stuck.closed, row]
        else:
            stuck.timers = [*stuck.timers, row]
    for row in found.schedules:
        home = whole.get(row.household)
        if home is None or row.id not in home.schedules:
            stuck.schedules = [*stuck.schedules, row]
        else:
            yield _item(f"s{row.id}:{moment(row.due).isoformat()}", "schedule", row, Began(row.id))


def _leads_into_what_is_closed(timer: Row[Any], shelf: Shelf, household: Household | None) -> bool:
    there = any(row.id == timer.session for row in shelf.parts.get("sessions", {}).get(timer.household, ()))
    return there and (household is None or timer.session not in household.sessions)


def _timer(row: Row[Any], household: Household | None, ring: Ring) -> Item | None:
    session = household.sessions.get(row.session) if household else None
    for timer in session.timers() if session else ():
        if timer.visit == row.visit and ring.tag(row.session, timer.visit, timer.name) == row.tag:
            heard = Due(row.session, timer.visit, timer.name)
            return _item(f"t{timer.visit}:{timer.name}:{row.due}", "timer", row, heard)
    return None


def _item(key: str, source: Source, row: Row[Any], heard: Due | Began) -> Item:
    return Item(key, source, 0, row.household, 0, 0, ENCODER.encode(heard), moment(row.due), row.attempts)
