"""Accounts and chats of an update as plain values. Identity is the numeric id; names only greet."""

from __future__ import annotations

from bot.talk.heard import Where, Who
from bot.tg.cleaning import language, named
from bot.tg.shapes import Chat, User

ANONYMOUS_ADMIN = 1087968824
"""Telegram's GroupAnonymousBot: an administrator who hides; it could be anybody, so it is nobody."""

NOBODY = Who(0)


def who(user: User) -> Who:
    """The person. Not to be called for bots."""
    return Who(user.id, named(user.first_name, user.last_name), language(user.language_code))


def actor(user: User | None) -> Who:
    """Whoever did something to a group; `NOBODY` (id 0) for bots and hidden administrators."""
    return NOBODY if user is None or user.is_bot or user.id == ANONYMOUS_ADMIN else who(user)


def place(chat: Chat, sender: User | None) -> Where | None:
    """The chat. None for channels, and for a private chat that is not the sender's own (Telegram has no such thing)."""
    if chat.type == "private":
        return Where(chat.id, True) if sender is not None and sender.id == chat.id else None
    return Where(chat.id, False, named(chat.title)) if chat.type in {"group", "supergroup"} else None
