"""/sos: numbers to call."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk import phrases, safety
from bot.talk.heard import Command
from bot.talk.work import Work
from bot.words.fit import escape
from bot.words.message import Message


def sos(work: Work, person: Person, heard: Command) -> None:
    """Numbers to call, at once and whole; in the group one neutral line."""
    if not heard.where.private:
        return in_group(work, phrases.GROUP_HELP)
    work.send(Message(person.id, safety.card(work, person), kind="safety"))
    return None


def in_group(work: Work, text: str) -> None:
    """One line in the group, that says nothing of who asked for what."""
    tongue = work.audience(*work.household.people).tongue
    work.send(Message("group", escape(tongue(text)), kind="safety"))
