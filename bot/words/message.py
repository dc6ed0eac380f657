"""What leaves this room: messages that fit Telegram, still without a wire."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["flow", "unasked", "nudge", "safety", "toast"]


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


class Panel(msgspec.Struct, frozen=True):
    """One person's days in a picture: whose they are, and (day counted from the first, level counted from the lowest) of each."""

    name: str
    marks: tuple[tuple[int, int], ...]


class Picture(msgspec.Struct, frozen=True):
    """What a picture shows, in the reader's language, before anybody draws it: `days` beside each other, `levels` from the lowest

    up, `ticks` as (day, what stands below it), and the panels one below the other.
    """

    title: str
    days: int
    levels: tuple[str, ...]
    ticks: tuple[tuple[int, str], ...]
    panels: tuple[Panel, ...]

    def __repr__(self) -> str:
        return "Picture()"


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message to one chat, or one edit of an earlier one.

    `to` is a person's id (their private chat), "group", or "chat:<id>" for a chat that belongs to nobody here. `text` is Telegram
    HTML of at most 4,096 units. `name` is what a later edit finds it by; `edits` names the message that this one replaces: with
    empty text only its buttons change. `mention` is the Telegram user id that a ForceReply is for. `kind` decides order and what
    happens when it is unknown whether it arrived: a nudge is never repeated. What is unasked goes on with a talk by itself: it
    stands behind replies and goes once more, as they do, but not to who pauses. A toast answers the callback id in `callback`,
    blank when `text` is empty; `url` is followed. `not_before` (UTC) keeps quiet hours; from `until` (UTC) on it is not sent.
    `delete` with `edits` takes that message away, with `ids` (Telegram's) those, whoever wrote them; without either, everything
    that the bot said in that chat and may still take away: its `ids` are filled in when it is written down.
    `document` is a file whose caption is `text`. `picture` is drawn when it is sent; `text`, of at most 1,024 units then, says the
    same in words and goes alone where it cannot be drawn. `voice` is Telegram's id of a voice message that somebody spoke.
    `talk` is the session of the flow that says it.
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
    picture: Picture | None = None
    voice: str | None = None
    not_before: datetime | None = None
    until: datetime | None = None
    talk: str | None = None

    def __repr__(self) -> str:
        return f"Message(to={self.to!r}, kind={self.kind!r})"
