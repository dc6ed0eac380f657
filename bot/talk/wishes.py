"""What somebody does not want, and how often one may ask the other: consents taken back, kinds muted, caps.

All of it looks like silence to the other: what is not wanted is not said, and whoever sent it notices nothing. A cap is told to
the one who asks, because it says nothing about the other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.couple.household import Person
from bot.flow.effects import Say
from bot.flow.session import Session
from bot.talk.work import Work

FEATURES = ("joint", "reminders")
KINDS = ("invitations", "offers", "signals")
CAPS: dict[str, tuple[int, timedelta]] = {
    "invitation": (1, timedelta(days=1)),
    "offer": (1, timedelta(days=14)),
    "hard-time": (3, timedelta(days=1)),
    "transparency": (1, timedelta(days=30)),
}
OFFERED = "offered"


def unwanted(work: Work, session: Session, person: Person) -> bool:
    """Whether this person wants nothing of this session said to them, but for what they ask for themselves."""
    if work.actor == person.id or (not person.withdrawn and not person.muted):
        return False
    if session.root.flow == OFFERED:
        return "offers" in person.muted or "joint" in person.withdrawn
    if session.schedule is not None and "reminders" in person.withdrawn:
        return True
    if len(session.people) < 2 and session.parent is None:
        return False
    return "joint" in person.withdrawn or ("invitations" in person.muted and not session.agreed and session.by != person.id)


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
