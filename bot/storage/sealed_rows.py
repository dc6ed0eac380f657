"""Changed households as sealed rows, by table. Pure but for the nonces, and done before the transaction opens."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from bot.app.ports import Changed, Outgoing
from bot.couple.household import Household, Schedule
from bot.flow.session import Session
from bot.storage.sealing import LOBBY, Ring
from bot.storage.snapshot import body_of, owner_of, split
from bot.storage.tables import WAITING, micro

ENCODER = msgspec.json.Encoder()
Row = dict[str, Any]
NUDGE, UNASKED = 1, 2
PRIORITIES = {"nudge": NUDGE, "unasked": UNASKED}
"""Of messages that are no replies, by kind."""


def encoded(value: object) -> bytes:
    """The JSON that lies inside a seal."""
    return ENCODER.encode(value)


def household_row(changed: Changed, ring: Ring) -> Row:
    """The household's own row, with its next revision."""
    home = changed.household
    revision = home.revision if changed.fresh else max(home.revision, changed.was + 1)
    body = ring.seal(home.id, "households", "body", home.id, encoded(body_of(home)))
    return {"id": home.id, "bot": home.bot, "revision": revision, "merged_into": home.merged_into, "body": body}


def people_rows(home: Household, ids: Iterable[str], ring: Ring) -> list[Row]:
    """A row per person that is there, under their own key."""
    return [
        {
            "id": id,
            "bot": home.bot,
            "household": home.id,
            "user_id": None if home.people[id].gone else home.people[id].user,
            "body": ring.seal(id, "people", "body", id, encoded(home.people[id])),
        }
        for id in ids
        if id in home.people
    ]


def session_rows(home: Household, ids: Iterable[str], ring: Ring) -> tuple[list[Row], list[Row]]:
    """A row per session under the household's key, and one per person with something of their own in it."""
    rows: list[Row] = []
    parts: list[Row] = []
    for id in ids:
        session = home.sessions.get(id)
        if session is None:
            continue
        shared, own = split(session, home.people)
        head = {"id": id, "household": home.id, "status": session.status, "revision": session.revision}
        rows.append({**head, "body": ring.seal(home.id, "sessions", "body", id, encoded(shared))})
        for owner, part in own.items():
            body = ring.seal(owner, "session_parts", "body", id, encoded(part))
            parts.append({"session": id, "owner": owner, "household": home.id, "body": body})
    return rows, parts


def timer_rows(home: Household, session: Session, fired: dict[tuple[str, str, str], int], ring: Ring) -> list[Row]:
    """The timers of a running session, but for those that `fired` in this commit and are not set to a later moment."""
    if session.status != "running":
        return []
    rows = {}
    for timer in session.timers():
        due = micro(timer.due)
        if due > fired.get((session.id, timer.visit, timer.name), due - 1):
            tag = ring.tag(session.id, timer.visit, timer.name)
            head = {"session": session.id, "visit": timer.visit, "tag": tag, "bot": home.bot, "household": home.id}
            rows[timer.visit, tag] = {**head, "due": due, "attempts": 0}
    return list(rows.values())


def entry_rows(home: Household, ids: Iterable[str], ring: Ring) -> list[Row]:
    """A row per entry, under its owner's key if they alone may read it."""
    rows = []
    for id in ids:
        if entry := home.entries.get(id):
            owner = owner_of(entry, home)
            body = ring.seal(owner, "entries", "body", id, encoded(entry))
            rows.append({"id": id, "household": home.id, "owner": owner, "body": body})
    return rows


def schedule_rows(home: Household, ids: Iterable[str], fired: dict[str, int], late: int, ring: Ring) -> list[Row]:
    """A row per schedule. One that fired and was given no later moment waits until `late`, so that it cannot spin."""
    return [
        {
            "id": id,
            "bot": home.bot,
            "household": home.id,
            "due": _due(home.schedules[id], fired.get(id), late),
            "attempts": 0,
            "body": ring.seal(home.id, "schedules", "body", id, encoded(home.schedules[id])),
        }
        for id in ids
        if id in home.schedules
    ]


def _due(schedule: Schedule, fired: int | None, late: int) -> int | None:
    if schedule.due is None or schedule.paused:
        return None
    due = micro(schedule.due)
    return late if fired is not None and due <= fired else due


def outgoing_row(bot: int, out: Outgoing, gone: Collection[str], ring: Ring) -> Row:
    """A message that waits; its names become tags. The last words to somebody whose key goes are sealed for the lobby."""
    wanted = out.person or out.household
    owner = wanted if wanted in ring and wanted not in gone else LOBBY
    message = out.message
    idem = ring.plain(out.idem)
    return {
        "bot": bot,
        "idem": idem,
        "household": out.household,
        "owner": owner,
        "chat": out.chat,
        "priority": PRIORITIES.get(message.kind, 0),
        "asks": int(message.question is not None),
        "due": micro(out.due),
        "ready": micro(out.due),
        "status": WAITING,
        "tries": 0,
        "unknowns": 0,
        "name": ring.tag("name", message.name) if message.name else None,
        "edits": ring.tag("name", message.edits) if message.edits else None,
        "payload": ring.seal(owner, "outbox", "payload", idem, encoded(message)),
    }
