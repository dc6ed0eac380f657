"""A password or a code that somebody hands over: kindly refused, kept nowhere, and taken out of the chat.

It comes right after danger, before any question hears of it, so that there is no draft, no held text and no message of it. The
question that was open stays open.
"""

from __future__ import annotations

from bot import coach
from bot.couple.household import Person
from bot.talk import clearing, phrases, telling
from bot.talk.heard import Wrote
from bot.talk.work import Work
from bot.words.message import Message


def refused(work: Work, person: Person, heard: Wrote, before: str = "") -> bool:
    """Whether there was one in the text, or in what was typed `before` together with it; then all of it is said and done."""
    if not coach.holds_password(f"{before}\n{heard.text}"):
        return False
    clearing.take_away(work, person, heard)
    lines = [phrases.NOT_KEPT, *([phrases.STILL_OPEN] if person.front is not None else [])]
    work.send(Message(person.id, "\n\n".join(telling.plain_line(work, person.id, line) for line in lines)))
    return True
