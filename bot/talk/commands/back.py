"""/back: one own answer is taken back."""

from __future__ import annotations

from bot.couple.household import Person
from bot.flow.signals import Back
from bot.talk import phrases, telling
from bot.talk.carrying import step
from bot.talk.commands.in_front import question_before
from bot.talk.heard import Command
from bot.talk.work import Work


def back(work: Work, person: Person, heard: Command) -> None:
    """One own answer, until anything addressed to another came of it."""
    session = question_before(work, person)
    if session is None:
        return telling.tell(work, person.id, phrases.NOTHING_BACK)
    mine = work.session(session.id)
    return step(work, mine, Back(person.id))
