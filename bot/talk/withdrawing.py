"""One of two goes out of a talk, and the other can't tell it from silence."""

from __future__ import annotations

from bot.couple.household import Person
from bot.flow import engine
from bot.flow.effects import Effect, Say
from bot.flow.session import Session
from bot.flow.signals import Withdrawn
from bot.flow.states.agree import Agree
from bot.talk import phrases, telling
from bot.talk.carrying import carry_out
from bot.talk.fronts import clear_front
from bot.talk.work import Work


def silent_no(work: Work, person: Person, session_id: str) -> None:
    """Nothing that the other can see happens before the deadline."""
    withdraw(work, person, session_id)
    session = work.household.sessions.get(session_id)
    if session is None or _asks_to_agree(work, session):
        return telling.tell(work, person.id, phrases.STOPPED_ALONE)
    mine = work.session(session_id)
    mine.left = [*mine.left, person.id]
    clear_front(work, person.id, session_id)
    return telling.tell(work, person.id, phrases.STOPPED_APART if session.agreed else phrases.STOPPED_ALONE)


def _asks_to_agree(work: Work, session: Session) -> bool:
    """Whether both are asked for a yes: one line ends that for both, the same for whoever said no, and comes to both."""
    flow = work.setting.flows.versions.get(session.top.hash)
    return not session.agreed and flow is not None and isinstance(flow.states[session.top.state].kind, Agree)


def withdraw(work: Work, person: Person, session_id: str) -> None:
    """This person's part of it is over, unseen."""
    mine = work.session(session_id)
    with work.inside(mine):
        effects = engine.step(mine, Withdrawn(person.id), work.world())
    unseen: list[Effect] = [e for e in effects if not isinstance(e, Say)]
    carry_out(work, mine, unseen)
    for child in [s for s in work.household.sessions.values() if s.parent and s.parent.startswith(session_id + ".")]:
        if child.people == [person.id]:
            work.drop_session(child.id)
    work.person(person.id).front = None
