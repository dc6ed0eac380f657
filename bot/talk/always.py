"""What always works, whatever a talk is doing: a command, a block and its end."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk import notes, phrases, telling
from bot.talk.commands import COMMANDS
from bot.talk.commands.start import start
from bot.talk.heard import Command
from bot.talk.work import Work
from bot.talk.writing import welcome


def command(work: Work, person: Person, heard: Command) -> None:
    """/word: what works everywhere, else what this person may begin, else a kind sentence."""
    if heard.name in ("sos", "help"):
        return COMMANDS[heard.name](work, person, heard)
    if heard.name == "start":
        return start(work, person, heard)
    if not person.started and heard.name not in ("stop", "pause", "exit", "privacy", "leave", "forget", "export"):
        return welcome(work, person)
    if heard.name in phrases.ANSWERS and heard.where.private and person.user in work.setting.admins:
        work.asks = heard.name
        return None
    if heard.name in COMMANDS:
        return COMMANDS[heard.name](work, person, heard)
    if heard.where.private:
        telling.tell(work, person.id, phrases.UNKNOWN_COMMAND)
    return None


def reach(work: Work, person: Person, can: bool) -> None:
    """Blocked: silence for that person, nobody is told. Back: what waited is knocked with once."""
    mine = work.person(person.id)
    mine.reachable = can
    if not can:
        work.withdrawn.add(person.id)
    if can:
        for note in mine.notes[-1:]:
            notes.knock(work, mine, note)
