"""What leaves this room: messages that fit Telegram, still without a wire."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["flow", "nudge", "safety", "toast"]


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """An inline button: callback `data` of at most 64 bytes, or an address."""

    label: str
    data: str = ""
    url: str | None = None


class Document(msgspec.Struct, frozen=True):
    """A file: its name, its media type and what is in it."""

    name: str
    media: str
    body: bytes

    def __repr__(self) -> str:
        return f"Document({self.name!r})"


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message to one chat, or one edit of an earlier one.

    `to` is a person's id (their private chat), "group", or "chat:<id>" for a chat that belongs to nobody here. `text` is Telegram
    HTML of at most 4,096 units. `name` is what a later edit finds it by; `edits` names the message that this one replaces: with
    empty text only its buttons change. `mention` is the Telegram user id that a ForceReply is for. `kind` decides order and what
    happens when it is unknown whether it arrived: a nudge is never repeated. A toast answers the callback id in `callback`, blank
    when `text` is empty; `url` is followed. `not_before` (UTC) keeps quiet hours.
    `delete` with `edits` takes that message away; without, everything that the bot said in that chat and may still take away:
    `ids` are Telegram's ids of it, filled in when it is written down. `document` is a file whose caption is `text`.
    """

    to: str
    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    kind: Kind = "flow"
    name: str | None = None
    edits: str | None = None
    mention: int | None = None
    protect: bool = False
    silent: bool = False
    question: str | None = None
    callback: str | None = None
    url: str | None = None
    delete: bool = False
    ids: tuple[int, ...] = ()
    document: Document | None = None
    not_before: datetime | None = None

    def __repr__(self) -> str:
        return f"Message(to={self.to!r}, kind={self.kind!r})"
