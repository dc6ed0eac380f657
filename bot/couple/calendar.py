"""What would come when, for somebody who answers everything: a year ahead in a moment, by the same rules as the real thing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar

import msgspec

from bot.couple import dosage, rhythm
from bot.couple.household import Household, Person, Schedule
from bot.flow import timing

Coming = tuple[datetime, Schedule]
T = TypeVar("T", Person, Schedule)


def coming(home: Household, person_id: str, start: datetime, days: int, spread: int = 0) -> list[Coming]:
    """Everything that begins by itself for this person from `start` (UTC) on, oldest first; nothing for who pauses.

    Nothing of the household is changed.
    """
    people = {id: _copy(p, Person) for id, p in home.people.items()}
    mine = [_copy(s, Schedule) for s in home.schedules.values() if rhythm.is_theirs(s, person_id) and not _stands_on_nothing(s)]
    if not rhythm.hears(people[person_id]):
        return []
    dosage.answered(people[person_id].pace)
    for one in mine:
        dosage.answered(one)
        rhythm.plan(one, people, start, spread)
    found: list[Coming] = []
    while (due := _first(mine)) is not None and due[0] <= start + timedelta(days=days):
        now, day, one = due
        verdict = _verdict(one, people, person_id, mine, now)
        rhythm.use(one, day, verdict == "tomorrow")
        if verdict in ("send", "heavy"):
            one.came = now
            if not rhythm.rests(one, people[person_id], now):
                found.append((now, msgspec.structs.replace(one)))
                dosage.count(people[person_id], _today(people[person_id], now), now)
        rhythm.plan(one, people, now, spread)
    return found


def _stands_on_nothing(one: Schedule) -> bool:
    """Whether both chose it and it has no moment yet: what it stands on is still to be done."""
    return one.whom == "both" and rhythm.on(one) and one.due is None


def _first(schedules: list[Schedule]) -> tuple[datetime, date, Schedule] | None:
    due = [(s.due, s.day, s) for s in schedules if s.due is not None and s.day is not None]
    return min(due, key=lambda one: (one[0], one[2].id), default=None)


def _verdict(one: Schedule, people: dict[str, Person], person_id: str, mine: list[Schedule], now: datetime) -> str:
    if one.whom == "both":
        of_both = [s for s in mine if s.whom == "both"]
        return dosage.weigh_both(one, people.values(), of_both, _today(people[one.person], now), now)
    return dosage.weigh(one, people[person_id], mine, _today(people[person_id], now), now)


def _today(person: Person, now: datetime) -> date:
    return timing.local_date(now, person.zone or "UTC")


def _copy(part: T, kind: type[T]) -> T:
    return msgspec.json.decode(msgspec.json.encode(part), type=kind)
