"""Links that open the bot with a payload."""

from __future__ import annotations

from telegram.helpers import create_deep_linked_url


def start_link(username: str, payload: str) -> str:
    """Opens a private chat with /start PAYLOAD. Raises ValueError unless the payload is at most 64 of `A-Za-z0-9_-`."""
    return create_deep_linked_url(username, payload)


def startgroup_link(username: str, payload: str) -> str:
    """Lets the reader choose a group for the bot, where it then hears /start PAYLOAD. Raises ValueError likewise."""
    return create_deep_linked_url(username, payload, group=True)
