"""Talks that begin with a part for each alone, at each one's own hour: the evening check-in.

One run is for one evening. Whoever comes to it, by their own hour or by hand, and whether the other comes at all, it has the same
end, the same order and nobody who began it: so nothing that one gets can tell what the other has chosen, put off or ignored. The
other's part waits for the other.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.couple import rhythm
from bot.flow import engine
from bot.flow.model import Flow, Rhythm
from bot.flow.session import Session
from bot.flow.states.run import RunEach
from bot.talk.carrying import carry_out
from bot.talk.work import Work


def has_parts(flow: Flow) -> bool:
    """Whether each of two comes to it at an hour of their own."""
    alone_first = isinstance(flow.states[flow.initial].kind, RunEach)
    return len(flow.parties) == 2 and alone_first and flow.rhythm is not None and flow.rhythm.whom == "each"


def begin_part(work: Work, flow: Flow, person_id: str, day: date | None = None) -> None:
    """This person's part of the evening begins; `day` is its local date, by hand the one it is still or already about."""
    from bot.talk.beginning import begin, roles_of

    evening = _evening(work, flow, person_id, day)
    waiting = _waiting(work, flow.name, person_id, evening)
    if waiting is not None:
        return _start_child(work, waiting.id, person_id)
    people = list(work.household.people)
    roles = roles_of(work, flow, people[0] if has_parts(flow) else person_id)
    begin(work, flow, None, roles=roles, later=frozenset(people) - {person_id}, evening=evening)
    return None


def _evening(work: Work, flow: Flow, person_id: str, day: date | None) -> datetime:
    zone = work.household.people[person_id].zone or "UTC"
    usual: Rhythm = flow.rhythm or Rhythm((), "evening", "each")
    return rhythm.common_evening(usual.at, work.household.people.values(), day or rhythm.evening_of(work.now, zone))


def _waiting(work: Work, name: str, person_id: str, evening: datetime) -> Session | None:
    """The run of this evening in which this person's part is still to come."""
    for session in work.household.sessions.values():
        mine = session.top.progress.get(person_id)
        same = session.root.flow == name and session.status == "running" and session.evening == evening
        if same and mine is not None and mine.stage == "later":
            return session
    return None


def _start_child(work: Work, session_id: str, person_id: str) -> None:
    session = work.session(session_id)
    session.unbegun = [p for p in session.unbegun if p != person_id]
    with work.inside(session):
        effects = engine.start_child(session, person_id, work.world())
    carry_out(work, session, effects)
