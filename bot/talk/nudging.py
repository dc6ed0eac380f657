"""What the bot begins: a schedule is due. Whether it comes today is `couple.dosage`; here it begins, and in which words.

Whoever does not answer is left alone more and more; who speaks to the bot again gets the old rhythm back. None of it shows to the
other: a partner's part waits for its own hour, and a run ends for both with the same line, whoever was silent.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from bot.couple import dosage, rhythm
from bot.couple.household import Person, Schedule
from bot.flow import timing
from bot.flow.model import Flow
from bot.flow.states.answers import ENTRY
from bot.flow.states.run import RunEach
from bot.flow.values import Value
from bot.talk import own_hours, wishes, wordings
from bot.talk.booking import asked_about
from bot.talk.heard import Began, Command, Pressed, Reach, Unreadable, Wrote
from bot.talk.planning import own, plan, theirs
from bot.talk.work import Work
from bot.words.message import Message

HEAVY_DAY, QUIET_LATELY = "heavy-day", "quiet-lately"
SILENCING = ("stop", "pause", "exit")


def began(work: Work, heard: Began) -> None:
    """A schedule is due: its flow begins, once per local date, if it is not too late and not too much."""
    if heard.schedule not in work.household.schedules:
        return
    schedule = work.schedule(heard.schedule)
    if schedule.due is None or schedule.due > work.now or not rhythm.on(schedule):
        return plan(work, schedule)
    day = schedule.day or timing.local_date(schedule.due, _owner(work, schedule).zone or "UTC")
    used = schedule.last is not None and day <= schedule.last and not rhythm.is_astray(schedule, work.now)
    verdict = None if used or rhythm.too_late(schedule, work.household.people, work.now) else _verdict(work, schedule)
    rhythm.use(schedule, day, verdict == "tomorrow")
    if verdict in ("send", "ask", "heavy"):
        _send(work, schedule, verdict)
    if schedule.every == "once" and schedule.carried is None:
        return work.drop_schedule(schedule.id)
    return plan(work, schedule)


def _owner(work: Work, schedule: Schedule) -> Person:
    return work.household.people[schedule.person]


def _whose(work: Work, schedule: Schedule) -> list[Person]:
    return [_owner(work, schedule)] if schedule.whom == "each" else list(work.household.people.values())


def _verdict(work: Work, schedule: Schedule) -> str | None:
    """None: it is not for now, and nobody is told. What two may not begin now waits a day.

    What is for both begins even when neither hears of it: else somebody who comes back could tell whether the other was there.
    """
    from bot.talk.beginning import in_the_way

    people = _whose(work, schedule)
    silent = schedule.whom == "each" and _wants_silence(work, schedule, people[0])
    if silent or not _can_begin(work, schedule):
        return None
    if in_the_way(work, work.flow(schedule.flow)) is not None:
        return "tomorrow"
    today = timing.local_date(work.now, people[0].zone or "UTC")
    if schedule.whom == "both":
        of_both = [s for s in work.household.schedules.values() if s.whom == "both"]
        owners = timing.local_date(work.now, _owner(work, schedule).zone or "UTC")
        return dosage.weigh_both(schedule, people, of_both, owners, work.now)
    return dosage.weigh(schedule, people[0], theirs(work, people[0]), today, work.now)


def _wants_silence(work: Work, schedule: Schedule, person: Person) -> bool:
    return not rhythm.hears(person) or wishes.rests(work, schedule, person)


def _can_begin(work: Work, schedule: Schedule) -> bool:
    """Whether there is such a flow, what it stands on is done, and it is not open already."""
    from bot.talk.beginning import both_know_of, joint_allowed, needs_done

    flow = work.setting.flows.latest.get(schedule.flow)
    if flow is None or not needs_done(work, schedule.person, flow) or asked_about(work, schedule) is None:
        return False
    if len(flow.parties) == 1 or _part_of_one(work, schedule, flow) is not None:
        return True
    return joint_allowed(work) and not (schedule.whom == "both" and both_know_of(work, flow.name))


def _part_of_one(work: Work, schedule: Schedule, flow: Flow) -> Flow | None:
    """For somebody who is here alone: the part that each does alone in a talk that begins with one."""
    first = flow.states[flow.initial].kind
    alone = not work.household.paired and schedule.whom == "each"
    return work.setting.flows.versions[flow.runs[first.run]] if alone and isinstance(first, RunEach) else None


def _send(work: Work, schedule: Schedule, verdict: str) -> None:
    if verdict != "ask" and _already(work, schedule):
        return
    for person in [p for p in _whose(work, schedule) if not _wants_silence(work, schedule, p)]:
        mine = work.person(person.id)
        today = timing.local_date(work.now, mine.zone or "UTC")
        work.nudges[mine.id] = wordings.nudge(dosage.count(mine, today, work.now))
    schedule.came = work.now
    until = rhythm.until(schedule.due or work.now, _owner(work, schedule), _whose(work, schedule), work.now)
    before = len(work.messages)
    _begin(work, schedule, verdict)
    _remember_silence(work, schedule, verdict)
    work.messages[before:] = [_as_nudge(m, until) for m in work.messages[before:]]


def _as_nudge(message: Message, until: datetime) -> Message:
    """What the bot begins stands behind every reply, is never sent twice, and not when its time is over."""
    kind = "nudge" if message.kind in ("flow", "unasked") else message.kind
    return msgspec.structs.replace(message, kind=kind, until=until if kind == "nudge" and message.edits is None else None)


def _remember_silence(work: Work, schedule: Schedule, verdict: str) -> None:
    """Who is asked whether to stop gets nothing more without a yes; what was for both needs the yes of both again."""
    owner = _owner(work, schedule)
    today = timing.local_date(work.now, owner.zone or "UTC")
    dosage.unanswered(schedule if schedule.whom == "both" else work.person(owner.id).pace, today)
    if verdict == "ask" and schedule.whom == "both":
        schedule.yes, schedule.stopped = (), ()
    elif verdict == "ask":
        for one in own(work, owner):
            work.schedule(one.id).asleep = True


def _begin(work: Work, schedule: Schedule, verdict: str) -> None:
    """For each: this partner's part begins; the other's when their own hour comes, if they chose one."""
    from bot.talk.beginning import begin

    if verdict in ("heavy", "ask"):
        name = HEAVY_DAY if verdict == "heavy" else QUIET_LATELY
        for person in [p for p in _whose(work, schedule) if not wishes.rests(work, schedule, p)]:
            about = {"flow": schedule.flow, ENTRY: schedule.given.get(ENTRY, "")}
            values = {n: Value(v) for n, v in about.items()} if verdict == "ask" and schedule.whom == "both" else {}
            begin(work, work.flow(name), person.id, schedule=schedule.id, values=values, people=[person.id])
        return
    flow = work.flow(schedule.flow)
    given = dict(schedule.given)
    part = _part_of_one(work, schedule, flow)
    if part is not None:
        begin(work, part, schedule.person, schedule=schedule.id)
        return
    if len(flow.parties) == 1 or schedule.whom == "both" or ENTRY in given:
        begin(work, flow, schedule.person, given, schedule=schedule.id, values=asked_about(work, schedule))
        return
    own_hours.begin_part(work, flow, schedule.person, schedule.last)


def _already(work: Work, schedule: Schedule) -> bool:
    """Whether this person's part of such a talk is still open: then there is no second one on top of it."""
    flow = work.flow(schedule.flow)
    inner = {flow.name, *(s.kind.run for s in flow.states.values() if isinstance(s.kind, RunEach))}
    return any(s.root.flow in inner and s.people == [schedule.person] for s in work.household.sessions.values())


# -- an answer ------------------------------------------------------------------------------------------


def heard_from(work: Work, person: Person, heard: Wrote | Command | Pressed | Unreadable | Reach) -> None:
    """Any sign of life ends the silence; what fell asleep wakes by an answer, not by a word that asks for silence.

    Of what is for both the other would see that: there only a talk that came about counts (`took_place`).
    """
    if isinstance(heard, Reach) or (isinstance(heard, Command) and heard.name in SILENCING):
        return
    mine = own(work, person)
    asleep = [one.id for one in mine if one.asleep]
    again = [one.id for one in mine if rhythm.is_astray(one, work.now)]
    if (asleep or person.pace.silent) and (not asleep or isinstance(heard, Wrote | Pressed)):
        dosage.answered(work.person(person.id).pace)
        for id in asleep:
            dosage.answered(work.schedule(id))
        again += asleep
    for id in dict.fromkeys(again):
        plan(work, work.schedule(id))


def took_place(work: Work, schedule_id: str | None) -> None:
    """Both agreed to what a schedule began."""
    if schedule_id in work.household.schedules:
        dosage.answered(work.schedule(str(schedule_id)))


def heavy(work: Work, *people: str) -> None:
    """A heavy day begins for these: less comes by itself until tomorrow. What happened to two, both know of."""
    if len(people) > 1:
        work.household.heavy = work.now
        work.touched.household = True
    for id in people:
        work.person(id).heavy = work.now


def skip(work: Work, person: Person, what: str) -> bool:
    """ "Not this one" ("schedule.yyyymmdd"): that date is left out, if it is still the next. False when it is not."""
    schedule_id, _, day = what.partition(".")
    known = work.household.schedules.get(schedule_id)
    if known is None or known.person != person.id or known.whom == "both":
        return False
    if known.day is None or f"{known.day:%Y%m%d}" != day:
        return False
    if known.every == "once":
        work.drop_schedule(schedule_id)
        return True
    mine = work.schedule(schedule_id)
    mine.skip = mine.day
    plan(work, mine)
    return True
