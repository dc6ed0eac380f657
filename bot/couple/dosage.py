"""How much is enough: what the bot may begin today, for one person.

Reminders keep people from leaving only while they are few: apps for hard times lose 97 of 100 within a month, and one message a
day at a chosen hour is what was acted on (JMIR 2019 e14567, PLoS One 2017 e0169162). So at most two a day begin; what was promised
and what two people do together go first. Who does not answer is asked less and less, then asked once whether to stop, and silence
is a yes to that. Any answer brings the old rhythm back. Nobody else learns any of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from bot.couple.household import Pace, Person, Schedule
from bot.couple.rhythm import on
from bot.flow import timing

A_DAY = 2
STEPS = (0, 1, 2, 5, 8)
"""Days after the first unanswered one on which it still comes: days 1, 2, 3, 6 and 9."""
ASK = 13
"""Then, on day 14, the question whether to stop."""
HEAVY = timedelta(hours=24)
SNOOZES = 3
PROMISE, CHECK_IN, OTHER = 0, 1, 2
CHECK_INS = ("evening-check-in",)
_DAY = timedelta(days=1)

Verdict = Literal["send", "ask", "rest", "tomorrow", "heavy"]


def rank(schedule: Schedule) -> int:
    """Promises and invitations to joint talks come before check-ins, and these before everything else."""
    if schedule.whom == "both" or "promise" in schedule.given:
        return PROMISE
    return CHECK_IN if schedule.flow in CHECK_INS else OTHER


def weigh(schedule: Schedule, person: Person, all_of_theirs: Iterable[Schedule], today: date, now: datetime) -> Verdict:
    """What to do about a schedule that is due for this person today (their local date)."""
    silence = _silence(schedule, today)
    if silence == "rest":
        return "rest"
    heavy = is_heavy(person, now) and rank(schedule) != PROMISE
    if heavy and rank(schedule) != CHECK_IN:
        return "tomorrow"
    if begun(person.pace, today) + _reserved(schedule, person, all_of_theirs, today) >= A_DAY:
        return "tomorrow"
    return "heavy" if heavy else silence


def weigh_both(schedule: Schedule, people: Iterable[Person], today: date, now: datetime) -> Verdict:
    """The same for what two people are asked for at once: there must be room for it with either.

    A heavy day of one alone changes nothing here, because the other would see that something is missing.
    """
    silence, both = _silence(schedule, today), list(people)
    if silence != "send":
        return silence
    full = any(begun(p.pace, timing.local_date(now, p.zone or "UTC")) >= A_DAY for p in both)
    return "tomorrow" if full or all(is_heavy(p, now) for p in both) else "send"


def _silence(schedule: Schedule, today: date) -> Literal["send", "ask", "rest"]:
    if not schedule.silent or schedule.since is None:
        return "send"
    days = (today - schedule.since).days
    if schedule.silent < len(STEPS):
        return "send" if days >= STEPS[schedule.silent] else "rest"
    return "ask" if days >= ASK else "rest"


def begun(pace: Pace, today: date) -> int:
    """How much was begun today."""
    return pace.count if pace.day == today else 0


def _reserved(schedule: Schedule, person: Person, theirs: Iterable[Schedule], today: date) -> int:
    """Room for what is still to come today and goes first."""
    mine = rank(schedule)
    return sum(_comes_today(s, person, today) for s in theirs if s.id != schedule.id and rank(s) < mine)


def _comes_today(schedule: Schedule, person: Person, today: date) -> bool:
    if schedule.due is None or not on(schedule) or _silence(schedule, today) == "rest":
        return False
    return timing.local_date(schedule.due, person.zone or "UTC") == today


def is_heavy(person: Person, now: datetime) -> bool:
    """Whether a talk that was stopped, a break or a setback lies less than a day back."""
    return person.heavy is not None and timedelta(0) <= now - person.heavy < HEAVY


def count(person: Person, today: date) -> int:
    """Counts one more that the bot began today; returns which wording is next, none of which comes twice within 30 days."""
    person.pace.count = begun(person.pace, today) + 1
    person.pace.day = today
    person.pace.worded += 1
    return person.pace.worded - 1


def unanswered(schedule: Schedule, today: date) -> None:
    """It was sent; until there is an answer, it stays unanswered."""
    schedule.since = schedule.since or today
    schedule.silent += 1


def answered(schedule: Schedule) -> bool:
    """Somebody spoke to the bot: the old rhythm comes back. True when it was asleep."""
    was = schedule.asleep
    schedule.silent, schedule.since, schedule.asleep = 0, None, False
    return was


def may_snooze(pace: Pace, today: date) -> bool:
    """Whether it may be put off once more today, and counts it."""
    pace.snoozes = pace.snoozes if pace.snoozed_on == today else 0
    pace.snoozed_on = today
    pace.snoozes += 1
    return pace.snoozes <= SNOOZES
