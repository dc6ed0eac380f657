"""What the bot begins: a schedule is due. Whether it comes today is `couple.dosage`; here it begins, and in which words.

Whoever does not answer is left alone more and more; who speaks to the bot again gets the old rhythm back. None of it shows to the
other: a partner's part waits for its own hour, and a run ends for both with the same line, whoever was silent.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bot.couple import dosage, rhythm
from bot.couple.household import Person, Schedule
from bot.flow import engine, timing
from bot.flow.model import Flow
from bot.flow.session import Session
from bot.flow.states.run import RunEach
from bot.flow.values import Value
from bot.talk import wordings
from bot.talk.acts.scheduling import plan, theirs
from bot.talk.carrying import carry_out
from bot.talk.heard import Began, Command, Pressed, Reach, Unreadable, Wrote
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
    used = schedule.last is not None and day <= schedule.last
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
    """None: it is not for now, and nobody is told. What two may not begin now waits a day."""
    from bot.talk.beginning import joint_talk

    people = _whose(work, schedule)
    if all(_wants_silence(p) for p in people) or not _can_begin(work, schedule):
        return None
    if joint_talk(work) is not None:
        return "tomorrow"
    today = timing.local_date(work.now, people[0].zone or "UTC")
    if schedule.whom == "both":
        return dosage.weigh_both(schedule, people, timing.local_date(work.now, _owner(work, schedule).zone or "UTC"), work.now)
    return dosage.weigh(schedule, people[0], theirs(work, people[0]), today, work.now)


def _wants_silence(person: Person) -> bool:
    return person.paused or not person.reachable or person.gone or "reminders" in person.withdrawn


def _can_begin(work: Work, schedule: Schedule) -> bool:
    """Whether there is such a flow, what it stands on is done, and it is not open already."""
    from bot.talk.beginning import joint_allowed, needs_done

    flow = work.setting.flows.latest.get(schedule.flow)
    if flow is None or not needs_done(work, schedule.person, flow):
        return False
    if len(flow.parties) == 1:
        return True
    return joint_allowed(work) and not (schedule.whom == "both" and _running(work, flow.name))


def _running(work: Work, name: str) -> bool:
    return any(s.root.flow == name and s.status == "running" for s in work.household.sessions.values())


def _send(work: Work, schedule: Schedule, verdict: str) -> None:
    if verdict != "ask" and _already(work, schedule):
        return
    for person in [p for p in _whose(work, schedule) if not _wants_silence(p)]:
        mine = work.person(person.id)
        today = timing.local_date(work.now, mine.zone or "UTC")
        work.nudges[mine.id] = wordings.nudge(dosage.count(mine, today))
    schedule.came = work.now
    _remember_silence(work, schedule, verdict)
    before = len(work.messages)
    _begin(work, schedule, verdict)
    work.messages[before:] = [_as_nudge(m) for m in work.messages[before:]]


def _as_nudge(message: Message) -> Message:
    """What the bot begins stands behind every reply, and is never sent twice."""
    return msgspec.structs.replace(message, kind="nudge") if message.kind == "flow" else message


def _remember_silence(work: Work, schedule: Schedule, verdict: str) -> None:
    today = timing.local_date(work.now, _owner(work, schedule).zone or "UTC")
    dosage.unanswered(schedule, today)
    schedule.asleep = verdict == "ask"


def _begin(work: Work, schedule: Schedule, verdict: str) -> None:
    """For each: this partner's part begins; the other's when their own hour comes, if they chose one."""
    from bot.talk.beginning import begin

    if verdict in ("heavy", "ask"):
        name = HEAVY_DAY if verdict == "heavy" else QUIET_LATELY
        for person in _whose(work, schedule):
            values = {"flow": Value(schedule.flow)} if verdict == "ask" else {}
            begin(work, work.flow(name), person.id, schedule=schedule.id, values=values, people=[person.id])
        return
    flow = work.flow(schedule.flow)
    given = dict(schedule.given)
    if len(flow.parties) == 1 or schedule.whom == "both":
        begin(work, flow, schedule.person, given, schedule=schedule.id)
        return
    _begin_part(work, schedule, flow)


def _begin_part(work: Work, schedule: Schedule, flow: Flow) -> None:
    from bot.talk.beginning import begin

    waiting = _waiting_parent(work, schedule)
    if waiting is not None:
        session = work.session(waiting.id)
        session.unbegun = [p for p in session.unbegun if p != schedule.person]
        carry_out(work, session, engine.start_child(session, schedule.person, work.world()))
    else:
        others = frozenset(p for p in work.household.people if p != schedule.person)
        begin(work, flow, schedule.person, schedule=schedule.id, later=others)


def _waiting_parent(work: Work, schedule: Schedule) -> Session | None:
    """Today's run that the partner's hour began already."""
    for session in work.household.sessions.values():
        progress = session.top.progress.get(schedule.person)
        if session.root.flow == schedule.flow and session.status == "running" and progress and progress.stage == "later":
            return session
    return None


def _already(work: Work, schedule: Schedule) -> bool:
    """Whether this person's part of such a talk is still open: then there is no second one on top of it."""
    flow = work.flow(schedule.flow)
    inner = {flow.name, *(s.kind.run for s in flow.states.values() if isinstance(s.kind, RunEach))}
    return any(s.root.flow in inner and s.people == [schedule.person] for s in work.household.sessions.values())


# -- an answer ------------------------------------------------------------------------------------------


def heard_from(work: Work, person: Person, heard: Wrote | Command | Pressed | Unreadable | Reach) -> None:
    """Any sign of life ends the silence; what fell asleep wakes by an answer, not by a word that asks for silence."""
    if isinstance(heard, Reach) or (isinstance(heard, Command) and heard.name in SILENCING):
        return
    answers = isinstance(heard, Wrote | Pressed)
    for one in theirs(work, person):
        if one.silent and (answers or not one.asleep):
            mine = work.schedule(one.id)
            if dosage.answered(mine):
                plan(work, mine)


def heavy(work: Work, *people: str) -> None:
    """A heavy day begins for these: less comes by itself until tomorrow."""
    for id in people:
        work.person(id).heavy = work.now


def skip(work: Work, person: Person, schedule_id: str) -> date | None:
    """ "Not this one": its next date is left out. Returns that date, or None when there is nothing to leave out."""
    known = work.household.schedules.get(schedule_id)
    if known is None or known.person != person.id or known.whom == "both" or known.day is None:
        return None
    mine = work.schedule(schedule_id)
    mine.skip = mine.day
    plan(work, mine)
    return mine.skip
