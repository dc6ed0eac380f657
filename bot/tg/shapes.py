"""The few fields of Telegram's updates that we read, with their types.

Only what is used is named, so that a new or changed field elsewhere costs nothing; what is named is checked
strictly (msgspec turns no string into a number), because a webhook's body is whatever somebody posted. Ids are
Telegram's: up to 52 bits.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct, field

T = TypeVar("T")

Id = Annotated[int, Meta(ge=-(2**53), le=2**53)]
UserId = Annotated[int, Meta(ge=1, le=2**53)]
Date = Annotated[int, Meta(ge=0, le=32_503_680_000)]


class Unparsable(ValueError):
    """An update that is not what Telegram sends. The message names the field and the types, never a value."""


class User(Struct):
    id: UserId
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    language_code: str | None = None


class Chat(Struct):
    id: Id
    type: str
    title: str = ""


class Ref(Struct):
    message_id: Id


class Voice(Struct):
    file_id: str


class Letter(Struct):
    """A `Message` of the Bot API."""

    chat: Chat
    date: Date
    message_id: Id = 0
    sender: User | None = field(name="from", default=None)
    sender_chat: Chat | None = None
    via_bot: User | None = None
    text: str | None = None
    caption: str | None = None
    reply_to_message: Ref | None = None
    voice: Voice | None = None
    new_chat_members: list[User] = []
    left_chat_member: User | None = None
    migrate_to_chat_id: Id | None = None
    migrate_from_chat_id: Id | None = None
    group_chat_created: bool = False
    supergroup_chat_created: bool = False


class Placed(Struct):
    """The message under which a button stood; of an old one Telegram sends only this much."""

    chat: Chat
    message_id: Id = 0


class Press(Struct):
    """A `CallbackQuery`. Without `message` or `data` it is of an inline message or a game: not ours."""

    id: str
    sender: User = field(name="from")
    message: Placed | None = None
    data: str | None = None


class Member(Struct):
    status: str
    user: User
    is_member: bool = True


class Membership(Struct):
    """A `ChatMemberUpdated`."""

    chat: Chat
    date: Date
    sender: User = field(name="from")
    old_chat_member: Member
    new_chat_member: Member


def shaped(value: Any, kind: type[T]) -> T:
    """The value as that kind. Raises `Unparsable`, which holds no part of the value."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        reason = str(error)
    except UnicodeError:
        reason = "a lone surrogate"
    raise Unparsable(f"{kind.__name__}: {reason}")
