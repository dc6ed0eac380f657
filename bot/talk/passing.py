"""Time passes, and other households speak: timers, schedules, posts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.couple.household import Schedule
from bot.flow import engine, timing
from bot.flow.session import Session
from bot.flow.signals import Elapsed
from bot.flow.states.run import RunEach
from bot.talk import grouping
from bot.talk.acts import pairing
from bot.talk.acts.setting import next_due
from bot.talk.carrying import carry_out
from bot.talk.heard import Began, Due, Posted
from bot.talk.work import Work

LATEST = timedelta(hours=4)


def due(work: Work, heard: Due) -> None:
    """A timer of a session. What a person tapped a few seconds ago counts as their act."""
    if heard.session not in work.household.sessions:
        return
    session = work.session(heard.session)
    verb, _, rest = heard.name.partition(":")
    if verb in ("send", "share"):
        work.actor = rest.split(":")[0] or _asked(session)
    carry_out(work, session, engine.step(session, Elapsed(heard.visit, heard.name), work.world()))


def _asked(session: Session) -> str | None:
    return next((p for p, progress in session.top.progress.items() if progress.stage == "sending"), None)


def began(work: Work, heard: Began) -> None:
    """A schedule is due: its flow begins, once per local date, if it is not too late for it."""
    if heard.schedule not in work.household.schedules:
        return
    schedule = work.schedule(heard.schedule)
    person = work.household.people[schedule.person]
    zone = person.zone or "UTC"
    was = schedule.due
    today = timing.local_date(was or work.now, zone)
    if schedule.paused or was is None or was > work.now:
        schedule.due = next_due(work, schedule)
        return
    fresh = schedule.last != today and work.now - was <= LATEST and not timing.in_quiet(work.now, zone, person.quiet)
    schedule.last = today
    schedule.due = next_due(work, schedule)
    if fresh and not person.paused and "reminders" not in person.withdrawn and schedule.flow in work.setting.flows.latest:
        _begin(work, schedule)


def _begin(work: Work, schedule: Schedule) -> None:
    """For each: this partner's part begins; the other's when their own hour comes, if they chose one."""
    from bot.talk.beginning import begin, joint_allowed

    flow = work.flow(schedule.flow)
    if len(flow.parties) == 1:
        begin(work, flow, schedule.person, schedule=schedule.id)
        return
    waiting = _waiting_parent(work, schedule)
    if waiting is not None:
        session = work.session(waiting.id)
        carry_out(work, session, engine.start_child(session, schedule.person, work.world()))
    elif joint_allowed(work) and not _already(work, schedule):
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
    inner = {s.kind.run for s in flow.states.values() if isinstance(s.kind, RunEach)}
    return any(s.root.flow in inner and s.people == [schedule.person] for s in work.household.sessions.values())


def posted(work: Work, heard: Posted) -> None:
    """What another household, or the wire, has to say."""
    posts = {
        "knock": pairing.knocked,
        "invited": pairing.invited,
        "accepted": pairing.accepted,
        "unreachable": _unreachable,
        "moved": grouping.moved_away,
    }
    if heard.what in posts:
        posts[heard.what](work, heard.data)


def _unreachable(work: Work, data: Mapping[str, Any]) -> None:
    person = work.household.by_user(int(data.get("user", 0)))
    if person is not None:
        work.person(person.id).reachable = False
