"""What a person has before them, as far as it is theirs to know."""

from __future__ import annotations

from bot.couple.household import Person
from bot.flow.session import Session
from bot.talk.beginning import joint_talk, waited_for
from bot.talk.work import Work


def question_before(work: Work, person: Person) -> Session | None:
    """The talk whose question this person has before them. One that only the other still has open is none of theirs to find out."""
    front = person.front
    session = work.household.sessions.get(front.session) if front else None
    return session if session is not None and session.status == "running" and open_to(work, session, person.id) else None


def open_to(work: Work, session: Session, person: str) -> bool:
    """Whether it is their own or both know that it goes on, it waits for them, or they were the last who did something in it."""
    known = session.by == person or (session.agreed and session.place == "together")
    return known or person in waited_for(work, session) or any(s.person == person for s in session.top.history)


def talk_of(work: Work, person: Person) -> Session | None:
    """The talk that both agreed to, if this person has not stopped it for themselves."""
    talk = joint_talk(work)
    return talk if talk is not None and person.id not in talk.left else None
