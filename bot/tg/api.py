"""Fetches updates as they came. The library's own `get_updates` would parse all of them before one could be stored."""

from __future__ import annotations

from telegram.error import TelegramError

from bot.tg.reading import elements
from bot.tg.request import WireRequest

ALLOWED = ("message", "callback_query", "my_chat_member", "chat_member")
"""Named with every call: Telegram remembers the last list, whoever set it. Edits and reactions are nobody's answer."""

_MOST = 100
_GRACE_SECONDS = 10.0


class Api:
    """getUpdates over a pool of its own."""

    def __init__(self, token: str, base_url: str, request: WireRequest) -> None:
        self._request = request
        self._url = f"{base_url}{token}/getUpdates"

    def __repr__(self) -> str:
        return "Api()"

    async def updates(self, offset: int | None, timeout: int) -> list[bytes]:
        """The oldest unconfirmed updates, each raw; asking with an offset confirms everything below it.

        Waits up to `timeout` seconds for the first. Raises `TelegramError`.
        """
        asked: dict[str, object] = {"limit": _MOST, "timeout": timeout, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            asked["offset"] = offset
        found = elements(await self._request.raw(self._url, asked, timeout + _GRACE_SECONDS))
        if found is None:
            raise TelegramError("The answer is not one of the Bot API")
        return found
