"""/leave, /forget, /export and /progress: a person's own affairs."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk.beginning import ask_for
from bot.talk.commands.lists import close
from bot.talk.heard import Command
from bot.talk.work import Work


def own_affair(work: Work, person: Person, heard: Command) -> None:
    """/leave, /forget, /export and /progress: begun anew each time, in one's own chat only."""
    if heard.where.private:
        close(work, person, heard.name)
        ask_for(work, person.id, heard.name)
