"""Chats and the messages in them."""

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.people import Person
from bot.sandbox.refusals import Json

Kind = Literal["private", "group", "supergroup"]
Standing = Literal["absent", "member", "administrator", "left", "kicked"]
GROUP_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@dataclass
class Message:
    """One message. `extra` holds the fields of pictures, files and service messages as Telegram names them."""

    id: int
    chat_id: int
    date: int
    sender: Person | None
    text: str | None = None
    entities: list[Json] = field(default_factory=list)
    caption: bool = False
    markup: Json | None = None
    reply_to: int | None = None
    extra: Json = field(default_factory=dict)
    silent: bool = False
    edited: int | None = None
    deleted: bool = False
    reaction: list[Json] = field(default_factory=list)

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender is None and "sender_chat" not in self.extra

    @property
    def rows(self) -> list[list[Json]]:
        """The inline buttons, row by row."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def keys(self) -> list[str]:
        """The labels of a reply keyboard."""
        rows = (self.markup or {}).get("keyboard", [])
        return [key["text"] for row in rows for key in row]

    @property
    def labels(self) -> list[str]:
        """Every label that can be pressed, from left to right and top to bottom."""
        return [button["text"] for row in self.rows for button in row] + self.keys


@dataclass
class Chat:
    """A private chat with one person, or a group. `reads_all` is fixed when the bot joins, as at Telegram."""

    id: int
    kind: Kind
    title: str
    members: list[Person]
    bot: Standing = "absent"
    reads_all: bool = False
    bot_spoke_last: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    prompts: dict[int, int] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.kind == "private"

    @property
    def has_bot(self) -> bool:
        """Whether the bot is in it now."""
        return self.bot in ("member", "administrator")

    def card(self) -> Json:
        """The `Chat` object of an update."""
        if self.private:
            person = self.members[0]
            return {"id": self.id, "type": "private", "first_name": person.name, "username": person.username}
        return {"id": self.id, "type": self.kind, "title": self.title}
