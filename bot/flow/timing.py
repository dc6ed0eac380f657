"""The only file that knows local time: when something is due, when it is quiet, how a moment is said.

People choose "20:30, where I live"; the machine waits for an instant in UTC. Only the intention and the zone are kept,
the instant is worked out again each time, because governments change clocks. Where a local time does not exist (spring)
the shifted instant is meant, 03:30 becomes 04:30; where it exists twice (autumn) the first is meant, and only it. The
rules come from the tzdata package and never from the machine, so that all processes agree on one version of them. Zones
are looked up in the package's own list: no path is ever built from what a person typed.

All instants are aware UTC; local times are "HH:MM"; Monday is 0. A naive datetime or an unknown zone raises ValueError.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import resources
from importlib.metadata import version
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

Quiet = tuple[str, str]

LONGEST = timedelta(days=366)
ZONES: frozenset[str] = frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split()) - {"Factory"}
ZONES_VERSION: str = version("tzdata")

_DAY = timedelta(days=1)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": _DAY, "w": timedelta(weeks=1)}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPOKEN_DATES = ("MMMMEEEEd", "MMMMEd", "MMMEd")


HOW_TIME = 'a time is written "HH:MM", from "00:00" to "23:59", in quotes'


class WrongTiming(ValueError):
    """An author's duration, time or rhythm that cannot be read; the sentence says what would be right."""


def parse_duration(text: object) -> timedelta:
    """ "15m", "3h", "7d" or "2w" as a timedelta; at least a minute, at most 366 days. Raises WrongTiming."""
    found = re.fullmatch(r"([0-9]{1,6})([mhdw])", text) if isinstance(text, str) else None
    if not found:
        raise WrongTiming("a duration is a whole number and m, h, d or w, such as 15m, 3h, 7d or 2w")
    length = int(found[1]) * _UNITS[found[2]]
    if not timedelta(0) < length <= LONGEST:
        raise WrongTiming("a duration lasts from one minute to 366 days")
    return length


def parse_time(text: object) -> time:
    """ "HH:MM" from 00:00 to 23:59. Raises WrongTiming."""
    if not isinstance(text, str):
        raise WrongTiming(HOW_TIME)
    return _shown_time(text)


@lru_cache(maxsize=24 * 60)
def _shown_time(text: str) -> time:
    if not re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise WrongTiming(HOW_TIME)
    return time(int(text[:2]), int(text[3:]))


@dataclass(frozen=True, slots=True)
class Every:
    """How often something comes round: each day, on some weekdays, or each week or month counted from its first day."""

    rhythm: Literal["day", "weekdays", "week", "month"]
    weekdays: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, said: object) -> "Every":
        """`day`, `week`, `month` or a list such as `[mon, thu]`. Raises WrongTiming."""
        if said == "day" or said == "week" or said == "month":
            return cls(said)
        if isinstance(said, list | tuple) and said and all(day in _WEEKDAYS for day in said):
            return cls("weekdays", frozenset(_WEEKDAYS.index(day) for day in said))
        raise WrongTiming("every is day, week, month or a list of weekdays such as [mon, thu]")

    def falls_on(self, day: date, first: date) -> bool:
        """Whether it comes on that day. A month that is too short for `first` has it on its last day."""
        if self.rhythm == "weekdays":
            return day.weekday() in self.weekdays
        if self.rhythm == "week":
            return day.weekday() == first.weekday()
        if self.rhythm == "month":
            return day.day == first.day or (day.day < first.day and (day + _DAY).month != day.month)
        return True


def is_zone(name: str) -> bool:
    """Whether this is the exact name of an IANA zone, such as Europe/Berlin."""
    return name in ZONES


def next_local(now: datetime, zone: str, at: str, days: Collection[int] | None = None, after_date: date | None = None) -> datetime:
    """The first instant later than `now` at which it is `at` in `zone`, on one of `days` and after `after_date`."""
    if days is not None and not set(days) & set(range(7)):
        raise WrongTiming("at least one weekday is needed, Monday is 0")
    wanted = Every("day") if days is None else Every("weekdays", frozenset(days))
    return next_due(wanted, now, zone, at, local_date(now, zone), after_date)


def next_due(every: Every, now: datetime, zone: str, at: str, first: date, after_date: date | None = None) -> datetime:
    """As `next_local`, for a rhythm whose weeks or months are counted from the local date `first`."""
    day = local_date(now, zone) - _DAY
    if after_date is not None and after_date >= day:
        day = after_date + _DAY
    while not every.falls_on(day, first) or _instant(day, at, zone) <= now:
        day += _DAY
    return _instant(day, at, zone)


def on_date(day: date, at: str, zone: str) -> datetime:
    """The instant that a clock there showing `at` on that day means: in a gap the shifted one, in an overlap the first."""
    return _instant(day, at, zone)


def local(moment: datetime, zone: str) -> datetime:
    """A moment on the clocks of an IANA zone."""
    return _there(moment, zone)


def local_date(now: datetime, zone: str) -> date:
    """The calendar day it is there."""
    return _there(now, zone).date()


def in_quiet(now: datetime, zone: str, quiet: Quiet | None) -> bool:
    """Whether a clock on the wall shows a time from the first up to, but not at, the second; it may pass midnight."""
    if quiet is None:
        return False
    begin, end, shown = parse_time(quiet[0]), parse_time(quiet[1]), _there(now, zone).time()
    return begin <= shown < end if begin <= end else shown >= begin or shown < end


def quiet_end(now: datetime, zone: str, quiet: Quiet | None) -> datetime:
    """When one may speak again: `now` itself outside quiet hours, else the next instant at which they end."""
    if quiet is None or not in_quiet(now, zone, quiet):
        return now
    today = local_date(now, zone)
    ends = (_instant(today + n * _DAY, quiet[1], zone, fold) for n in range(-1, 4) for fold in (0, 1))
    return min(end for end in ends if end > now and not in_quiet(end, zone, quiet))


def quiet_begin(now: datetime, zone: str, quiet: Quiet | None) -> datetime | None:
    """The first instant later than `now` at which quiet hours begin; None where there are none."""
    return None if quiet is None or quiet[0] == quiet[1] else next_local(now, zone, quiet[0])


def date_end(moment: datetime, zone: str) -> datetime:
    """The first instant of the next calendar day there."""
    return _instant(local_date(moment, zone) + _DAY, "00:00", zone)


def first_free(now: datetime, places: Collection[tuple[str, Quiet | None]], margin: timedelta = timedelta(0)) -> datetime | None:
    """The first moment from `now` on that is quiet at none of the places (zone, quiet hours), nor `margin` later.

    None when there is none within a day: their waking hours never meet.
    """
    moment = now
    while moment < now + _DAY:
        late = [end for zone, quiet in places for end in (quiet_end(moment, zone, quiet), _after(moment, zone, quiet, margin))]
        if max(late, default=moment) == moment:
            return moment
        moment = max(late)
    return None


def _after(moment: datetime, zone: str, quiet: Quiet | None, margin: timedelta) -> datetime:
    """`moment` itself if it is not quiet `margin` later, else the end of those quiet hours."""
    return moment if not in_quiet(moment + margin, zone, quiet) else quiet_end(moment + margin, zone, quiet)


def this_evening(now: datetime, zone: str, evening: str) -> datetime | None:
    """Today's evening hour there, or None when it is already past."""
    due = _instant(local_date(now, zone), evening, zone)
    return due if due > now else None


def tomorrow(now: datetime, zone: str, evening: str) -> datetime:
    """The evening hour of the next calendar day there."""
    return _instant(local_date(now, zone) + _DAY, evening, zone)


def stable_jitter(person_id: int | str, window_seconds: int) -> int:
    """Seconds from 0 up to, but not at, the window: always the same for one person, evenly spread over all of them."""
    if window_seconds <= 0:
        return 0
    return int.from_bytes(hashlib.sha256(f"jitter/{person_id}".encode()).digest()[:8], "big") % window_seconds


def said_time(moment: datetime, zone: str, language: str) -> str:
    """The time of day there as the language writes it: "20:30", "8:30 PM" for en-US."""
    return format_time(_there(moment, zone), "short", locale=locale_of(language)).replace("\u202f", " ")


def said_date(moment: datetime, zone: str, language: str) -> str:
    """The day there with its weekday and without the year: "Friday 4 December"."""
    return said_day(local_date(moment, zone), language)


def said_day(day: date, language: str) -> str:
    """As `said_date`, for a calendar day."""
    locale = locale_of(language)
    skeleton = next((one for one in _SPOKEN_DATES if one in locale.datetime_skeletons), None)
    if skeleton is None:
        return format_date(day, "full", locale=locale)
    return format_skeleton(skeleton, datetime.combine(day, time(12), UTC), locale=locale)


def said_day_short(day: date, language: str) -> str:
    """As `said_day`, so short that it fits on half a row: "Fri 4 Dec"."""
    return format_skeleton("MMMEd", datetime.combine(day, time(12), UTC), locale=locale_of(language))


def said_weekday(number: int, language: str) -> str:
    """Its name, Monday being 0."""
    return format_date(date(2024, 1, 1) + number * _DAY, "EEEE", locale=locale_of(language))


def _instant(day: date, at: str, zone: str, fold: int = 0) -> datetime:
    return datetime.combine(day, parse_time(at), _rules(zone)).replace(fold=fold).astimezone(UTC)


def _there(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        raise WrongTiming("a moment needs its time zone, UTC")
    return moment.astimezone(_rules(zone))


def _rules(zone: str) -> ZoneInfo:
    if zone not in ZONES:
        raise WrongTiming("a zone is the name of a place in the IANA list, such as Europe/Berlin")
    return _read(zone)


@cache
def _read(zone: str) -> ZoneInfo:
    with resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=zone)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Plain "en" reads like a clock and not like an American one: times are chosen as HH:MM everywhere here."""
    try:
        return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
