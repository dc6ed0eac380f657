"""What can knock at the door: everything that Telegram, a timer, a schedule or another household can bring."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec


class Who(msgspec.Struct, frozen=True):
    """A Telegram account as the update shows it. The id is the identity; names only greet."""

    user: int
    name: str = ""
    language: str | None = None

    def __repr__(self) -> str:
        return "Who()"


class Where(msgspec.Struct, frozen=True):
    """The chat of an update."""

    chat: int
    private: bool
    title: str = ""

    def __repr__(self) -> str:
        return f"Where(private={self.private})"


class Wrote(msgspec.Struct, frozen=True, tag=True):
    """A text. `at` is Telegram's time of the message (UTC, whole seconds), `message` its id in that chat (0: unknown)."""

    who: Who
    where: Where
    text: str
    at: datetime
    message: int = 0
    replies_to: int | None = None

    def __repr__(self) -> str:
        return f"Wrote(at={self.at!r})"


class Command(msgspec.Struct, frozen=True, tag=True):
    """/name payload, with the bot's own name taken off."""

    who: Who
    where: Where
    name: str
    payload: str = ""
    at: datetime | None = None
    message: int = 0

    def __repr__(self) -> str:
        return f"Command(name={self.name!r})"


class Pressed(msgspec.Struct, frozen=True, tag=True):
    """A button: its data, the callback to answer and the message it stood under."""

    who: Who
    where: Where
    data: str
    callback: str
    message: int = 0

    def __repr__(self) -> str:
        return f"Pressed(message={self.message!r})"


class Unreadable(msgspec.Struct, frozen=True, tag=True):
    """Something that is no answer: `what` is sticker, photo, voice, video, document, location, contact, poll, forward, other.

    `caption` is what was typed under it: it answers nothing, and is read for danger only.
    """

    who: Who
    where: Where
    what: str
    at: datetime | None = None
    voice: str | None = None
    message: int = 0
    caption: str = ""

    def __repr__(self) -> str:
        return f"Unreadable(what={self.what!r})"


class Reach(msgspec.Struct, frozen=True, tag=True):
    """The person blocked the bot, or came back."""

    who: Who
    can: bool


class GroupSeen(msgspec.Struct, frozen=True, tag=True):
    """The group changed: the bot came, went, was promoted; somebody came or went; or a stranger was seen speaking.

    `members` is filled when it was counted (getChatMemberCount, with the bot); 0 when that could not be done.
    """

    who: Who
    where: Where
    bot: Literal["in", "out", "admin", "unchanged"] = "unchanged"
    came: tuple[Who, ...] = ()
    went: tuple[Who, ...] = ()
    members: int | None = None


class Moved(msgspec.Struct, frozen=True, tag=True):
    """The group became a supergroup with another id."""

    who: Who
    where: Where
    to: int


class Due(msgspec.Struct, frozen=True, tag=True):
    """A timer of a session."""

    session: str
    visit: str
    name: str


class Began(msgspec.Struct, frozen=True, tag=True):
    """A schedule is due. The turn lets it begin once per local date."""

    schedule: str


class Posted(msgspec.Struct, frozen=True, tag=True):
    """A signal from another household. `what` names it, `data` are plain values."""

    what: str
    data: dict[str, Any] = {}
    sender: str = ""

    def __repr__(self) -> str:
        return f"Posted(what={self.what!r})"


Heard = Wrote | Command | Pressed | Unreadable | Reach | GroupSeen | Moved | Due | Began | Posted
