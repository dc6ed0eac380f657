"""Two households of one person each become one: both consented, and their waiting rows come along."""

from __future__ import annotations

from datetime import datetime

from bot.couple.household import Household
from bot.talk.acts.checking import offer
from bot.talk.beginning import begin
from bot.talk.result import Turn
from bot.talk.work import Draw, Setting, Work


def merge(first: Household, second: Household, setting: Setting, now: datetime, draw: Draw, by: str | None) -> Turn | None:
    """The second joins the first. None when one of them is a couple by now: then nothing happens and nobody is told."""
    if first.paired or second.paired or first.merged_into or second.merged_into:
        return None
    work = Work(first, setting, now, draw)
    work.household.invitation = None
    work.household.people |= second.people
    work.household.sessions |= second.sessions
    work.household.entries |= second.entries
    work.household.schedules |= second.schedules
    _touch_all(work)
    work.actor = by
    for person in list(work.household.people):
        begin(work, work.flow("paired"), person)
        offer(work, person)
    return work.turn()


def _touch_all(work: Work) -> None:
    """Everything is sealed anew under the household it is in now."""
    work.touched.household = True
    for person in list(work.household.people):
        work.person(person)
    for session in list(work.household.sessions):
        work.session(session)
    for schedule in list(work.household.schedules):
        work.schedule(schedule)
    work.touched.entries |= set(work.household.entries)
