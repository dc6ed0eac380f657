"""Receives one webhook call. It is answered 200 only after the update is stored: that is what confirms it.

The web server that mounts this must not read more than `BODY_LIMIT` bytes of a body.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime

import msgspec

from bot.app.ports import Store
from bot.logs import log
from bot.tg.firstaid import FirstAid
from bot.tg.incoming import lane
from bot.tg.reading import deeper_than

BODY_LIMIT = 1024 * 1024
DEPTH_LIMIT = 32
RETRY_SECONDS = 30
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header


class Answer(msgspec.Struct, frozen=True):
    """What to answer; there is no body."""

    status: int
    headers: dict[str, str] = {}


async def receive_webhook(
    store: Store, secret: str, headers: Mapping[str, str], body: bytes, now: datetime, first_aid: FirstAid | None = None
) -> tuple[Answer, bool]:
    """Stores the update in `body`. The second value is True when it was new, so that the desk should be woken.

    403 without the right secret (always, if ours is empty), 413 and 400 for what Telegram would not send, 503 with
    Retry-After (seconds) when it could not be stored: Telegram then sends it again, and who asks for help has `first_aid`.
    """
    if not _knows(secret, headers):
        return Answer(403), False
    if len(body) > BODY_LIMIT:
        return Answer(413), False
    update = None if deeper_than(body, DEPTH_LIMIT) else lane(body)
    if update is None:
        return Answer(400), False
    try:
        fresh = await store.receive([update], now) > 0
    except Exception as error:
        log("webhook.not_stored", error=error)
        if first_aid is not None:
            await first_aid.give([update])
        return Answer(503, {"Retry-After": str(RETRY_SECONDS)}), False
    if first_aid is not None:
        first_aid.forget([update])
    return Answer(200), fresh


def _knows(secret: str, headers: Mapping[str, str]) -> bool:
    given = next((value for name, value in headers.items() if name.lower() == SECRET_HEADER), "")
    return bool(secret) and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
