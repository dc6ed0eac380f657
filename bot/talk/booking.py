"""What is written into books, and what follows from it: a status, and a question at its owner's own hour when its time has come.

A book of `books.yaml` may say which flow `asks` about its entries. An entry kept with a `when` makes a schedule of its owner's: on
a date, after a time, or again and again. It ends with the entry, and with a status that the book counts as `over`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.couple import days
from bot.couple.household import Entry, Schedule
from bot.flow import timing
from bot.flow.effects import Keep, Mark
from bot.flow.hand import Kept
from bot.flow.session import Session
from bot.flow.signals import Stopped
from bot.flow.spans import moment
from bot.flow.states.answers import ENTRY, as_value
from bot.flow.values import Value, day_of
from bot.talk.acts import scheduling
from bot.talk.work import Work

MOST_MARKS = 100
"""How many changes of its status an entry remembers; the oldest go first."""
REGULAR = ("day", "workdays", "week", "month", *scheduling.DAYS)
_DAY = timedelta(days=1)


def keep(work: Work, session: Session, effect: Keep) -> None:
    """Writes an entry; its owner is asked about it when they said so."""
    day = _day(work, session, effect.owner)
    text = _as_chosen(work, effect)
    entry = Entry(effect.id, effect.book, text, work.now, effect.owner, effect.status, _said(effect.when), day)
    work.add_entry(entry)
    book = work.setting.flows.books.get(entry.book)
    when = rhythm(work, effect.when) if effect.when and entry.owner in work.household.people else None
    if book is not None and book.asks is not None and when is not None:
        scheduling.schedule(work, str(entry.owner), {"flow": book.asks, "state": "on", ENTRY: entry.id, **when})


def mark(work: Work, effect: Mark) -> None:
    """Another status; what is over is asked about no more, and stays over: an older question cannot bring it back."""
    known = work.household.entries.get(effect.entry)
    if known is None or is_over(work, known):
        return
    entry = work.entry(effect.entry)
    entry.status = effect.status
    entry.marks = (*entry.marks, (work.now, effect.status))[-MOST_MARKS:]
    if is_over(work, entry):
        for one in [s for s in work.household.schedules.values() if s.given.get(ENTRY) == entry.id]:
            work.drop_schedule(one.id)
        _end_questions(work, entry)


def is_over(work: Work, entry: Entry) -> bool:
    """Whether nothing asks about it any more."""
    book = work.setting.flows.books.get(entry.book)
    return book is not None and status(work, entry) in book.over


def status(work: Work, entry: Entry) -> str | None:
    """Its status now: what has a last day is over after it. The day is UTC's, because that one tells nothing of anybody's zone."""
    last = until(work, entry)
    book = work.setting.flows.books.get(entry.book)
    if book is None or last is None or entry.status in book.over or work.now.date() <= last:
        return entry.status
    return book.over[0]


def until(work: Work, entry: Entry) -> date | None:
    """The day on which it is over by itself, if it has one."""
    return day_of(entry.when) if work.setting.flows.dated(entry.book) else None


def _end_questions(work: Work, entry: Entry) -> None:
    """What its owner alone is still asked about it, in another talk than the one that ended it, ends without a word."""
    from bot.talk.beginning import waited_for
    from bot.talk.carrying import step

    here = {session.id for session in work.within}
    for session in [s for s in work.household.sessions.values() if s.id not in here and _is_about(s, entry)]:
        if waited_for(work, session) == [entry.owner]:
            step(work, work.session(session.id), Stopped("over"))


def _is_about(session: Session, entry: Entry) -> bool:
    return any(value.content == entry.id for frame in session.frames for value in frame.values.values())


def asked_about(work: Work, schedule: Schedule) -> dict[str, Value] | None:
    """What the flow of a schedule begins with: nothing of its own, or its entry; None when that is gone."""
    if ENTRY not in schedule.given:
        return {}
    entry = work.household.entries.get(schedule.given[ENTRY])
    if entry is None or not entry.text.may_read([schedule.person]):
        return None
    return {ENTRY: as_value(Kept(entry.id, entry.text, entry.status, entry.owner), schedule.person)}


def rhythm(work: Work, when: Any) -> Mapping[str, Any] | None:
    """What `when` says, as `do: schedule` takes it; None when it says nothing that can be planned."""
    if isinstance(when, list | tuple):
        days = [d for d in when if d in REGULAR]
        return {"days": days} if days else None
    if isinstance(when, str) and when in REGULAR:
        return {"days": when}
    try:
        return {"on": date.fromisoformat(str(when)[:10]).isoformat()}
    except ValueError:
        later = moment(when, work.now) - work.now
        return {"in": max(1, math.ceil(later / _DAY))} if later > timedelta(0) else None


def _as_chosen(work: Work, effect: Keep) -> Value:
    """How a day was is for the other only while both choose it: a question that was asked before one of them ended it is late."""
    if effect.book != days.BOOK or effect.owner not in work.household.people or days.view(work.household, effect.owner) == "ours":
        return effect.text
    return Value(effect.text.content, effect.text.owner, frozenset({effect.owner}), effect.text.label)


def _day(work: Work, session: Session, owner: str | None) -> date | None:
    """The local date on which the talk began, to the owner of what it writes."""
    person = work.household.people.get(owner or "")
    return timing.local_date(session.began or work.now, person.zone or "UTC") if person is not None else None


def _said(when: Any) -> str | None:
    if isinstance(when, dict) and (day := day_of(when)) is not None:
        return day.isoformat()
    return None if when is None else ", ".join(map(str, when)) if isinstance(when, list | tuple) else str(when)
