"""The first question to Telegram: who are we? It is asked until there is an answer."""

import asyncio

import httpx
import pytest
from telegram import Bot

from bot.app.outbox import TokenRefused
from bot.clock import ManualClock
from bot.tg.incoming import BotFace
from bot.tg.request import WireRequest
from bot.tg.runner import meet

ME = {"id": 4242, "is_bot": True, "first_name": "Groundwork", "username": "groundwork_bot"}


async def met(*replies: httpx.Response | Exception, stop: bool = False) -> BotFace | None:
    left, clock, stopping = list(replies), ManualClock(), asyncio.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        reply = left.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    async with WireRequest(transport=httpx.MockTransport(answer)) as request:
        bot = Bot("42:SANDBOX", "http://127.0.0.1:1/bot", request=request, get_updates_request=request)
        task = asyncio.ensure_future(meet(bot, clock, stopping))
        while not task.done():
            await clock.settle()
            clock.advance(1)
            if stop and not left:
                stopping.set()
        return await task


async def test_a_machine_that_starts_before_its_network_waits_for_it() -> None:
    no = httpx.ConnectError("no")
    known = httpx.Response(200, json={"ok": True, "result": ME})
    assert await met(no, no, httpx.Response(502), known) == BotFace(4242, "groundwork_bot")


async def test_it_can_be_stopped_while_it_waits() -> None:
    assert await met(httpx.ConnectError("no"), stop=True) is None


async def test_a_token_that_is_not_known_is_said_in_one_sentence() -> None:
    unknown = httpx.Response(401, json={"ok": False, "error_code": 401, "description": "Unauthorized"})
    with pytest.raises(TokenRefused, match=r"^token: .*\.$"):
        await met(unknown)
