"""`do: set`: what a person chose about themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from bot.couple.household import Person
from bot.couple.rhythm import EVENING
from bot.flow import timing
from bot.talk.acts.scheduling import replan_all
from bot.talk.work import Work

ROLES = ("hurt", "broke", "both", "unsaid")


def change(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Sets what is given. Outcomes: done, refused (a value that cannot be), quiet (the evening hour would lie in quiet hours)."""
    person = work.person(person_id)
    before = msgspec.structs.replace(person)
    for key, content in given.items():
        if key not in SETTERS or not SETTERS[key](work, person, content):
            return "refused", {}
    if given.keys() & {"evening", "quiet"} and _evening_is_quiet(person):
        person.evening, person.quiet = before.evening, before.quiet
        return "quiet", {}
    replan_all(work)
    return "done", {}


def _evening_is_quiet(person: Person) -> bool:
    """Whether nothing would ever come: the hour to write at lies where the person wants silence."""
    noon = datetime.fromisoformat(f"2000-01-01T{person.evening or EVENING}+00:00")
    return timing.in_quiet(noon, "UTC", person.quiet)


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


def _away(work: Work, person: Person, content: Any) -> bool:
    """A holiday, up to and with a local date; an empty one ends it."""
    if not content:
        person.away = None
        return True
    try:
        person.away = date.fromisoformat(str(content))
    except ValueError:
        return False
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
    "away": _away,
}
