"""How long things stay: what of a household has outlived its time. Pure; what is due is decided here and deleted by `storage`.

Most texts go earlier, by their own flows: a draft is put away after a week, an unsent reveal after three days, and a session
that is over is gone at once. These are the limits behind those, for what no flow came to clear away: a talk that was held because
something broke, or that nobody went on with, a draft whose flow would keep it longer, a text that was held for its author's word,
an invitation that is over, ids of messages that cannot be taken away any more, and entries of books that keep for a while only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from bot.couple.household import Front, Household, Person
from bot.flow.session import Frame, Progress, Session
from bot.flow.values import Value

IDLE = timedelta(days=365)
HELD = timedelta(days=90)
DRAFTS = timedelta(days=7)
DELETABLE = timedelta(hours=47, minutes=55)
"""For how long Telegram lets a bot take a message away (48 hours), less what a call may take."""
UNSAID = timedelta(days=90)
"""For how long something that was told to be unsaid is taken to be so."""
AGELESS = datetime.max.replace(tzinfo=UTC)
"""A session of which nothing tells its age stays."""


@dataclass(frozen=True)
class Limits:
    """How long sessions stay that nobody goes on with, or that were held; texts that were never shared; and entries, by book

    (others: until deleted).
    """

    idle: timedelta = IDLE
    held: timedelta = HELD
    drafts: timedelta = DRAFTS
    books: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True)
class Outdated:
    """Ids of what goes; of `drafts` only the text that waits for its author's tap, of `people` what is too old to be of use."""

    sessions: frozenset[str]
    entries: frozenset[str]
    drafts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    invitation: bool = False

    def __bool__(self) -> bool:
        return bool(self.sessions or self.entries or self.drafts or self.people or self.invitation)


def outdated(household: Household, now: datetime, limits: Limits) -> Outdated:
    """What of a household has outlived its time at `now` (UTC)."""
    sessions = {s.id for s in household.sessions.values() if _is_old(s, household, now, limits)}
    children = {s.id for s in household.sessions.values() if s.parent is not None and s.parent.split(".")[0] in sessions}
    kept = limits.books
    entries = {e.id for e in household.entries.values() if e.book in kept and now - e.at > kept[e.book]}
    left = [s for s in household.sessions.values() if s.id not in sessions | children]
    drafts = {s.id for s in left if any(_drafts(s)) and now - _last_touched(s, household) > limits.drafts}
    people = {p.id for p in household.people.values() if _tidied(p, now, limits) is not p}
    over = household.invitation is not None and household.invitation.until <= now
    return Outdated(frozenset(sessions | children), frozenset(entries), frozenset(drafts), frozenset(people), over)


def without(household: Household, gone: Outdated, now: datetime, limits: Limits) -> tuple[Household, set[str]]:
    """The household without it, and the ids of people of whom something changed by that."""
    changed = {id: _released(_tidied(person, now, limits), gone) for id, person in household.people.items()}
    changed = {id: person for id, person in changed.items() if person is not household.people[id]}
    left = {id: s for id, s in household.sessions.items() if id not in gone.sessions}
    after = msgspec.structs.replace(
        household,
        people={**household.people, **changed},
        sessions={id: _undrafted(s) if id in gone.drafts else s for id, s in left.items()},
        entries={id: e for id, e in household.entries.items() if id not in gone.entries},
        invitation=None if gone.invitation else household.invitation,
    )
    return after, set(changed)


# -- sessions -------------------------------------------------------------------------------------------


def _is_old(session: Session, household: Household, now: datetime, limits: Limits) -> bool:
    idle = now - _last_touched(session, household)
    if session.status == "running" and _is_draft(session):
        return idle > limits.drafts
    if session.status == "running" and session.timers():
        return False
    return idle > (limits.held if session.status == "held" else limits.idle)


def _is_draft(session: Session) -> bool:
    """Whether somebody writes here for themselves and nobody else knows of it: then nothing is missing when it goes."""
    if session.agreed or session.parent is not None or session.place != "apart":
        return False
    author = session.by or (session.people[0] if len(session.people) == 1 else None)
    own = [v for frame in session.frames for v in frame.values.values() if v.owner is not None]
    alone = author is not None and all(v.readers == frozenset({author}) for v in own)
    heard = {person for frame in session.frames for person in frame.progress}
    return alone and heard <= {author} and any(_is_text(v) for v in own)


def _is_text(value: Value) -> bool:
    """Typed in their own words: what was tapped or understood has a label."""
    return isinstance(value.content, str) and bool(value.content) and value.label is None


def _last_touched(session: Session, household: Household) -> datetime:
    """The last question of this session that somebody was asked, or its beginning."""
    fronts = [f for p in household.people.values() for f in (*_front(p), *p.aside) if f.session == session.id]
    known = [f.since for f in fronts] + ([session.began] if session.began is not None else [])
    return max(known, default=AGELESS)


def _drafts(session: Session) -> Iterator[Progress]:
    """What was written and shown back, and never sent."""
    return (p for frame in session.frames for p in frame.progress.values() if p.stage == "drafted")


def _undrafted(session: Session) -> Session:
    """The question is open again, as if nothing had been written to it."""
    return msgspec.structs.replace(session, frames=[_asked_anew(frame) for frame in session.frames])


def _asked_anew(frame: Frame) -> Frame:
    fresh = {id: Progress() if p.stage == "drafted" else p for id, p in frame.progress.items()}
    return msgspec.structs.replace(frame, progress=fresh)


# -- people ---------------------------------------------------------------------------------------------


def _tidied(person: Person, now: datetime, limits: Limits) -> Person:
    """Without ids that are of no use any more, texts that waited too long for a word, and notes that nobody opened in a year."""
    typed = [one for one in person.typed if now - one.at < DELETABLE]
    notes = [one for one in person.notes if one.at is None or now - one.at <= limits.idle]
    waiting = [one for one in person.waiting if now - one.at <= limits.drafts]
    unsaid = person.unsaid if person.unsaid is None or now - person.unsaid <= UNSAID else None
    before, left = (len(person.typed), len(person.notes), len(person.waiting)), (len(typed), len(notes), len(waiting))
    if unsaid is person.unsaid and before == left:
        return person
    return msgspec.structs.replace(person, typed=typed, notes=notes, waiting=waiting, unsaid=unsaid)


def _front(person: Person) -> list[Front]:
    return [person.front] if person.front is not None else []


def _released(person: Person, gone: Outdated) -> Person:
    aside = [f for f in person.aside if f.session not in gone.sessions]
    front = person.front if person.front is None or person.front.session not in gone.sessions else None
    if front is person.front and len(aside) == len(person.aside):
        return person
    return msgspec.structs.replace(person, front=front, aside=aside)
