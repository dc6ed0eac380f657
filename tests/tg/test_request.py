"""The one place where the token is used: where it may go, what the sandbox is told, what is never said."""

import logging

import httpx
import pytest
from telegram.error import NetworkError, TelegramError

from bot.tg.api import Api
from bot.tg.pairing import check_pair
from bot.tg.request import WireRequest

REAL = "123456789:" + "A" * 35
FAKE = "42:SANDBOX"
HERE = "http://127.0.0.1:8081/bot"
TELEGRAM = "https://api.telegram.org/bot"
BOX = "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("token", "base_url", "sandbox"),
    [
        (REAL, TELEGRAM, None),
        (REAL, HERE, None),
        (FAKE, HERE, None),
        (FAKE, HERE, BOX),
        (FAKE + "-2_x", "http://localhost:1/bot", "http://[::1]:2"),
    ],
)
def test_these_fit_together(token: str, base_url: str, sandbox: str | None) -> None:
    assert check_pair(token, base_url, sandbox) is None


@pytest.mark.parametrize(
    ("token", "base_url", "sandbox", "setting"),
    [
        (FAKE, TELEGRAM, None, "base_url"),
        (FAKE, TELEGRAM, BOX, "base_url"),
        (FAKE, "http://127.0.0.1.example.org/bot", BOX, "base_url"),
        (FAKE, "http://127.0.0.1@example.org/bot", BOX, "base_url"),
        (FAKE, "not an address", BOX, "base_url"),
        (FAKE, HERE, "http://192.168.0.7:1", "sandbox"),
        (REAL, HERE, BOX, "token"),
        (REAL, TELEGRAM, BOX, "base_url"),
        ("", TELEGRAM, None, "token"),
        ("42:SANDBOX/../x", HERE, BOX, "token"),
        ("hello", TELEGRAM, None, "token"),
    ],
)
def test_these_do_not_and_one_sentence_says_why(token: str, base_url: str, sandbox: str | None, setting: str) -> None:
    sentence = check_pair(token, base_url, sandbox)
    assert sentence is not None
    assert sentence.startswith(f"{setting}: ")
    assert sentence.endswith(".")
    assert not token or token not in sentence


def request(reply: httpx.Response, seen: list[httpx.Request] | None = None, **more: object) -> WireRequest:
    def answer(asked: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(asked)
        return reply

    return WireRequest(transport=httpx.MockTransport(answer), **more)  # type: ignore[arg-type]


EMPTY = {"ok": True, "result": []}


@pytest.mark.parametrize(("header", "heard"), [("3600.5", [3600.5]), ("-1", [-1.0]), ("nan", []), ("soon", []), (None, [])])
async def test_the_offset_is_read_from_every_answer(header: str | None, heard: list[float]) -> None:
    offsets: list[float] = []
    headers = {"X-Sandbox-Offset": header} if header else {}
    async with request(httpx.Response(200, json=EMPTY, headers=headers), on_offset=offsets.append) as wire:
        await Api(FAKE, HERE, wire).updates(None, 0)
    assert offsets == heard


async def test_the_sandbox_is_told_where_to_look() -> None:
    seen: list[httpx.Request] = []
    async with request(httpx.Response(200, json=EMPTY), seen, inspect="http://127.0.0.1:9/inspect") as wire:
        await Api(FAKE, HERE, wire).updates(None, 0)
    assert seen[0].headers["X-Groundwork-Inspect"] == "http://127.0.0.1:9/inspect"


async def test_without_a_sandbox_nothing_is_told() -> None:
    seen: list[httpx.Request] = []
    async with request(httpx.Response(200, json=EMPTY), seen) as wire:
        await Api(REAL, TELEGRAM, wire).updates(None, 0)
    assert "X-Groundwork-Inspect" not in seen[0].headers


async def test_a_sandboxs_request_stays_on_this_machine() -> None:
    seen: list[httpx.Request] = []
    async with request(httpx.Response(200, json=EMPTY), seen, inspect="http://127.0.0.1:9/inspect") as wire:
        with pytest.raises(NetworkError):
            await Api(FAKE, TELEGRAM, wire).updates(None, 0)
    assert seen == []


async def test_the_kinds_of_updates_are_named_every_time_and_the_offset_only_when_there_is_one() -> None:
    seen: list[httpx.Request] = []
    async with request(httpx.Response(200, json=EMPTY), seen) as wire:
        await Api(FAKE, HERE, wire).updates(None, 50)
        await Api(FAKE, HERE, wire).updates(8, 50)
    first, second = (httpx.QueryParams(one.content.decode()) for one in seen)
    assert first["allowed_updates"] == '["message", "callback_query", "my_chat_member", "chat_member"]'
    assert ("offset" in first, second["offset"]) == (False, "8")
    assert seen[0].extensions["timeout"]["read"] == 60.0


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(200, content=b'{"ok":true,"result":[{"update_id":1,"text":"CANARY'),
        httpx.Response(200, text="CANARY"),
        httpx.Response(502, text="CANARY"),
        httpx.Response(200, content=b'{"CANARY":' * 50_000),
        httpx.Response(500, json={"description": 7, "parameters": "CANARY"}),
        httpx.Response(400, json={"description": "x", "parameters": {"CANARY": "CANARY"}}),
    ],
)
async def test_a_broken_answer_is_an_error_that_quotes_nothing(reply: httpx.Response, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with request(reply) as wire:
        with pytest.raises(TelegramError) as raised:
            await Api(FAKE, HERE, wire).updates(None, 0)
    chain: BaseException | None = raised.value
    while chain:
        assert "CANARY" not in repr(chain)
        chain = chain.__cause__ or chain.__context__
    assert not [record for record in caplog.records if "CANARY" in record.getMessage()]
    assert FAKE not in repr(Api(FAKE, HERE, wire))
