"""How much is enough: what the bot may begin today, for one person.

Reminders keep people from leaving only while they are few: apps for hard times lose 97 of 100 within a month, and one message a
day at a chosen hour is what was acted on (JMIR 2019 e14567, PLoS One 2017 e0169162). So at most two a day begin; what was promised
and what two people do together go first. Who does not answer is asked less and less, then asked once whether to stop, and silence
is a yes to that, for all that they chose for themselves. Any answer brings the old rhythm back. Nobody else learns any of it.

After something heavy there is less, and nobody is asked what they liked. In a couple's first two weeks that is not the first thing
they are asked either, and a talk that can hurt does not begin in the last hour before the night of one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from bot.couple.household import Household, Pace, Person, Schedule
from bot.couple.rhythm import ASTRAY, comes_again, on
from bot.flow import timing

A_DAY = 2
STEPS = (0, 1, 2, 5, 8)
"""Days after the first unanswered one on which it still comes: days 1, 2, 3, 6 and 9."""
ASK = 13
"""Then, on day 14, the question whether to stop."""
HEAVY = timedelta(hours=24)
EARLY = timedelta(days=14)
BEDTIME = timedelta(hours=1)
LIKINGS = ("appreciation",)
"""Talks that begin by asking what somebody liked about the other."""
SNOOZES = 3
LATELY = timedelta(days=3)
"""Longer than any date lasts, wherever on earth somebody flies."""
JOINT, PROMISE, CHECK_IN, OTHER = 0, 1, 2, 3
PROMISES = ("promise-check",)
CHECK_INS = ("evening-check-in",)
_DAY = timedelta(days=1)
_NEVER = datetime.min.replace(tzinfo=UTC)

Verdict = Literal["send", "ask", "rest", "tomorrow", "heavy"]


def rank(schedule: Schedule) -> int:
    """Invitations to joint talks come before what was promised, then check-ins, and these before everything else: rituals too."""
    if schedule.whom == "both":
        return JOINT
    if schedule.flow in PROMISES:
        return PROMISE
    return CHECK_IN if schedule.flow in CHECK_INS else OTHER


def weigh(schedule: Schedule, person: Person, all_of_theirs: Iterable[Schedule], today: date, now: datetime) -> Verdict:
    """What to do about a schedule that is due for this person today (their local date)."""
    silence = _silence(person.pace, today)
    if silence == "rest":
        return "rest"
    heavy = rank(schedule) == CHECK_IN and is_first_after(schedule, person, now)
    if is_heavy(person, now) and rank(schedule) not in (PROMISE, CHECK_IN):
        return "tomorrow"
    if begun(person, today) + _reserved(schedule, person, all_of_theirs, today) >= A_DAY:
        return "tomorrow"
    return "heavy" if heavy else silence


def weigh_both(schedule: Schedule, people: Collection[Person], of_both: Iterable[Schedule], today: date, now: datetime) -> Verdict:
    """The same for what two people are asked for at once. Room is kept for it by everything else.

    Neither a heavy day of one alone nor how much else somebody gets changes anything here: the other would see it. Only what came
    for both today (one of `of_both`) is counted. On a date that one of them has twice, their two may have come the first time:
    never mind whether they have, it waits for a date that is new to both.
    """
    silence = _silence(schedule, today)
    if silence == "send" and all(is_heavy(p, now) for p in people):
        return "tomorrow"
    if silence != "rest" and any(comes_again(p, now) for p in people):
        return "tomorrow"
    return "tomorrow" if silence != "rest" and _came_today(list(of_both), people, now) >= A_DAY else silence


def _came_today(of_both: list[Schedule], people: Iterable[Person], now: datetime) -> int:
    """How many came on the local date that it is now, by the clock of whoever had more."""
    zones = [p.zone or "UTC" for p in people]
    came = [[timing.local_date(s.came, zone) == timing.local_date(now, zone) for s in of_both if s.came] for zone in zones]
    return max(sum(one) for one in came)


def _silence(of: Schedule | Pace, today: date) -> Literal["send", "ask", "rest"]:
    """Whether anything comes today to somebody who answers nothing: to one, whatever it is of all they chose; to two, this."""
    if not of.silent or of.since is None or of.since > today + ASTRAY:
        return "send"
    days = (today - of.since).days
    if isinstance(of, Pace) and of.unheard == today:
        return "send"
    if of.silent < len(STEPS):
        return "send" if days >= STEPS[of.silent] else "rest"
    return "ask" if days >= ASK else "rest"


def begun(person: Person, today: date) -> int:
    """How much was begun today. Who flies over the date line has a date twice, or a moment on two dates: it counts for each."""
    zone = person.zone or "UTC"
    return sum(today in (day, timing.local_date(at, zone)) for at, day in person.pace.lately)


def _reserved(schedule: Schedule, person: Person, theirs: Iterable[Schedule], today: date) -> int:
    """Room for what is still to come today and goes first."""
    mine = _place(schedule, today)
    return sum(comes_on(s, person, today) for s in theirs if s.id != schedule.id and _place(s, today) < mine)


def _place(schedule: Schedule, today: date) -> tuple[int, bool, datetime, int, datetime, str]:
    """Its place among what is for one person on a date, the first first.

    Promises and check-ins stand in one line for what found no room the day before, whoever waited longest first: else the check-in
    would never come to somebody with two promises a day.
    """
    mine = rank(schedule)
    waited = schedule.carried is not None and schedule.carried <= today
    line = PROMISE if waited and mine == CHECK_IN else mine
    return line, not waited, schedule.came or _NEVER, mine, schedule.due or _NEVER, schedule.id


def comes_on(schedule: Schedule, person: Person, today: date) -> bool:
    """Whether it is still to come on that local date of theirs, so that room is kept for it."""
    of = person.pace if schedule.whom == "each" else schedule
    if schedule.due is None or not on(schedule) or _silence(of, today) == "rest":
        return False
    return timing.local_date(schedule.due, person.zone or "UTC") == today


def is_heavy(person: Person, now: datetime) -> bool:
    """Whether a talk that was stopped, a break or a setback lies less than a day back."""
    return person.heavy is not None and timedelta(0) <= now - person.heavy < HEAVY


def is_first_after(schedule: Schedule, person: Person, now: datetime) -> bool:
    """Whether it would be the first to come after something heavy, on the local date of that or on the next.

    Not by hours: a check-in that the talk itself put off comes a day later, and a few minutes more.
    """
    if person.heavy is None or now < person.heavy or (schedule.came is not None and schedule.came >= person.heavy):
        return False
    zone = person.zone or "UTC"
    return timing.local_date(now, zone) <= timing.local_date(person.heavy, zone) + _DAY


def is_heavy_for_both(home: Household, now: datetime) -> bool:
    """The same of what both know of. A heavy day of one alone is not the other's to notice."""
    return home.heavy is not None and timedelta(0) <= now - home.heavy < HEAVY


def is_early(home: Household, now: datetime) -> bool:
    """Whether the two have been here together for less than two weeks."""
    joined = [datetime.fromisoformat(p.consents["joint"]) for p in home.people.values() if "joint" in p.consents]
    return len(joined) == 2 and now - max(joined) < EARLY


def near_night(home: Household, now: datetime) -> frozenset[str]:
    """Who, in the first two weeks, would take what begins now into their quiet hours within an hour, or is in them."""
    if not is_early(home, now):
        return frozenset()
    return frozenset(p.id for p in home.people.values() if any(_quiet(p, at) for at in (now, now + BEDTIME)))


def _quiet(person: Person, at: datetime) -> bool:
    return timing.in_quiet(at, person.zone or "UTC", person.quiet)


def count(person: Person, today: date, now: datetime) -> int:
    """Counts one more that the bot began today; returns which wording is next, none of which comes twice within 30 days."""
    person.pace.lately = [*(one for one in person.pace.lately if abs(now - one[0]) < LATELY), (now, today)]
    person.pace.worded += 1
    return person.pace.worded - 1


def unanswered(of: Schedule | Pace, today: date) -> None:
    """It was sent; until there is an answer, it stays unanswered. For one person a date counts once, however much came on it."""
    if isinstance(of, Pace):
        of.silent += of.unheard != today
        of.unheard = today
    else:
        of.silent += 1
    of.since = min(of.since or today, today)


def answered(of: Schedule | Pace) -> None:
    """Somebody spoke to the bot: the old rhythm comes back."""
    of.silent, of.since = 0, None
    if isinstance(of, Pace):
        of.unheard = None
    else:
        of.asleep = False


def may_snooze(pace: Pace, today: date) -> bool:
    """Whether it may be put off once more today, and counts it."""
    pace.snoozes = pace.snoozes if pace.snoozed_on == today else 0
    pace.snoozed_on = today
    pace.snoozes += 1
    return pace.snoozes <= SNOOZES
