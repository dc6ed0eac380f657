"""Somebody leaves: at once for themselves, and for the other when the one who left chose it.

Leaving is the most dangerous moment, so nothing in it depends on the other and nothing shows before its time. In the place of the
one who left stays a person to whom nothing goes and from whom nothing comes: to the other that is the silence that a pause, a
block or a bad day would also be. What was private leaves with its owner; what was shared stays, under that placeholder's name,
unless its owner takes it away.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from bot.couple.days import BOOK, VIEW, entries
from bot.couple.household import Entry, Household, Person
from bot.flow.session import Frame, Progress, Session
from bot.flow.values import Value
from bot.talk.work import Parting, Work

NOBODY = -1
"""The user id of a placeholder: Telegram gives no such number."""
SHARED = "joint"
OF_BOTH = (SHARED, VIEW)
"""Consents that mean nothing without the other."""


def part(work: Work) -> None:
    """Carries out the parting that an act asked for. Comes last in a turn: what was said in it still reaches the one who leaves."""
    parting = work.parting
    if parting is None:
        return
    person = work.household.people[parting.person]
    work.messages = [msgspec.structs.replace(m, to=f"chat:{person.user}") if m.to == person.id else m for m in work.messages]
    work.touched.household = True
    work.withdrawn.add(person.id)
    other = work.household.partner(person.id)
    if other is not None and other.gone:
        dissolve(work, other.id)
        other = None
    if other is None:
        if parting.forget:
            _empty(work)
        return
    if not parting.forget:
        work.parted = _home_of(work, person, other)
    _stay_behind(work, person, other, parting)


def _empty(work: Work) -> None:
    """Nobody is left: everything goes, and with it the keys."""
    for id in list(work.household.sessions):
        work.drop_session(id)
    for id in list(work.household.entries):
        work.drop_entry(id)
    for id in list(work.household.schedules):
        work.drop_schedule(id)
    for id in list(work.household.people):
        work.drop_person(id)
    work.household.group = work.household.invitation = None


def _home_of(work: Work, person: Person, other: Person) -> Household:
    """A household of their own, with what is theirs and their copy of what was shared; how the other's days were is the other's."""
    home = Household(work.draw.id(), work.household.bot, revision=1)
    home.sessions = {s.id: s for s in work.household.sessions.values() if _own(s, person.id, other.id)}
    for entry in work.household.entries.values():
        if entry.text.readers == frozenset({person.id}):
            home.entries[entry.id] = entry
        elif entry.text.may_read([person.id]) and (entry.book != BOOK or entry.owner == person.id):
            copy = msgspec.structs.replace(entry, id=work.draw.id(), text=_only_for(entry.text, person.id))
            home.entries[copy.id] = copy
    home.schedules = {s.id: s for s in work.household.schedules.values() if s.person == person.id and s.whom == "each"}
    home.people[person.id] = _alone(person, home)
    return home


def _own(session: Session, person: str, other: str) -> bool:
    """Whether a talk is with oneself and knows nothing of the other."""
    mine = session.people == [person] and session.parent is None
    return mine and not any(other in frame.roles.values() for frame in session.frames)


def _only_for(value: Value, person: str) -> Value:
    return Value(value.content, value.owner, frozenset({person}), value.label)


def _alone(person: Person, home: Household) -> Person:
    """The person without what belonged to the couple."""
    front = person.front if person.front is not None and person.front.session in home.sessions else None
    return msgspec.structs.replace(
        person,
        front=front,
        aside=[f for f in person.aside if f.session in home.sessions],
        notes=[],
        waiting=[],
        unsaid=None,
        consents={k: v for k, v in person.consents.items() if k not in OF_BOTH},
        withdrawn=[],
        muted=[],
        counters={k: v for k, v in person.counters.items() if k in ("knocks", "exported")},
    )


def _stay_behind(work: Work, person: Person, other: Person, parting: Parting) -> None:
    """The other's household: a placeholder where the one who left was, and nothing of theirs that was not shared."""
    place = Person(
        work.draw.id(), NOBODY, person.name, zone=person.zone, evening=person.evening, quiet=person.quiet, away=person.away,
        heavy=person.heavy, moved=person.moved, started=True, reachable=False, gone=True,
        language=person.language,
    )  # fmt: skip
    place.front = next((f for f in (person.front, *reversed(person.aside)) if f is not None and f.shared), None)
    place.consents = {feature: given for feature, given in person.consents.items() if feature in OF_BOTH}
    order = [place if p.id == person.id else p for p in work.household.people.values()]
    work.drop_person(person.id)
    work.household.people = {p.id: p for p in order}
    work.touched.people.add(place.id)
    _sessions_behind(work, person.id, place.id, other.id)
    _entries_behind(work, person.id, place.id, parting)
    _schedules_behind(work, person.id, place.id)
    if work.household.group is not None:
        group = work.group()
        if group is not None:
            group.yes = [place.id if p == person.id else p for p in group.yes]
            group.left = {**group.left, person.user: work.parted.id if work.parted is not None else ""}
    if work.household.invitation is not None and work.household.invitation.by == person.id:
        work.household.invitation = None
    _will_hear(work, other, parting.tell)


def _sessions_behind(work: Work, person: str, place: str, other: str) -> None:
    for id, session in list(work.household.sessions.items()):
        if session.people == [person] and session.parent is None:
            work.drop_session(id)
        elif person in session.people or any(person in f.roles.values() for f in session.frames):
            kept = _stripped(session, person, other)
            work.household.sessions[id] = _renamed(kept, person, place)
            work.touched.sessions.add(id)


def _stripped(session: Session, person: str, other: str) -> Session:
    """Without what only the one who left may read, and as if they had not answered what is open."""
    frames = [_stripped_frame(frame, person, other) for frame in session.frames]
    return msgspec.structs.replace(session, frames=frames)


def _stripped_frame(frame: Frame, person: str, other: str) -> Frame:
    values = {n: v if v.may_read([other]) else Value(None, v.owner, v.readers) for n, v in frame.values.items()}
    progress = {p: _unanswered(given) if p == person else given for p, given in frame.progress.items()}
    return msgspec.structs.replace(frame, values=values, progress=progress, history=[])


def _unanswered(given: Progress) -> Progress:
    """A stage that waits for them: a yes, a tap or a draft of theirs counts no more."""
    waiting = {"yes": "invited", "light": "invited", "sending": "deciding"}
    return Progress(waiting.get(given.stage, given.stage))


def _renamed(session: Session, person: str, place: str) -> Session:
    """Ids are random and long: what reads like the id is the id."""
    text = msgspec.json.encode(session).replace(person.encode(), place.encode())
    return msgspec.json.decode(text, type=Session)


def _entries_behind(work: Work, person: str, place: str, parting: Parting) -> None:
    for id, entry in list(work.household.entries.items()):
        private = entry.text.readers == frozenset({person})
        theirs = person in (entry.owner, entry.text.owner)
        if private or (theirs and parting.forget and not parting.keep_shared):
            work.drop_entry(id)
        elif theirs or (entry.text.readers is not None and person in entry.text.readers):
            text = msgspec.json.encode(entry).replace(person.encode(), place.encode())
            work.household.entries[id] = msgspec.json.decode(text, type=Entry)
            work.touched.entries.add(id)


def _schedules_behind(work: Work, person: str, place: str) -> None:
    """What is planned for both goes on being planned, at the hours at which it was: its absence would tell."""
    for id, known in list(work.household.schedules.items()):
        if known.whom == "each" and known.person == person:
            work.drop_schedule(id)
        elif known.whom == "both":
            mine = work.schedule(id)
            mine.person = place if mine.person == person else mine.person
            mine.yes = tuple(place if p == person else p for p in mine.yes)
            mine.stopped = tuple(place if p == person else p for p in mine.stopped)


def _will_hear(work: Work, other: Person, when: datetime | None) -> None:
    from bot.talk.beginning import begin

    if when is not None:
        begin(work, work.flow("closed"), other.id, {"when": when.isoformat()})


def dissolve(work: Work, place: str) -> None:
    """The placeholder goes, and with it every talk for two, also those that were planned and those that were finished: from here on

    it is one person's household, and with somebody else everything begins anew.
    """
    for session in list(work.household.sessions.values()):
        if place in session.people or any(place in f.roles.values() for f in session.frames):
            _drop(work, session)
    work.drop_person(place)
    _days_go_back(work)
    for person in list(work.household.people):
        mine = work.person(person)
        mine.consents = {k: v for k, v in mine.consents.items() if k not in OF_BOTH}
    for schedule in [s for s in work.household.schedules.values() if s.whom == "both"]:
        work.drop_schedule(schedule.id)
    work.household.done = {}
    work.household.group = work.household.invitation = None


def _days_go_back(work: Work) -> None:
    """How somebody's days were is theirs alone again. What the one who left had let the other see stayed until here, because its

    absence would have told; now it goes.
    """
    for entry in list(entries(work.household)):
        if entry.owner not in work.household.people:
            work.drop_entry(entry.id)
        else:
            mine = work.entry(entry.id)
            mine.text = _only_for(mine.text, str(entry.owner))


def _drop(work: Work, session: Session) -> None:
    from bot.talk.ending import close_children
    from bot.talk.fronts import clear_front

    work.drop_session(session.id)
    for person in session.people:
        clear_front(work, person, session.id)
    close_children(work, session)
