"""Takes out of somebody's own chat what stands there: what the bot said, and what they typed themselves.

Telegram lets a bot delete either for 48 hours in a private chat. For so long, and no longer, the ids of what somebody typed are
known; never the words.
"""

from __future__ import annotations

from datetime import datetime

from bot.couple.household import Person, Typed
from bot.couple.keeping import DELETABLE
from bot.talk.heard import Command, Unreadable, Wrote
from bot.talk.work import Work
from bot.words.message import Message

MOST = 500


def remember(work: Work, person: Person, heard: Wrote | Command | Unreadable) -> None:
    """One more message of theirs that can be taken away; what is too old by now is forgotten."""
    if not heard.where.private or not heard.message:
        return
    mine = work.person(person.id)
    mine.typed = [*_recent(mine, work.now), Typed(heard.message, heard.at or work.now)][-MOST:]


def clear(work: Work, person: Person) -> None:
    """All that Telegram still lets go. Newest first, because these are what a glance would show."""
    mine = work.person(person.id)
    typed = tuple(one.message for one in reversed(_recent(mine, work.now)))
    mine.typed = []
    work.send(Message(person.id, delete=True))
    if typed:
        work.send(Message(person.id, delete=True, ids=typed))


def take_away(work: Work, person: Person, heard: Wrote) -> None:
    """This one message, in the group as well, where Telegram lets only an administrator do it."""
    if not heard.message:
        return
    work.send(Message(person.id if heard.where.private else "group", delete=True, ids=(heard.message,)))
    if heard.where.private:
        mine = work.person(person.id)
        mine.typed = [one for one in mine.typed if one.message != heard.message]


def _recent(person: Person, now: datetime) -> list[Typed]:
    return [one for one in person.typed if now - one.at < DELETABLE]
