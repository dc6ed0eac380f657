"""/pause: nothing comes until the person is back."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk import phrases, telling
from bot.talk.heard import Command
from bot.talk.work import Work


def pause(work: Work, person: Person, heard: Command) -> None:
    return fall_silent(work, person, phrases.PAUSED)


def fall_silent(work: Work, person: Person, text: str) -> None:
    """Nothing is sent to this person until they write; `text` says so."""
    work.person(person.id).paused = True
    work.withdrawn.add(person.id)
    telling.tell(work, person.id, text)
