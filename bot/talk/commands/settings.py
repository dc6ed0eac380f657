"""/settings: language, hours, and what comes by itself."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk.beginning import ask_for
from bot.talk.commands.lists import close
from bot.talk.heard import Command
from bot.talk.work import Work


def settings(work: Work, person: Person, heard: Command) -> None:
    if heard.where.private:
        close(work, person, "settings")
        ask_for(work, person.id, "settings")
