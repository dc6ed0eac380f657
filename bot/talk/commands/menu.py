"""/menu: what two, or one, can do here."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk import phrases, telling
from bot.talk.beginning import ask_for, go_on_buttons
from bot.talk.commands.lists import close
from bot.talk.commands.sos import in_group
from bot.talk.heard import Command
from bot.talk.work import Work


def menu(work: Work, person: Person, heard: Command) -> None:
    """What can be begun; what waits is offered first."""
    if not heard.where.private:
        return in_group(work, phrases.GROUP_MENU)
    close(work, person, "menu")
    mine = work.household.people[person.id]
    rows = [(b,) for b in go_on_buttons(work, mine)]
    rows += [(telling.button(work, person.id, phrases.OPEN_NOTE, f"!open.{note.id}"),) for note in mine.notes[-1:]]
    if rows:
        telling.tell(work, person.id, phrases.WELCOME_BACK, *rows)
    ask_for(work, person.id, "menu")
    return None
