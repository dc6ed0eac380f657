"""The bot's own lists: begun anew each time they are asked for, one at a time."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk.fronts import clear_front
from bot.talk.work import Work


def close(work: Work, person: Person, name: str) -> None:
    """An older run of one of the bot's own lists ends silently when it is asked for again."""
    for session in list(work.household.sessions.values()):
        if session.root.flow == name and session.people == [person.id]:
            work.drop_session(session.id)
            clear_front(work, person.id, session.id)
