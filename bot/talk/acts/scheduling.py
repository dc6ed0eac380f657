"""`do: schedule`: when flows begin by themselves. Nothing is on that its person did not choose, and what is for both, both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.couple import dosage, rhythm
from bot.couple.household import Person, Schedule
from bot.flow import timing
from bot.talk import phrases, telling
from bot.talk.work import Work

ON = ("on", True)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = (0, 1, 2, 3, 4)
FARTHEST = 366


def schedule(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Turns a flow's rhythm on or off for this person, or changes its `days`, its hour (`at`) or its date (`on`, or `in` days).

    Outcomes: done; waiting (it is for both, and the other has not chosen it).
    """
    name = str(given.get("flow"))
    if name not in work.setting.flows.latest:
        return "done", {}
    wanted = given.get("state") in ON
    mine = find(work, person_id, name, given)
    if mine is None and not wanted:
        return "done", {}
    one = work.schedule(mine.id) if mine is not None else _fresh(work, person_id, name, given)
    _choose(one, person_id, wanted)
    _shape(work, one, given)
    plan(work, one)
    if not wanted or one.whom == "each":
        return "done", {}
    if len(one.yes) < 2:
        return "waiting", {}
    return "done", _tell_other(work, person_id, one)


def _tell_other(work: Work, person_id: str, one: Schedule) -> dict[str, Any]:
    """Both chose it: whoever chose first hears when it begins."""
    other = work.household.partner(person_id)
    if other is not None and one.due is not None:
        when, title = telling.said_moment(other, one.due), work.flow(one.flow).title
        telling.wrap(work, other.id, [telling.sentence(work, other.id, phrases.BOTH_CHOSE, title=title, when=when)])
    return {}


def find(work: Work, person_id: str, name: str, given: Mapping[str, Any]) -> Schedule | None:
    """The schedule that is meant: this person's own, or the one of both; what comes once is always a new one."""
    if given.get("in") is not None or given.get("on") is not None:
        return None
    for one in work.household.schedules.values():
        if one.flow == name and one.every != "once" and (one.person == person_id or one.whom == "both"):
            return one
    return None


def _fresh(work: Work, person_id: str, name: str, given: Mapping[str, Any]) -> Schedule:
    usual = work.flow(name).rhythm
    today = timing.local_date(work.now, work.household.people[person_id].zone or "UTC")
    one = Schedule(work.draw.id(), name, person_id, first=today)
    if usual is not None:
        one.at, one.days, one.every, one.whom = usual.at, usual.days, usual.every, usual.whom
    one.given = {k: str(v) for k, v in given.items() if k not in ("flow", "state", "days", "at", "in", "on", "day")}
    if one.every == "day":
        one.first = None
    work.add_schedule(one)
    return one


def _choose(one: Schedule, person_id: str, wanted: bool) -> None:
    dosage.answered(one)
    if one.whom == "each":
        one.paused = not wanted
        return
    others = tuple(p for p in one.yes if p != person_id)
    one.yes = (*others, person_id) if wanted else others


def _shape(work: Work, one: Schedule, given: Mapping[str, Any]) -> None:
    if given.get("days"):
        one.every, one.days, one.first = _days(given["days"])
    if given.get("at"):
        one.at = str(given["at"])
    once = _once(work, one, given)
    if once is not None:
        one.every, one.days, one.first, one.whom = "once", (), once, "each"


def _days(said: Any) -> tuple[Any, tuple[int, ...], None]:
    """`day`, `workdays`, one weekday or several."""
    if said == "day":
        return "day", (), None
    if said == "workdays":
        return "days", WORKDAYS, None
    names = said if isinstance(said, list | tuple) else [said]
    chosen = tuple(sorted(DAYS.index(n) for n in names if n in DAYS))
    return ("days", chosen, None) if chosen else ("day", (), None)


def _once(work: Work, one: Schedule, given: Mapping[str, Any]) -> date | None:
    """The local date of what comes once: "in N days", or a date. What cannot be read is left out."""
    today = timing.local_date(work.now, work.household.people[one.person].zone or "UTC")
    try:
        if given.get("in") is not None:
            return today + timedelta(days=max(0, min(FARTHEST, int(given["in"]))))
        if given.get("on") is not None:
            return date.fromisoformat(str(given["on"])[:10])
    except ValueError:
        return today + timedelta(days=1)
    return None


def plan(work: Work, one: Schedule) -> None:
    """Works out its next moment again."""
    rhythm.plan(one, work.household.people, work.now, work.setting.spread)


def replan_all(work: Work) -> None:
    """The intent is local: another zone, hour or version of the rules of zones gives another moment.

    What is due at this very moment stays due: it comes, or is left out, in its own turn.
    """
    for id, one in list(work.household.schedules.items()):
        if one.due is None or one.due > work.now:
            plan(work, work.schedule(id))


def theirs(work: Work, person: Person) -> list[Schedule]:
    """Everything that begins by itself for this person."""
    return [s for s in work.household.schedules.values() if s.person == person.id or person.id in s.yes]
