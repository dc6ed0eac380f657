"""/exit: the chat shows nothing more of this."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk import clearing, phrases, telling
from bot.talk.fronts import clear_front
from bot.talk.heard import Command
from bot.talk.withdrawing import withdraw
from bot.talk.work import Work

KEPT_ON_EXIT = ("offered",)
"""What somebody else wrote for this person is not thrown away with the chat."""


def exit_(work: Work, person: Person, heard: Command) -> None:
    """Unseen: what was said and typed last goes from the chat, the question in front is put aside, nobody is told."""
    if not heard.where.private:
        return
    if person.front is not None:
        _drop_own(work, person, person.front.session)
    mine = work.person(person.id)
    mine.front, mine.notes, mine.waiting = None, [], []
    clearing.clear(work, person)
    telling.tell(work, person.id, phrases.EXIT)
    return


def _drop_own(work: Work, person: Person, session_id: str) -> None:
    session = work.household.sessions.get(session_id)
    if session is None:
        return
    if session.agreed:
        return
    parent = session.parent.split(".")[0] if session.parent is not None else None
    if parent in work.household.sessions and not work.household.sessions[parent].agreed:
        withdraw(work, person, parent)
    elif len(session.people) > 1 or len(session.frames) > 1:
        withdraw(work, person, session_id)
    elif session.root.flow not in KEPT_ON_EXIT:
        work.drop_session(session_id)
        clear_front(work, person.id, session_id)
