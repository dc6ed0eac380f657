"""/help: how this works, and the numbers again."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk import phrases, safety
from bot.talk.commands.sos import in_group
from bot.talk.heard import Command
from bot.talk.work import Work
from bot.words.fit import escape
from bot.words.message import Message


def help_(work: Work, person: Person, heard: Command) -> None:
    if not heard.where.private:
        return in_group(work, phrases.GROUP_HELP)
    tongue = work.setting.tongues.of(person.language)
    head = "\n\n".join(escape(tongue(t)) for t in (phrases.HELP, phrases.HELP_COMMANDS))
    work.send(Message(person.id, head, kind="safety"))
    work.send(Message(person.id, safety.card(work, person), kind="safety"))
    return None
