"""When what somebody chose comes next, worked out anew when anything changes: the intent is local, the moment is its cache."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.couple import dosage, rhythm
from bot.couple.household import Person, Schedule
from bot.flow import timing
from bot.talk import notes, phrases, telling
from bot.talk.work import Work


def theirs(work: Work, person: Person) -> list[Schedule]:
    """Everything that begins by itself for this person, without what is for both and they want no more."""
    return [s for s in work.household.schedules.values() if rhythm.is_theirs(s, person.id)]


def own(work: Work, person: Person) -> list[Schedule]:
    """What this person chose for themselves."""
    return [s for s in work.household.schedules.values() if s.whom == "each" and s.person == person.id]


def is_quiet_at(person: Person, at: str) -> bool:
    """Whether an hour ("HH:MM", or "evening") lies where this person wants silence, so that nothing may ever come."""
    hour = (person.evening or rhythm.EVENING) if at == "evening" else at
    return timing.in_quiet(datetime.fromisoformat(f"2000-01-01T{hour}+00:00"), "UTC", person.quiet)


def today_of(work: Work, person_id: str) -> date:
    """The local date where this person lives."""
    return timing.local_date(work.now, work.household.people[person_id].zone or "UTC")


def plan(work: Work, one: Schedule) -> None:
    """Works out its next moment again; what is for both has none before that is done on which it stands.

    What comes once is not lost: what has no hour on any day is dropped.
    """
    from bot.talk.beginning import needs_done

    flow = work.setting.flows.latest.get(one.flow)
    if one.whom == "both" and flow is not None and not needs_done(work, one.person, flow):
        one.due, one.day = None, None
        return
    rhythm.plan(one, work.household.people, work.now, work.setting.spread)
    if one.every == "once":
        _not_lost(work, one)


def _not_lost(work: Work, one: Schedule) -> None:
    """What comes once, on a day that lies in a holiday or whose hour is over, comes on the day after that.

    If its own day can be kept after all, it is not carried any farther.
    """
    if one.day is not None:
        one.carried = None if one.carried is not None and one.day < one.carried else one.carried
        return
    if not rhythm.on(one) or one.person not in work.household.people:
        return
    away = work.household.people[one.person].away
    one.carried = max(one.first or date.min, today_of(work, one.person), away or date.min) + timedelta(days=1)
    rhythm.plan(one, work.household.people, work.now, work.setting.spread)
    if one.due is None:
        work.drop_schedule(one.id)


def stands_now(work: Work) -> None:
    """Something is done on which talks stand: those of both that waited for it come from tomorrow on, and both hear it."""
    for id, one in list(work.household.schedules.items()):
        if one.whom == "both" and one.due is None:
            mine = work.schedule(id)
            plan(work, mine)
            not_today(work, mine, set())
            for person in list(work.household.people.values()):
                tell_when(work, person, mine, phrases.BOTH_CHOSE)


def rooms(work: Work) -> Mapping[str, set[str]]:
    """For whom each schedule of both is still to come today."""
    return {id: room_kept(work, one) for id, one in work.household.schedules.items() if one.whom == "both"}


def room_kept(work: Work, one: Schedule) -> set[str]:
    """For whom it is still to come today, so that everything else of theirs has kept room for it."""
    return {p.id for p in work.household.people.values() if dosage.comes_on(one, p, today_of(work, p.id))}


def not_today(work: Work, one: Schedule, kept: set[str]) -> None:
    """An hour of both that becomes one of today's counts from tomorrow: their two of today may have come to one of them already.

    Never mind whether they have: else the other could tell.
    """
    while one.day is not None and room_kept(work, one) - kept:
        rhythm.use(one, one.day, put_off=True)
        plan(work, one)


def tell_when(work: Work, person: Person, one: Schedule, text: str) -> None:
    if one.due is not None and person.id not in one.stopped:
        when, title = telling.said_moment(person, one.due), work.flow(one.flow).title
        notes.wrap(work, person.id, [telling.sentence(work, person.id, text, title=title, when=when)])


def replan_all(work: Work, kept: Mapping[str, set[str]]) -> None:
    """The intent is local: another zone, hour or version of the rules of zones gives another moment.

    What is due at this very moment stays due: it comes, or is left out, in its own turn. `kept` are the `rooms` from before.
    """
    for id, one in list(work.household.schedules.items()):
        if one.due is None or one.due > work.now:
            mine = work.schedule(id)
            plan(work, mine)
            if one.whom == "both":
                not_today(work, mine, kept.get(id, set()))
