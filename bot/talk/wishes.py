"""What somebody does not want, and how often one may ask the other: consents taken back, kinds muted, caps.

All of it looks like silence to the other: what is not wanted is not said, and whoever sent it notices nothing. A cap is told to
the one who asks, because it says nothing about the other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.couple import rhythm
from bot.couple.household import Person, Schedule
from bot.flow.effects import Say
from bot.flow.session import Session
from bot.talk.work import Work

FEATURES = ("joint", "reminders")
KINDS = ("invitations", "offers", "signals", "appreciations")
CAPS: dict[str, tuple[int, timedelta]] = {
    "invitation": (1, timedelta(days=1)),
    "offer": (1, timedelta(days=14)),
    "hard-time": (3, timedelta(days=1)),
    "transparency": (1, timedelta(days=30)),
    "promise": (3, timedelta(days=1)),
    "appreciation": (3, timedelta(days=1)),
    "week": (1, timedelta(days=1)),
    "picture": (10, timedelta(hours=1)),
}
OFFERED = "offered"
APPRECIATION = "appreciation"


def unwanted(work: Work, session: Session, person: Person) -> bool:
    """Whether this person wants nothing of this session said to them, but for what they ask for themselves."""
    if work.actor == person.id:
        return False
    if person.id in _whole(work, session).left:
        return True
    schedule = work.household.schedules.get(session.schedule) if session.schedule is not None else None
    if schedule is not None and not session.agreed and rests(work, schedule, person):
        return True
    if not person.withdrawn and not person.muted:
        return False
    if session.root.flow == OFFERED:
        return "offers" in person.muted or "joint" in person.withdrawn
    if "reminders" in person.withdrawn and _by_itself(session, person):
        return True
    if len(session.people) < 2 and session.parent is None:
        return False
    asked = session.evening is None and not session.agreed and session.by != person.id
    kind = "appreciations" if session.root.flow == APPRECIATION else "invitations"
    return "joint" in person.withdrawn or (kind in person.muted and asked)


def _whole(work: Work, session: Session) -> Session:
    """The talk that this is a part of."""
    return work.household.sessions.get(session.parent.split(".")[0], session) if session.parent is not None else session


def _by_itself(session: Session, person: Person) -> bool:
    """Whether the bot began this; of an evening of two, whoever's hour came first, what this person has answered nothing in."""
    if session.evening is not None:
        return not any(name.endswith(f"@{person.id}") for name in session.root.values)
    return session.schedule is not None


def rests(work: Work, schedule: Schedule, person: Person) -> bool:
    """Whether what is for both is left out for this one alone: a holiday, or they want it no more. The other gets it as ever."""
    return rhythm.rests(schedule, person, work.now)


def invites(session: Session, effect: Say, to: str) -> bool:
    """Whether this is somebody's invitation to the other, on their way for the first time."""
    invitation = effect.name is not None and effect.name.startswith("a:") and effect.visit is not None
    return invitation and session.by not in (None, to) and session.schedule is None and len(session.people) == 2


def count(work: Work, person_id: str, kind: str) -> None:
    """One more of this kind went out."""
    person = work.person(person_id)
    every = {**person.counters.get("caps", {})}
    every[kind] = [*_recent(work, person, kind), work.now.isoformat()]
    person.counters = {**person.counters, "caps": every}


def uncount(work: Work, person_id: str, kind: str) -> None:
    """What both agreed to was no nagging: it does not count."""
    person = work.household.people.get(person_id)
    if person is not None and kind in person.counters.get("caps", {}):
        mine = work.person(person_id)
        mine.counters = {**mine.counters, "caps": {k: v for k, v in mine.counters["caps"].items() if k != kind}}


def may(work: Work, person: Person, kind: str) -> bool:
    """Whether one more of this kind may go out now."""
    most, _ = CAPS[kind]
    return len(_recent(work, person, kind)) < most


def _recent(work: Work, person: Person, kind: str) -> list[str]:
    _, within = CAPS[kind]
    return [at for at in person.counters.get("caps", {}).get(kind, []) if work.now - datetime.fromisoformat(at) < within]
