"""One webhook call: only Telegram gets in, and 200 means that it is stored."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.app.ports import Update
from bot.tg.webhook import Answer, receive_webhook

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SECRET = "a-secret-of-ours"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
BODY = b'{"update_id":5,"message":{"text":"hi"}}'


class Inbox:
    def __init__(self, works: bool = True) -> None:
        self.works, self.kept = works, list[int]()

    async def receive(self, updates: Sequence[Update], now: datetime) -> int:
        if not self.works:
            raise OSError("disk full")
        fresh = [update.id for update in updates if update.id not in self.kept]
        self.kept += fresh
        return len(fresh)


async def call(inbox: Any, body: bytes = BODY, headers: dict[str, str] = HEADERS, secret: str = SECRET) -> tuple[Answer, bool]:
    return await receive_webhook(inbox, secret, headers, body, NOW)


async def test_an_update_is_stored_before_it_is_confirmed() -> None:
    inbox = Inbox()
    assert await call(inbox) == (Answer(200), True)
    assert await call(inbox) == (Answer(200), False)
    assert inbox.kept == [5]


async def test_kinds_we_do_not_know_are_stored_too() -> None:
    inbox = Inbox()
    assert (await call(inbox, b'{"update_id":6,"telepathy":{}}'))[0].status == 200
    assert inbox.kept == [6]


async def test_what_cannot_be_stored_is_asked_for_again() -> None:
    answer, new = await call(Inbox(works=False))
    assert (answer.status, new) == (503, False)
    assert int(answer.headers["Retry-After"]) > 0


FORGED: list[tuple[dict[str, str], str]] = [
    ({}, SECRET),
    ({"X-Telegram-Bot-Api-Secret-Token": ""}, SECRET),
    ({"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]}, SECRET),
    ({"X-Telegram-Bot-Api-Secret-Token": SECRET.upper()}, SECRET),
    ({"X-Telegram-Bot-Api-Secret-Token": "\xe9\ud800"}, SECRET),
    ({"Authorization": SECRET}, SECRET),
    ({"X-Telegram-Bot-Api-Secret-Token": ""}, ""),
]


@pytest.mark.parametrize(("headers", "secret"), FORGED)
async def test_without_the_secret_nobody_gets_in(headers: dict[str, str], secret: str) -> None:
    inbox = Inbox()
    assert await call(inbox, BODY, headers, secret) == (Answer(403), False)
    assert inbox.kept == []


async def test_ten_thousand_forged_posts_and_none_is_accepted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    inbox = Inbox()
    for number in range(10_000):
        body = json.dumps({"update_id": number + 1}).encode()
        answer, _ = await call(inbox, body, {"x-telegram-bot-api-secret-token": f"CANARY{number}"})
        assert answer.status == 403
    assert inbox.kept == []
    assert "CANARY" not in caplog.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" " * (1024 * 1024) + b"{}", 413),
        (b'{"update_id":5,"x":' + b"[" * 32 + b"]" * 32 + b"}", 400),
        (b'{"update_id":5,"x":' + b"[" * 31 + b"]" * 31 + b"}", 200),
        (b"[]", 400),
        (b"", 400),
        (b"{}", 400),
        (b'{"update_id":"5"}', 400),
        (b"\xff\xfe", 400),
    ],
)
async def test_what_telegram_would_not_send_is_not_taken(body: bytes, status: int) -> None:
    assert (await call(Inbox(), body))[0].status == status
