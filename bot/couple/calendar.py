"""What would come when, for somebody who answers everything: a year ahead in a moment, by the same rules as the real thing."""

from __future__ import annotations

from collections.abc import Iterator
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
    planned = _planned(home, people, person_id, start, spread, wakes=True)
    return list(_walked(planned, people, person_id, start + timedelta(days=days), spread))


def next_of_each(home: Household, person_id: str, start: datetime, spread: int = 0) -> list[Coming]:
    """The next one of each, oldest first, as `coming` has them; what is asleep stays so. Looks no farther ahead than it has to.

    What is due later than anything regular can be stands there as it is planned.
    """
    people = {id: _copy(p, Person) for id, p in home.people.items()}
    planned = _planned(home, people, person_id, start, spread, wakes=False)
    heard = [(s.due, s) for s in planned if s.due is not None and rhythm.comes(s, people[person_id])]
    end = start + rhythm.PERIOD
    found = [(due, one) for due, one in heard if due > end]
    left = {one.id for due, one in heard if due <= end}
    walk = _walked(planned, people, person_id, end, spread)
    while left and (following := next(walk, None)) is not None:
        found += [following] if following[1].id in left else []
        left.discard(following[1].id)
    return sorted(found, key=lambda one: (one[0], one[1].id))


def _planned(
    home: Household, people: dict[str, Person], person_id: str, start: datetime, spread: int, wakes: bool
) -> list[Schedule]:
    """What is this person's own, and all that is for both: it counts for both also where one of them wants it no more.

    Whoever answers wakes (`wakes`) what is their own. What both left unanswered, one alone does not bring back.
    """
    if not rhythm.hears(people[person_id]):
        return []
    if wakes:
        dosage.answered(people[person_id].pace)
    found = (s for s in home.schedules.values() if s.whom == "both" or s.person == person_id)
    planned = [_copy(s, Schedule) for s in found if not _stands_on_nothing(s)]
    for one in planned:
        if wakes and one.whom == "each":
            dosage.answered(one)
        rhythm.plan(one, people, start, spread)
    return planned


def _walked(planned: list[Schedule], people: dict[str, Person], person_id: str, end: datetime, spread: int) -> Iterator[Coming]:
    """What comes to this person until `end`, as everything that is due is begun, put off or left out in its turn."""
    person = people[person_id]
    while (due := _first(planned)) is not None and due[0] <= end:
        now, day, one = due
        verdict, heard = _verdict(one, people, person, planned, now), rhythm.comes(one, person)
        rhythm.use(one, day, verdict == "tomorrow")
        if verdict in ("send", "heavy"):
            one.came = now
            if not rhythm.rests(one, person, now):
                dosage.count(person, _today(person, now), now)
                if heard:
                    yield now, msgspec.structs.replace(one)
        rhythm.plan(one, people, now, spread)


def _stands_on_nothing(one: Schedule) -> bool:
    """Whether both chose it and it has no moment yet: what it stands on is still to be done."""
    return one.whom == "both" and rhythm.on(one) and one.due is None


def _first(schedules: list[Schedule]) -> tuple[datetime, date, Schedule] | None:
    due = [(s.due, s.day, s) for s in schedules if s.due is not None and s.day is not None]
    return min(due, key=lambda one: (one[0], one[2].id), default=None)


def _verdict(one: Schedule, people: dict[str, Person], person: Person, planned: list[Schedule], now: datetime) -> str:
    if one.whom == "both":
        of_both = [s for s in planned if s.whom == "both"]
        return dosage.weigh_both(one, people.values(), of_both, _today(people[one.person], now), now)
    theirs = (s for s in planned if rhythm.is_theirs(s, person.id))
    return dosage.weigh(one, person, theirs, _today(person, now), now)


def _today(person: Person, now: datetime) -> date:
    return timing.local_date(now, person.zone or "UTC")


def _copy(part: T, kind: type[T]) -> T:
    return msgspec.json.decode(msgspec.json.encode(part), type=kind)
