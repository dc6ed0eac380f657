"""`do: set` and `do: schedule`: what a person chose about themselves, and when flows begin by themselves for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.couple.household import Person, Schedule
from bot.flow import timing
from bot.talk.work import Work

ROLES = ("hurt", "broke", "both", "unsaid")


def change(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Sets what is given. Outcomes: done, refused (a value that cannot be)."""
    person = work.person(person_id)
    for key, content in given.items():
        if key not in SETTERS or not SETTERS[key](work, person, content):
            return "refused", {}
    _reschedule(work, person)
    return "done", {}


def _language(work: Work, person: Person, content: Any) -> bool:
    known = content in work.setting.tongues.languages
    person.language = content if known else person.language
    return bool(known)


def _zone(work: Work, person: Person, content: Any) -> bool:
    if not timing.is_zone(str(content)):
        return False
    person.zone = str(content)
    return True


def _evening(work: Work, person: Person, content: Any) -> bool:
    try:
        timing.parse_time(str(content))
    except timing.WrongTiming:
        return False
    person.evening = str(content)
    return True


def _country(work: Work, person: Person, content: Any) -> bool:
    person.country = str(content) if content else None
    return True


def _role(work: Work, person: Person, content: Any) -> bool:
    person.role = content if content in ROLES else "unsaid"
    return True


def _adult(work: Work, person: Person, content: Any) -> bool:
    person.adult = content in (True, "yes", "adult", "true")
    return True


def _consent(work: Work, person: Person, content: Any) -> bool:
    person.consents = {**person.consents, str(content): work.now.isoformat()}
    return True


def _discreet(work: Work, person: Person, content: Any) -> bool:
    if content not in ("off", "unasked", "all"):
        return False
    person.discreet = content
    return True


def _quiet(work: Work, person: Person, content: Any) -> bool:
    try:
        first, last = (timing.parse_time(str(c)) for c in content)
    except (timing.WrongTiming, ValueError, TypeError):
        return False
    person.quiet = (first.strftime("%H:%M"), last.strftime("%H:%M"))
    return True


SETTERS: dict[str, Callable[[Work, Person, Any], bool]] = {
    "language": _language,
    "zone": _zone,
    "evening": _evening,
    "country": _country,
    "role": _role,
    "adult": _adult,
    "consent": _consent,
    "discreet": _discreet,
    "quiet": _quiet,
}


def schedule(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Turns a flow's own rhythm on or off for this person. Outcome: done."""
    name, on = str(given.get("flow")), given.get("state") in ("on", True)
    mine = next((s for s in work.household.schedules.values() if s.person == person_id and s.flow == name), None)
    if mine is not None:
        work.schedule(mine.id).paused = not on
        work.schedule(mine.id).due = next_due(work, work.schedule(mine.id))
    elif on and name in work.setting.flows.latest:
        rhythm = work.flow(name).rhythm
        fresh = Schedule(work.draw.id(), name, person_id, rhythm.at if rhythm else "evening", rhythm.days if rhythm else ())
        fresh.due = next_due(work, fresh)
        work.add_schedule(fresh)
    return "done", {}


def next_due(work: Work, schedule: Schedule) -> Any:
    """The next moment (UTC) in the person's own zone; None while it is paused."""
    if schedule.paused:
        return None
    person = work.household.people[schedule.person]
    at = (person.evening or "20:00") if schedule.at == "evening" else schedule.at
    days = set(schedule.days) or None
    return timing.next_local(work.now, person.zone or "UTC", at, days, schedule.last)


def _reschedule(work: Work, person: Person) -> None:
    """The intent is local: another zone or hour gives another moment."""
    for one in list(work.household.schedules.values()):
        if one.person == person.id:
            mine = work.schedule(one.id)
            mine.due = next_due(work, mine)
