"""What a turn comes to: the household as it is now, what of it changed, what to say, and what to tell other households."""

from __future__ import annotations

import msgspec

from bot.couple.household import Household
from bot.talk.heard import Posted
from bot.words.message import Message


class Post(msgspec.Struct, frozen=True):
    """A signal for another household: by its id, or by the SHA-256 (hex) of an invitation's token. An address that leads nowhere

    is dropped without a word: a guess learns nothing.
    """

    signal: Posted
    household: str | None = None
    invitation: str | None = None


class Touched(msgspec.Struct):
    """Ids of the parts of a household that a turn changed; `household` is its own row."""

    household: bool = False
    people: set[str] = msgspec.field(default_factory=set)
    sessions: set[str] = msgspec.field(default_factory=set)
    entries: set[str] = msgspec.field(default_factory=set)
    schedules: set[str] = msgspec.field(default_factory=set)


class Turn(msgspec.Struct):
    """One turn. `merge` names a household that joins this one, by the act of the person `merge_by`; `talk.merging` comes next.

    `parted` is the new household of somebody who left this one. `withdrawn` are people to whom nothing that the bot began may go
    out any more, also what is queued. `recalled` are messages that may not go any more though they wait: whose, and their name.
    `silenced`: what is queued for the couple's group goes no more, but for help. `asks` is an administrator's question that the
    desk answers: numbers only.
    """

    household: Household
    touched: Touched
    messages: list[Message]
    posts: list[Post]
    merge: str | None = None
    merge_by: str | None = None
    parted: Household | None = None
    asks: str | None = None
    withdrawn: set[str] = msgspec.field(default_factory=set)
    recalled: set[tuple[str, str]] = msgspec.field(default_factory=set)
    silenced: bool = False
