"""`do: as-set`: what a person chose about themselves, as it stands now.

What was taken back or muted is left out, and what is for both shows only once both chose it: whoever looks over a shoulder at
one's settings shall not read from them what one does not want, or has not said yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.couple import rhythm
from bot.couple.household import Person, Schedule
from bot.flow import timing
from bot.flow.understanding import country, zone
from bot.talk import phrases, telling
from bot.talk.lists import said_hour
from bot.talk.planning import theirs
from bot.talk.work import Work
from bot.words.fit import plain
from bot.words.tongues import endonym


def as_set(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Lines about language, hours and what begins by itself, as `now`. Outcome: done."""
    return "done", {"now": "\n".join(_lines(work, work.household.people[person_id]))}


def _lines(work: Work, person: Person) -> Iterator[str]:
    place = person.zone or "UTC"
    yield _line(work, person, phrases.SET_LANGUAGE, language=endonym(person.language))
    now = timing.said_time(work.now, place, person.language)
    yield _line(work, person, phrases.SET_CLOCK, city=zone.city(place, person.language), time=now)
    yield _line(work, person, phrases.SET_EVENING, time=said_hour(person.evening or rhythm.EVENING, person.language))
    if person.country is not None:
        yield _line(work, person, phrases.SET_COUNTRY, country=country.named(person.country, person.language))
    first, last = (said_hour(at, person.language) for at in person.quiet)
    quiet = phrases.SET_QUIET if first != last else phrases.SET_NO_QUIET
    yield _line(work, person, quiet, first=first, last=last)
    yield _line(work, person, phrases.SET_DISCREET[person.discreet])
    yield from _by_itself(work, person)
    if person.away is not None and person.away >= timing.local_date(work.now, place):
        yield _line(work, person, phrases.SET_AWAY, day=timing.said_day(person.away, person.language))


def _by_itself(work: Work, person: Person) -> Iterator[str]:
    chosen = [one for one in theirs(work, person) if rhythm.comes(one, person) and one.every != "once"]
    for one in chosen:
        said = {"title": work.flow(one.flow).title, "days": _days(work, person, one), "time": _time(person, one)}
        yield _line(work, person, phrases.SET_BY_ITSELF, **said)
    if not chosen:
        yield _line(work, person, phrases.SET_NOTHING)


def _days(work: Work, person: Person, one: Schedule) -> str:
    days = one.days or ((one.first.weekday(),) if one.every == "week" and one.first is not None else ())
    if not days:
        often = phrases.SET_MONTHLY if one.every == "month" else phrases.SET_DAILY
        return plain(telling.plain_line(work, person.id, often))
    here = [(day + _days_apart(person, one)) % 7 for day in days]
    return ", ".join(timing.said_weekday(day, person.language) for day in sorted(here))


def _days_apart(person: Person, one: Schedule) -> int:
    """How many days later its date is by the clock of this person: an hour of both is by the clock of whoever named it."""
    if one.whom == "each" or one.due is None or one.day is None:
        return 0
    return (timing.local_date(one.due, person.zone or "UTC") - one.day).days


def _time(person: Person, one: Schedule) -> str:
    if one.whom == "both" and one.due is not None:
        return timing.said_time(one.due, person.zone or "UTC", person.language)
    return said_hour((person.evening or rhythm.EVENING) if one.at == "evening" else one.at, person.language)


def _line(work: Work, person: Person, text: str, **values: str) -> str:
    return plain(telling.sentence(work, person.id, text, **values).text)
