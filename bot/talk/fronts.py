"""The one question in front of each person: it is what free text answers, over all chats."""

from __future__ import annotations

from bot.couple.household import Front
from bot.talk.work import Work


def put_in_front(work: Work, session: str, visit: str, person_id: str, shared: bool = False) -> None:
    """This question is the one that free text answers now; what was in front is put aside."""
    person = work.person(person_id)
    before = person.front
    if before is not None and before.session != session:
        person.aside = [*[f for f in person.aside if f.session != before.session], before]
    person.aside = [f for f in person.aside if f.session != session]
    person.front = Front(session, visit, work.now, shared)


def clear_front(work: Work, person_id: str, session: str) -> None:
    """A question of this session is in front of this person, or put aside, no more."""
    person = work.household.people.get(person_id)
    if person is None:
        return
    if person.front is not None and person.front.session == session:
        work.person(person_id).front = None
    if any(f.session == session for f in person.aside):
        mine = work.person(person_id)
        mine.aside = [f for f in mine.aside if f.session != session]
