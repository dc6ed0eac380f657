"""One webhook call: only Telegram gets in, and 200 means that it is stored."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app.ports import Later, Outcome, OutRow, Sent, Update
from bot.clock import Clock
from bot.config import Settings, Web
from bot.flow.model import Flows
from bot.talk.work import Setting
from bot.tg.firstaid import FirstAid
from bot.tg.incoming import BotFace
from bot.tg.webhook import Answer, receive_webhook
from bot.wiring.bench import Bench
from bot.wiring.inside import _webhook
from bot.wiring.presenting import poll
from bot.words.tongues import Tongues

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


async def call(
    inbox: Any, body: bytes = BODY, headers: dict[str, str] = HEADERS, secret: str = SECRET, first_aid: FirstAid | None = None
) -> tuple[Answer, bool]:
    return await receive_webhook(inbox, secret, headers, body, NOW, first_aid)


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


class Wire:
    """Answers as it is told, and otherwise that it was sent; `held`: only once that is set."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes, self.sent, self.held = list(outcomes), list[tuple[int, str | None]](), asyncio.Event()
        self.held.set()

    async def send(self, row: OutRow) -> Outcome:
        self.sent.append((row.chat, row.message.text))
        await self.held.wait()
        return self.outcomes.pop(0) if self.outcomes else Sent(1)


def said(text: str) -> bytes:
    ann = {"id": 11, "is_bot": False, "first_name": "Ann", "language_code": "fi"}
    message = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": 11, "type": "private"}, "from": ann, "text": text}
    return json.dumps({"update_id": 5, "message": message}).encode()


def aid(wire: Wire) -> FirstAid:
    return FirstAid(wire, BotFace(7, "groundwork_bot"), lambda language, private: f"the card in {language}")


@pytest.mark.parametrize("word", ["/sos", "/help"])
async def test_who_asks_for_help_has_it_once_when_nothing_can_be_stored(word: str) -> None:
    wire = Wire()
    first_aid = aid(wire)
    for _ in range(3):
        answer, new = await call(Inbox(works=False), said(word), first_aid=first_aid)
        assert (answer.status, new) == (503, False)
    assert wire.sent == [(11, "the card in fi")]


async def test_help_that_was_not_sent_is_tried_with_the_next_call() -> None:
    wire = Wire(Later(1.0))
    first_aid = aid(wire)
    for _ in range(3):
        await call(Inbox(works=False), said("/sos"), first_aid=first_aid)
    assert len(wire.sent) == 2


async def test_help_is_not_sent_twice_when_the_update_comes_again_meanwhile() -> None:
    wire = Wire()
    first_aid = aid(wire)
    wire.held.clear()
    calls = [asyncio.ensure_future(call(Inbox(works=False), said("/sos"), first_aid=first_aid)) for _ in range(2)]
    while not calls[1].done():
        await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
    wire.held.set()
    assert [answer.status for answer, _ in await asyncio.gather(*calls)] == [503, 503]
    assert len(wire.sent) == 1


@pytest.mark.parametrize("works", [True, False])
async def test_first_aid_is_for_nobody_else(works: bool) -> None:
    wire = Wire()
    await call(Inbox(works), said("/sos" if works else "/menu"), first_aid=aid(wire))
    await call(Inbox(works=False), said("/sos"), {}, first_aid=aid(wire))
    assert wire.sent == []


async def test_the_webhook_of_a_running_bot_gives_first_aid() -> None:
    nothing: Any = None
    wire, web = Wire(), Web(url="https://bot.example", secret=SecretStr(SECRET))
    bench = Bench(Settings(web=web), Clock(), *(asyncio.Event() for _ in range(3)), Inbox(works=False), Setting(Flows({}, {})))  # type: ignore[arg-type]
    bench.poll = poll(bench, "7:x", nothing, wire, BotFace(7, "groundwork_bot"), Tongues())  # type: ignore[arg-type]
    status, _ = await _webhook(bench, HEADERS, said("/sos"))
    assert status == 503
    assert [chat for chat, _ in wire.sent] == [11]
