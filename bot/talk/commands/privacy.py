"""/privacy: what is kept, and who reads it."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk import phrases, telling
from bot.talk.heard import Command
from bot.talk.work import Work


def privacy(work: Work, person: Person, heard: Command) -> None:
    if heard.where.private:
        telling.tell(work, person.id, phrases.PRIVACY)
