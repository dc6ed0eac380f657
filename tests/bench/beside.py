"""The same two nights, beside other schedulers: a daily 03:30 in Helsinki when clocks go forward and when they go back.

Run: python tests/bench/beside.py, in an environment that has python-telegram-bot[job-queue] and croniter as well; what is not
there is left out and said. Only what each library says will happen is asked, nothing waits. The queue of python-telegram-bot hands
its daily jobs to APScheduler's CronTrigger, which is asked here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[2]))

ZONE = "Europe/Helsinki"
NIGHTS = {
    "spring, 29 March 2026": datetime(2026, 3, 28, 12, tzinfo=UTC),
    "autumn, 25 October 2026": datetime(2026, 10, 24, 12, tzinfo=UTC),
}
SPAN = timedelta(hours=36)
MOST = 6


def ours(start: datetime) -> Iterator[datetime]:
    from bot.couple.household import Person, Schedule
    from bot.couple.rhythm import next_time, use

    person = Person("ann", 1, "Ann", zone=ZONE, evening="03:30", quiet=("00:00", "00:00"))
    schedule = Schedule("s", "f", "ann")
    while (found := next_time(schedule, {"ann": person}, start)) is not None:
        start, schedule.came = found[0], found[0]
        use(schedule, found[1], put_off=False)
        yield start


def queue(start: datetime) -> Iterator[datetime]:
    from apscheduler.triggers.cron import CronTrigger

    trigger, before, now = CronTrigger(hour=3, minute=30, timezone=ZoneInfo(ZONE)), None, start
    while (found := trigger.get_next_fire_time(before, now)) is not None:
        yield found.astimezone(UTC)
        before, now = found, found + timedelta(microseconds=1)


def croniter_(start: datetime) -> Iterator[datetime]:
    from croniter import croniter

    times = croniter("30 3 * * *", start.astimezone(ZoneInfo(ZONE)))
    while True:
        yield times.get_next(datetime).astimezone(UTC)


KINDS: dict[str, Callable[[datetime], Iterator[datetime]]] = {
    "Groundwork": ours, "JobQueue (APScheduler 3 CronTrigger)": queue, "croniter": croniter_,
}  # fmt: skip


def main() -> None:
    """Prints a line per night and scheduler."""
    for night, start in NIGHTS.items():
        for name, kind in KINDS.items():
            try:
                found = list(takewhile(lambda at, end=start + SPAN: at < end, islice(kind(start), MOST)))  # type: ignore[misc]
            except ImportError as missing:
                print(f"{night}: {name}: left out, {missing.name} is not installed")
                continue
            said = ", ".join(at.astimezone(ZoneInfo(ZONE)).strftime("%a %H:%M %Z") for at in found)
            print(f"{night}: {name}: {f'{MOST} or more' if len(found) == MOST else len(found)} in 36 hours: {said}")


if __name__ == "__main__":
    main()
