"""/start: the first word to the bot, and the first after a pause."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk import notes, phrases, telling
from bot.talk.acts.pairing import PREFIX
from bot.talk.beginning import ask_for, go_on_buttons, say_again
from bot.talk.commands.in_front import question_before
from bot.talk.heard import Command
from bot.talk.work import Work
from bot.talk.writing import welcome


def start(work: Work, person: Person, heard: Command) -> None:
    """/start, with or without what a link brought along."""
    if not heard.where.private:
        return None
    resumed = _resume(work, person)
    if heard.payload.startswith(PREFIX) and len(heard.payload) > 10:
        token = heard.payload.removeprefix(PREFIX)
        if not person.started:
            return welcome(work, person, ("join", {"token": token}))
        ask_for(work, person.id, "join", {"token": token})
        return None
    if not person.started:
        return welcome(work, person)
    front = question_before(work, person)
    if heard.payload == "go" and front is not None:
        return say_again(work, front, person.id)
    rows = [(b,) for b in go_on_buttons(work, work.household.people[person.id])]
    return telling.tell(work, person.id, phrases.RESUMED if resumed else phrases.WELCOME_BACK, *rows)


def _resume(work: Work, person: Person) -> bool:
    if not person.paused:
        return False
    mine = work.person(person.id)
    mine.paused = False
    for note in mine.notes[-1:]:
        notes.knock(work, mine, note)
    return True
