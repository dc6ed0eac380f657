"""Right on every night: beside a watcher who looks at the clock on the wall every minute and knows no rule.

Every distinct history of zones, every change of clocks from 2020 to 2037, every half-hour of the day, a day and a half before and
after. The watcher says when a local time is meant: the first minute at which the clock shows it; where the clock jumped over it, as
long after the jump as it lies behind the jump's beginning. A small part runs always, all of it with `make long`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import pytest

from bot.couple.household import Person, Schedule
from bot.couple.rhythm import next_time, use
from bot.flow.timing import ZONES

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AROUND = timedelta(hours=36)
HALF_HOURS = [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(48)]
SAMPLE = ("Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata", "Pacific/Chatham")
Change = tuple[datetime, timedelta | None, timedelta | None]


@cache
def rules(zone: str) -> ZoneInfo:
    """Read by the library itself from the pinned files; nothing of the bot's own is in it."""
    with resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=zone)


def changes(zone: str) -> tuple[Change, ...]:
    """(the first instant after it, offset before, offset after) of every change of clocks there."""
    known, found = rules(zone), []
    before, at = FIRST.astimezone(known).utcoffset(), FIRST
    while at < LAST:
        after = (at + DAY).astimezone(known).utcoffset()
        if after != before:
            found.append((_exactly(known, at, at + DAY), before, after))
        before, at = after, at + DAY
    return tuple(found)


def _exactly(known: ZoneInfo, low: datetime, high: datetime) -> datetime:
    was = low.astimezone(known).utcoffset()
    while high - low > MINUTE:
        middle = low + (high - low) / 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        low, high = (middle, high) if middle.astimezone(known).utcoffset() == was else (low, middle)
    return high


def histories() -> dict[tuple[Change, ...], str]:
    """One zone for each history; zones that never change share one."""
    return {changes(zone): zone for zone in sorted(ZONES, reverse=True)}


def watched(zone: str, start: datetime, end: datetime) -> dict[tuple[date, time], datetime]:
    """When each half-hour of each local date was meant, by looking once a minute."""
    known, seen = rules(zone), dict[tuple[date, time], datetime]()
    before = (start - MINUTE).astimezone(known).replace(tzinfo=None)
    instant = start
    while instant <= end:
        shown = instant.astimezone(known).replace(tzinfo=None)
        for late, wanted in _passed(before, shown):
            if wanted.minute % 30 == 0:
                seen.setdefault((wanted.date(), wanted.time()), instant + late * MINUTE if wanted != shown else instant)
        before, instant = shown, instant + MINUTE
    return seen


def _passed(before: datetime, shown: datetime) -> Iterator[tuple[int, datetime]]:
    """The minutes that the clock showed or jumped over, with how far behind the jump's beginning they lie."""
    wanted, late = before + MINUTE, 0
    if shown < wanted:
        yield 0, shown
    while wanted <= shown:
        yield late, wanted
        wanted, late = wanted + MINUTE, late + 1


def came(zone: str, at: str, start: datetime, end: datetime) -> list[tuple[date, datetime]]:
    """What the bot does, evening by evening."""
    person = Person("ann", 1, "Ann", zone=zone, evening=at, quiet=("00:00", "00:00"))
    schedule, now, found = Schedule("s", "f", "ann"), start, list[tuple[date, datetime]]()
    while True:
        coming = next_time(schedule, {"ann": person}, now)
        assert coming is not None
        now, day = coming
        if now > end:
            return found
        use(schedule, day, put_off=False)
        schedule.came = now
        found.append((day, now))


def compare(zone: str, change: datetime) -> int:
    """Compares all 48 half-hours around one change; returns how many nudges were compared."""
    start, end = change - AROUND, change + AROUND
    seen, compared = watched(zone, start - DAY, end + DAY), 0
    for at in HALF_HOURS:
        hour = time.fromisoformat(at)
        meant = sorted((day, instant) for (day, clock), instant in seen.items() if clock == hour and start < instant <= end)
        done = came(zone, at, start, end)
        assert done == meant, (zone, change, at)
        days = [day for day, _ in done]
        assert days == [days[0] + n * DAY for n in range(len(days))], (zone, change, at)
        compared += len(done)
    return compared


@pytest.mark.parametrize("zone", SAMPLE)
def test_a_sample_of_nights(zone: str) -> None:
    around = [change for change, _, _ in changes(zone) if change.year == 2027] or [datetime(2027, 3, 28, 1, tzinfo=UTC)]
    assert sum(compare(zone, change) for change in around[:4]) >= 48 * 2


@pytest.mark.long
def test_every_night_on_which_clocks_change_anywhere() -> None:
    known, nights, compared = histories(), 0, 0
    for found, zone in known.items():
        for change in [at for at, _, _ in found] or [datetime(2027, 3, 28, 1, tzinfo=UTC)]:
            compared += compare(zone, change)
            nights += 1
    print(f"\n{len(ZONES)} zones, {len(known)} histories, {nights} nights, {compared} nudges: all as the watcher saw them")
    assert nights > 1000
