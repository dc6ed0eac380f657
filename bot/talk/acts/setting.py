"""`do: set`: what a person chose about themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from bot.couple import rhythm
from bot.couple.household import Person
from bot.flow import timing
from bot.talk import notes
from bot.talk.planning import is_quiet_at, replan_all, rooms, theirs
from bot.talk.work import Work

NO_QUIET = ("00:00", "00:00")
ROLES = ("hurt", "broke", "both", "unsaid")


def change(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Sets what is given; with a zone, `clock` is what time it is there, with quiet hours, `silent` what comes no more.

    Outcomes: done, refused (a value that cannot be), quiet (the evening hour would lie in quiet hours), same (quiet hours that
    begin when they end: whether that is none of the day or all of it, only the person knows), silences (done, and with these
    quiet hours something of this person's own never comes).
    """
    person = work.person(person_id)
    before, kept = msgspec.structs.replace(person), rooms(work)
    for key, content in given.items():
        if key not in SETTERS or not SETTERS[key](work, person, content):
            return "refused", {}
    if given.get("quiet") and person.quiet[0] == person.quiet[1]:
        person.quiet = before.quiet
        return "same", {}
    if given.keys() & {"evening", "quiet"} and is_quiet_at(person, "evening"):
        person.evening, person.quiet = before.evening, before.quiet
        return "quiet", {}
    came = _coming(work, person)
    replan_all(work, kept)
    notes.keep_new_quiet(work, person)
    if given.get("quiet") and (silent := came - _coming(work, person)):
        return "silences", {"silent": ", ".join(sorted(silent))}
    return "done", {"clock": timing.said_time(work.now, person.zone or "UTC", person.language)} if "zone" in given else {}


def _coming(work: Work, person: Person) -> set[str]:
    """Titles of what comes to this person by itself, without what is for both: that depends on the other's hours too."""
    mine = [s for s in theirs(work, person) if s.whom == "each" and rhythm.comes(s, person)]
    return {work.flow(s.flow).title for s in mine}


def _language(work: Work, person: Person, content: Any) -> bool:
    known = content in work.setting.tongues.languages
    person.language = content if known else person.language
    return bool(known)


def _zone(work: Work, person: Person, content: Any) -> bool:
    if not timing.is_zone(str(content)):
        return False
    rhythm.moves(person, str(content), work.now)
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
    """First and last hour; an empty one: at no hour."""
    if not content:
        person.quiet = NO_QUIET
        return True
    try:
        first, last = (timing.parse_time(str(c)) for c in content)
    except (timing.WrongTiming, ValueError, TypeError):
        return False
    person.quiet = (first.strftime("%H:%M"), last.strftime("%H:%M"))
    return True


def _away(work: Work, person: Person, content: Any) -> bool:
    """A holiday, up to and with a local date that is not over; an empty one ends it."""
    if not content:
        person.away = None
        return True
    try:
        away = date.fromisoformat(str(content))
    except ValueError:
        return False
    if away < timing.local_date(work.now, person.zone or "UTC"):
        return False
    person.away = away
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
