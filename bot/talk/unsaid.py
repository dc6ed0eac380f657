"""What somebody writes for themselves may say that something is not said to the other yet: it stays there, and is remembered.

What follows from it is in `flow.vouching`: nothing of theirs that it would make untrue is passed on without a word with them first.
A text that is meant for the other is none of this: whoever writes it is about to say it.
"""

from __future__ import annotations

from bot import coach
from bot.couple.household import Person
from bot.couple.keeping import UNSAID
from bot.flow.states.ask import Ask
from bot.talk import phrases, telling
from bot.talk.heard import Wrote
from bot.talk.work import Work


def told(work: Work, person: Person, heard: Wrote) -> bool:
    """Whether the text says so and it is news: then its author gets a few words after whatever else comes of it."""
    if not heard.where.private or not coach.leaves_unsaid(heard.text, person.language) or not _for_oneself(work, person):
        return False
    known = person.unsaid is not None and work.now - person.unsaid <= UNSAID
    work.person(person.id).unsaid = work.now
    return not known


def say_a_word(work: Work, person: Person) -> None:
    """Once, to its author alone."""
    if person.id in work.household.people:
        telling.tell(work, person.id, phrases.UNSAID_TOLD)


def _for_oneself(work: Work, person: Person) -> bool:
    """Whether nobody else would read an answer to the question in front."""
    session = work.household.sessions.get(person.front.session) if person.front is not None else None
    if session is None or not session.top.state:
        return True
    flow = work.setting.flows.versions.get(session.top.hash)
    kind = flow.states[session.top.state].kind if flow is not None else None
    return not isinstance(kind, Ask) or kind.to == "self"
