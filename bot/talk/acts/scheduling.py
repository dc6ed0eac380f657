"""`do: schedule`: when flows begin by themselves. Nothing is on that its person did not choose, and what is for both, both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.couple import dosage
from bot.couple.household import Schedule
from bot.flow.states.answers import ENTRY
from bot.talk import phrases
from bot.talk.planning import is_quiet_at, not_today, own, plan, room_kept, tell_when, today_of
from bot.talk.work import Work

ON = ("on", True)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = (0, 1, 2, 3, 4)
RARE = ("week", "month")
"""Counted from the day on which they were chosen."""
FARTHEST = 366


def schedule(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Turns a flow's rhythm on or off for this person, or changes its `days`, its hour (`at`) or its date (`on`, or `in` days).

    Outcomes: done; waiting (it is for both, and the other has not chosen it); quiet (the hour lies in this person's quiet hours:
    nothing is changed). Nothing is changed by a list of days with none in it either. Without a flow, `off` turns off all that
    this person chose for themselves.
    """
    name = str(given.get("flow"))
    if not name and given.get("state") not in ON:
        return _all_off(work, person_id)
    if name not in work.setting.flows.latest or given.get("days") == []:
        return "done", {}
    wanted = given.get("state") in ON
    if wanted and given.get("at") and is_quiet_at(work.household.people[person_id], str(given["at"])):
        return "quiet", {}
    mine = find(work, person_id, name, given)
    if mine is None and not wanted:
        return "done", {}
    one = work.schedule(mine.id) if mine is not None else _fresh(work, person_id, name, given)
    before, kept = _agreed(one), room_kept(work, one)
    if wanted and one.whom == "both":
        _proposed_by(work, one, person_id, given)
    _choose(one, person_id, wanted)
    _shape(work, one, given)
    plan(work, one)
    if not wanted or one.whom == "each":
        return "done", {}
    _tell_what_comes_first(work, person_id, one)
    if len(one.yes) < 2:
        return "waiting", {}
    if before != _agreed(one):
        dosage.answered(one)
        not_today(work, one, kept)
        _tell_other(work, person_id, one, phrases.BOTH_CHOSE if before is None else phrases.BOTH_CHANGED)
    return "done", {}


def _all_off(work: Work, person_id: str) -> tuple[str, dict[str, Any]]:
    for one in own(work, work.household.people[person_id]):
        mine = work.schedule(one.id)
        mine.paused = True
        plan(work, mine)
    return "done", {}


def _agreed(one: Schedule) -> tuple[Any, ...] | None:
    """On which days it is for both and when it comes next, whoever named the hour; None until both chose it."""
    return (one.every, one.days, one.due) if one.whom == "both" and len(one.yes) == 2 else None


def _tell_other(work: Work, person_id: str, one: Schedule, text: str) -> None:
    """The other hears when it begins. Coming back from a no that nobody saw is nothing to hear of, and who wants it no more hears

    nothing of it.
    """
    other = work.household.partner(person_id)
    if other is not None:
        tell_when(work, other, one, text)


def _tell_what_comes_first(work: Work, person_id: str, one: Schedule) -> None:
    """Whoever chooses a talk that stands on another hears of that, with a button to begin it: until it is done nothing comes."""
    from bot.talk.beginning import comes_first

    first = comes_first(work, person_id, work.flow(one.flow))
    if first is not None:
        work.send(first)


def find(work: Work, person_id: str, name: str, given: Mapping[str, Any]) -> Schedule | None:
    """The schedule that is meant: this person's own, or the one of both; what comes once is always a new one."""
    if given.get("in") is not None or given.get("on") is not None:
        return None
    for one in work.household.schedules.values():
        about = one.given.get(ENTRY, "") == str(given.get(ENTRY) or "")
        if one.flow == name and about and one.every != "once" and (one.person == person_id or one.whom == "both"):
            return one
    return None


def _fresh(work: Work, person_id: str, name: str, given: Mapping[str, Any]) -> Schedule:
    one = Schedule(work.draw.id(), name, person_id)
    _as_usual(work, one, person_id)
    one.given = {k: str(v) for k, v in given.items() if v != "" and k not in ("flow", "state", "days", "at", "in", "on", "day")}
    work.add_schedule(one)
    return one


def _as_usual(work: Work, one: Schedule, person_id: str) -> None:
    """As it is when this person chooses it today and says nothing more about it."""
    usual = work.flow(one.flow).rhythm
    if usual is not None:
        one.at, one.days, one.every, one.whom = usual.at, usual.days, usual.every, usual.whom
    today = today_of(work, person_id)
    one.person, one.first = person_id, None if one.every == "day" else today


def _proposed_by(work: Work, one: Schedule, person_id: str, given: Mapping[str, Any]) -> None:
    """An hour is by the clock of whoever names it; and nothing stays of what somebody chose and took back unseen."""
    if not one.yes and (given.get("at") or given.get("days")):
        _as_usual(work, one, person_id)
    elif given.get("at"):
        one.person = person_id


def _choose(one: Schedule, person_id: str, wanted: bool) -> None:
    if one.whom == "each":
        dosage.answered(one)
        one.paused = not wanted
    elif wanted:
        one.yes = (*(p for p in one.yes if p != person_id), person_id)
        one.stopped = tuple(p for p in one.stopped if p != person_id)
    else:
        _stop(one, person_id)


def _stop(one: Schedule, person_id: str) -> None:
    """Before both chose it, a yes taken back is unseen; afterwards it goes on for the other.

    Also where neither wants it any more: else who comes back could tell from the answer that the other had stopped.
    """
    if len(one.yes) < 2:
        one.yes = tuple(p for p in one.yes if p != person_id)
    else:
        one.stopped = (*(p for p in one.stopped if p != person_id), person_id)


def _shape(work: Work, one: Schedule, given: Mapping[str, Any]) -> None:
    before = (one.every, one.days)
    if given.get("days") in RARE:
        one.every, one.days = given["days"], ()
    elif given.get("days"):
        one.every, one.days, one.first = _days(given["days"]) or (one.every, one.days, one.first)
    if given.get("at"):
        one.at = str(given["at"])
    once = _once(work, one, given)
    if once is not None:
        one.every, one.days, one.first, one.whom = "once", (), once, "each"
    if before != (one.every, one.days):
        one.skip = None


def _days(said: Any) -> tuple[Any, tuple[int, ...], None] | None:
    """`day`, `workdays`, one weekday or several; None where no day is named, which is never every day."""
    if said == "day":
        return "day", (), None
    if said == "workdays":
        return "days", WORKDAYS, None
    names = said if isinstance(said, list | tuple) else [said]
    chosen = tuple(sorted(DAYS.index(n) for n in names if n in DAYS))
    return ("days", chosen, None) if chosen else None


def _once(work: Work, one: Schedule, given: Mapping[str, Any]) -> date | None:
    """The local date of what comes once: "in N days", or a date. What cannot be read is left out."""
    today = today_of(work, one.person)
    try:
        if given.get("in") is not None:
            return today + timedelta(days=max(0, min(FARTHEST, int(given["in"]))))
        if given.get("on") is not None:
            return date.fromisoformat(str(given["on"])[:10])
    except ValueError:
        return today + timedelta(days=1)
    return None
