"""How long things stay: what of a household has outlived its time. Pure; what is due is decided here and deleted by `storage`.

Most texts go earlier, by their own flows: a draft is put away after a week, an unsent reveal after three days, and a session
that is over is gone at once. These are the limits behind those, for what no flow came to clear away: a talk that was held because
something broke, or that nobody went on with, and entries of books that keep for a while only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from bot.couple.household import Front, Household, Person
from bot.flow.session import Session

IDLE = timedelta(days=365)
HELD = timedelta(days=90)
AGELESS = datetime.max.replace(tzinfo=UTC)
"""A session of which nothing tells its age stays."""


@dataclass(frozen=True)
class Limits:
    """How long sessions stay that nobody goes on with, or that were held; and entries, by book (others: until deleted)."""

    idle: timedelta = IDLE
    held: timedelta = HELD
    books: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True)
class Outdated:
    """Ids of what goes."""

    sessions: frozenset[str]
    entries: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.sessions or self.entries)


def outdated(household: Household, now: datetime, limits: Limits) -> Outdated:
    """What of a household has outlived its time at `now` (UTC)."""
    sessions = {s.id for s in household.sessions.values() if _is_old(s, household, now, limits)}
    children = {s.id for s in household.sessions.values() if s.parent is not None and s.parent.split(".")[0] in sessions}
    kept = limits.books
    entries = {e.id for e in household.entries.values() if e.book in kept and now - e.at > kept[e.book]}
    return Outdated(frozenset(sessions | children), frozenset(entries))


def without(household: Household, gone: Outdated) -> tuple[Household, set[str]]:
    """The household without it, and the ids of people whose open questions changed by that."""
    changed = {id: _released(person, gone) for id, person in household.people.items()}
    changed = {id: person for id, person in changed.items() if person is not household.people[id]}
    after = msgspec.structs.replace(
        household,
        people={**household.people, **changed},
        sessions={id: s for id, s in household.sessions.items() if id not in gone.sessions},
        entries={id: e for id, e in household.entries.items() if id not in gone.entries},
    )
    return after, set(changed)


def _is_old(session: Session, household: Household, now: datetime, limits: Limits) -> bool:
    limit = limits.held if session.status == "held" else limits.idle
    if session.status == "running" and session.timers():
        return False
    return now - _last_touched(session, household) > limit


def _last_touched(session: Session, household: Household) -> datetime:
    """The last question of this session that somebody was asked, or its beginning."""
    fronts = [f for p in household.people.values() for f in (*_front(p), *p.aside) if f.session == session.id]
    known = [f.since for f in fronts] + ([session.began] if session.began is not None else [])
    return max(known, default=AGELESS)


def _front(person: Person) -> list[Front]:
    return [person.front] if person.front is not None else []


def _released(person: Person, gone: Outdated) -> Person:
    aside = [f for f in person.aside if f.session not in gone.sessions]
    front = person.front if person.front is None or person.front.session not in gone.sessions else None
    if front is person.front and len(aside) == len(person.aside):
        return person
    return msgspec.structs.replace(person, front=front, aside=aside)
