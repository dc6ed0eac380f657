"""When a schedule comes next: an intent in local time becomes a moment, and the moment is only a cache of it.

One per local date, whatever happens to clocks, zones and hours; twelve hours apart for who flies east; nothing in quiet hours. An
hour that lies in the quiet ones of its own person waits for their end if that is soon, and never comes otherwise. What is for both
comes when it is quiet for neither, an hour before the quiet of either at the latest: nobody should take a heavy talk to bed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from bot.couple.household import Person, Schedule
from bot.flow import timing

EVENING = "20:00"
LATEST = timedelta(hours=4)
"""From when on something that was missed does not come any more."""
APART = timedelta(hours=12)
BEFORE_QUIET = timedelta(hours=1)
NOON = timedelta(hours=12)
AHEAD = timedelta(days=800)
FIRST_PLACES = timedelta(hours=14)
"""So far ahead of UTC are the places where a date begins first."""
REMEMBERED = timedelta(days=3)
"""Longer than any evening can still be begun."""
ASTRAY = timedelta(days=2)
"""Nothing that happened lies farther ahead, by any zone's date; what does is from a clock that stood wrong."""
PERIOD = timedelta(days=62)
"""Nothing regular is farther away, so nothing later can have been left out."""
TRIES = 40
_DAY = timedelta(days=1)

Next = tuple[datetime, date]


def on(schedule: Schedule) -> bool:
    """Whether it comes at all: not switched off, not asleep, and wanted by both if it is for both."""
    wanted = schedule.whom == "each" or len(schedule.yes) == 2
    return wanted and not schedule.paused and not schedule.asleep


def is_theirs(schedule: Schedule, person_id: str) -> bool:
    """Whether it begins for this person; what is for both and they want no more does not."""
    if schedule.whom == "each":
        return schedule.person == person_id
    return person_id in schedule.yes and person_id not in schedule.stopped


def hears(person: Person) -> bool:
    """Whether anything comes to this person by itself at all."""
    return person.reachable and not person.paused and not person.gone and "reminders" not in person.withdrawn


def comes(schedule: Schedule, person: Person) -> bool:
    """Whether what this person chose will come to them: what is switched off, not wanted any more, or finds no hour outside quiet

    ones does not.
    """
    wanted = schedule.whom == "each" or not ("joint" in person.withdrawn or "invitations" in person.muted)
    return wanted and hears(person) and is_theirs(schedule, person.id) and on(schedule) and schedule.due is not None


def rests(schedule: Schedule, person: Person, at: datetime) -> bool:
    """Whether what is for both is left out for this one alone: a holiday, or they want it no more. The other gets it as ever."""
    if schedule.whom == "each":
        return False
    away = person.away is not None and timing.local_date(at, person.zone or "UTC") <= person.away
    return away or person.id in schedule.stopped


def plan(schedule: Schedule, people: Mapping[str, Person], now: datetime, spread: int = 0) -> None:
    """Works out `due` and `day` again. `spread` is the window, in seconds, over which an evening hour is spread."""
    found = next_time(schedule, people, now, spread) if on(schedule) else None
    schedule.due, schedule.day = found or (None, None)


def use(schedule: Schedule, day: date, put_off: bool) -> None:
    """A local date is used up, whatever came of it; what was put off gets the next one."""
    before = schedule.last if schedule.last and schedule.last <= day + ASTRAY else day
    schedule.last = max(day, before)
    if schedule.carried is not None and schedule.carried <= day:
        schedule.carried = None
    if put_off:
        schedule.carried = day + _DAY


def next_time(schedule: Schedule, people: Mapping[str, Person], now: datetime, spread: int = 0) -> Next | None:
    """The next moment (UTC) after `now` and the local date it is meant for; None when there is none."""
    if schedule.person not in people or (schedule.whom == "both" and len(people) < 2):
        return None
    whose = [people[schedule.person]] if schedule.whom == "each" else list(people.values())
    for tried, day in enumerate(_dates(schedule, whose, now)):
        moment = _moment(schedule, whose, day, spread)
        if moment is not None and moment > now and not _too_soon(schedule, moment):
            return moment, day
        if tried >= TRIES:
            return None
    return None


def _dates(schedule: Schedule, whose: list[Person], now: datetime) -> Iterator[date]:
    """The local dates on which it falls, from yesterday's on, that are not used, skipped or in a holiday.

    A holiday of one of two shows in nothing that is for both.
    """
    zone = whose[0].zone or "UTC"
    today = timing.local_date(now, zone)
    away = whose[0].away if schedule.whom == "each" else None
    used = schedule.last if not is_astray(schedule, now) else None
    skip = schedule.skip if schedule.skip and schedule.skip <= max(today, away or today) + PERIOD else None
    taken = [d for d in (used, skip, away) if d is not None]
    day = max([today - _DAY, *(d + _DAY for d in taken)])
    last = schedule.first if schedule.every == "once" and schedule.first else today + AHEAD
    last = max(last, schedule.carried or last)
    while day <= last:
        if falls_on(schedule, day):
            yield day
        day += _DAY


def falls_on(schedule: Schedule, day: date) -> bool:
    """Whether it is meant for that local date, by its own rhythm or because it was put off to it."""
    if day == schedule.carried:
        return True
    first = schedule.first or day
    if schedule.every == "once" or day < first:
        return day == first
    if schedule.days:
        return day.weekday() in schedule.days
    if schedule.every in ("week", "month"):
        return timing.Every(schedule.every).falls_on(day, first)
    return True


def _moment(schedule: Schedule, whose: list[Person], day: date, spread: int) -> datetime | None:
    """When it comes on that day; None when quiet hours leave no room for it."""
    owner = whose[0] if schedule.whom == "each" else next(p for p in whose if p.id == schedule.person)
    zone = owner.zone or "UTC"
    evening = schedule.at == "evening"
    due = timing.on_date(day, (owner.evening or EVENING) if evening else schedule.at, zone)
    if schedule.whom == "both":
        return timing.first_free(due, [(p.zone or "UTC", p.quiet) for p in whose], BEFORE_QUIET)
    free = timing.quiet_end(due, zone, owner.quiet)
    if free - due > LATEST:
        return None
    return _spread(free, owner, spread) if evening else free


def common_evening(at: str, people: Iterable[Person], day: date) -> datetime:
    """From when the parts of two count that begin at each one's own hour: where it is latest, the usual hour `at` of that date.

    The same whoever begins, and whether the other begins at all: so the end of it tells nobody the other's hour. The same also for
    whoever moves to another zone meanwhile: an evening counts by where each lived when its date began anywhere.
    """
    usual = EVENING if at == "evening" else at
    return max(timing.on_date(day, usual, _zone_on(p, day)) for p in people)


def moves(person: Person, zone: str, now: datetime) -> None:
    """Somebody lives by the clock of another zone from now on."""
    if person.zone and zone != person.zone:
        begun = (now + FIRST_PLACES).date()
        kept = {day: left for day, left in person.moved.items() if begun - day <= REMEMBERED}
        person.moved = {begun: person.zone} | kept
        _flies_back(person, timing.local_date(now, person.zone), timing.local_date(now, zone))
    person.zone = zone


def _flies_back(person: Person, left: date, reached: date) -> None:
    if reached < left:
        person.relived = max(left, person.relived or left)


def comes_again(person: Person, now: datetime) -> bool:
    """Whether the local date that it is now has been there for this person before, in another zone."""
    return person.relived is not None and timing.local_date(now, person.zone or "UTC") <= person.relived <= (now + ASTRAY).date()


def _zone_on(person: Person, day: date) -> str:
    return next((left for last, left in sorted(person.moved.items()) if last >= day), person.zone) or "UTC"


def evening_of(now: datetime, zone: str) -> date:
    """The local date of the evening that somebody means who comes by themselves: until noon the one that has been."""
    return timing.local_date(now - NOON, zone)


def _spread(due: datetime, owner: Person, spread: int) -> datetime:
    """A little later, always the same for one person, so that an hour which many chose is no wall; never into quiet hours."""
    later = due + timedelta(seconds=timing.stable_jitter(owner.id, spread))
    return due if timing.in_quiet(later, owner.zone or "UTC", owner.quiet) else later


def _too_soon(schedule: Schedule, moment: datetime) -> bool:
    return schedule.came is not None and schedule.came - moment <= ASTRAY and moment - schedule.came < APART


def is_astray(schedule: Schedule, now: datetime) -> bool:
    """Whether it was used up on a date that lies ahead of every zone: the clock stood wrong then, and nothing of it counts."""
    return schedule.last is not None and schedule.last > (now + ASTRAY).date()


def too_late(schedule: Schedule, people: Mapping[str, Person], now: datetime) -> bool:
    """Whether what was due came up so late, or at such an hour, that it is better left out."""
    whose = [people[schedule.person]] if schedule.whom == "each" else list(people.values())
    quiet = any(timing.in_quiet(now, p.zone or "UTC", p.quiet) for p in whose)
    return quiet or schedule.due is None or now >= _over(schedule.due, people[schedule.person])


def until(due: datetime, owner: Person, whose: Iterable[Person], now: datetime) -> datetime:
    """From when (UTC) on something of `owner`'s that begins `now` is better not sent any more, had it to wait until then.

    `whose` quiet hours count. What waited longer would stand beside what comes by itself on the next day.
    """
    nights = (timing.quiet_begin(now, p.zone or "UTC", p.quiet) for p in whose)
    return min([_over(due, owner), *(night for night in nights if night is not None)])


def _over(due: datetime, owner: Person) -> datetime:
    """When something is too late at any hour of the day: its local date is over, or it was missed for too long."""
    return min(due + LATEST, timing.date_end(due, owner.zone or "UTC"))
