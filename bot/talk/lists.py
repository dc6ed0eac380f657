"""The bot's own lists of buttons, for `choices: {from: …}`: each shown in the language of whoever is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.couple.household import Person
from bot.flow import timing
from bot.flow.model import Choice
from bot.flow.understanding.zone import city
from bot.flow.values import Value
from bot.words.tongues import endonym

if TYPE_CHECKING:
    from bot.talk.work import Work

Shown = Sequence[Choice]
EVENING = ("17:00", "18:00", "18:30", "19:00", "19:30", "20:00", "20:30", "21:00", "21:30", "22:00", "22:30", "23:00")
NIGHT = ("18:00", "19:00", "20:00", "20:30", "21:00", "21:30", "22:00", "22:30", "23:00", "23:30", "00:00", "01:00")
MORNING = ("05:00", "05:30", "06:00", "06:30", "07:00", "07:30", "08:00", "08:30", "09:00", "09:30", "10:00", "11:00")
DAY = ("08:00", "09:00", "10:00", "11:00", "12:00", "14:00", "16:00", "17:00", "18:00", "19:00", "20:00", "21:00")
DAYS_AHEAD = (1, 2, 3, 4, 5, 6, 7, 10, 14, 28)
CITIES = (
    "Pacific/Honolulu", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Sao_Paulo",
    "Europe/London", "Europe/Berlin", "Europe/Istanbul", "Africa/Cairo", "Africa/Lagos",
    "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Bangkok", "Asia/Shanghai",
    "Asia/Manila", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
"""A well-known one for each clock that many people live by, from west to east; every other is found by its name."""


def talks(work: Work, person: Person) -> Shown:
    """The talks that this person may begin now."""
    from bot.talk.beginning import can_begin

    return [Choice(f.name, f.title) for f in work.setting.flows.latest.values() if can_begin(work, person.id, f)]


def languages(work: Work, person: Person) -> Shown:
    """The languages that the bot speaks."""
    return [_said(code, endonym(code)) for code in work.setting.tongues.languages]


def cities(work: Work, person: Person) -> Shown:
    """Cities to name one's clock by."""
    return [_said(zone, city(zone, person.language)) for zone in CITIES]


def coming_days(work: Work, person: Person) -> Shown:
    """The next days and weeks, by the date where this person lives."""
    today = timing.local_date(work.now, person.zone or "UTC")
    days = (today + timedelta(days=ahead) for ahead in DAYS_AHEAD)
    return [_said(day.isoformat(), timing.said_day_short(day, person.language)) for day in days]


def _said(key: str, label: str) -> Choice:
    """A button in the reader's language already: nothing for translators."""
    return Choice(key, label, value=Value(label))


def said_hour(at: str, language: str) -> str:
    """A time of day ("HH:MM") as a language writes it."""
    return timing.said_time(datetime.fromisoformat(f"2000-01-01T{at}+00:00"), "UTC", language)


def _hours(hours: Sequence[str], work: Work, person: Person) -> Shown:
    return [_said(at, said_hour(at, person.language)) for at in hours]


def _loud(hours: Sequence[str], work: Work, person: Person) -> Shown:
    """The hours that are not quiet for this person: at others nothing would come."""
    from bot.talk.planning import is_quiet_at

    return _hours([at for at in hours if not is_quiet_at(person, at)], work, person)


LISTS: dict[str, Callable[[Work, Person], Shown]] = {
    "talks": talks,
    "languages": languages,
    "cities": cities,
    "coming-days": coming_days,
    "evening-hours": partial(_loud, EVENING),
    "night-hours": partial(_hours, NIGHT),
    "morning-hours": partial(_hours, MORNING),
    "day-hours": partial(_loud, DAY),
}


def for_a_step(work: Work) -> dict[str, Callable[[str], Shown]]:
    """All of them, by the id of whoever is asked."""
    return {name: partial(_of, work, listed) for name, listed in LISTS.items()}


def _of(work: Work, listed: Callable[[Work, Person], Shown], person_id: str) -> Shown:
    return listed(work, work.household.people[person_id])
