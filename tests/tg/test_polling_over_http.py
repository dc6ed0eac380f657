"""A long poll over real HTTP against the local Telegram: it brings what is said at once, follows time, and can be stopped."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import pytest

from bot.app.outbox import TokenRefused
from bot.app.ports import Update
from bot.clock import Clock
from bot.sandbox import acts
from bot.sandbox.server import Running, build, open_world, serve
from bot.tg.api import Api
from bot.tg.request import WireRequest
from bot.tg.runner import Poll

TOKEN = "4242:SANDBOX-poll"
PATIENCE = 20


class Inbox:
    def __init__(self) -> None:
        self.kept, self.fails, self.tried = list[int](), False, asyncio.Event()

    async def receive(self, updates: Sequence[Update], now: datetime) -> int:
        self.tried.set()
        if self.fails:
            raise OSError("disk full")
        self.kept += [update.id for update in updates]
        return len(updates)


class Line:
    """One poller and what it needs."""

    def __init__(self, sandbox: Running, token: str = TOKEN) -> None:
        self.inbox, self.clock, self.stop, self.news = Inbox(), Clock(), asyncio.Event(), asyncio.Event()
        self.request = WireRequest(2, "http://127.0.0.1:1/inspect", self.followed)
        self.moved = asyncio.Event()
        api = Api(token, f"{sandbox.address}/bot", self.request)
        store: Any = self.inbox
        self.poll = Poll(store, api, self.clock, self.stop, lambda _: self.news.set())
        self.task = asyncio.ensure_future(self.poll.run())

    def followed(self, offset: float) -> None:
        self.clock.follow(offset)
        if offset:
            self.moved.set()

    async def end(self) -> None:
        self.stop.set()
        await self.task
        await self.request.shutdown()


@pytest.fixture
async def sandbox() -> AsyncIterator[Running]:
    running = await serve(build(open_world(TOKEN), "control"))
    yield running
    await running.stop()


async def test_what_is_said_arrives_while_it_waits_and_is_confirmed_by_the_next_question(sandbox: Running) -> None:
    line, world = Line(sandbox), sandbox.hub.world
    async with asyncio.timeout(PATIENCE):
        acts.start(world, world.person("Ann"))
        await line.news.wait()
        line.news.clear()
        acts.say(world, world.person("Ann"), "dm", "hello")
        await line.news.wait()
        await line.end()
    assert len(line.inbox.kept) == 2
    assert line.poll.answered is not None


async def test_when_the_clock_is_moved_it_hears_of_it_in_the_middle_of_a_poll(sandbox: Running) -> None:
    line, world = Line(sandbox), sandbox.hub.world
    async with asyncio.timeout(PATIENCE):
        acts.start(world, world.person("Ann"))
        await line.news.wait()
        world.move_to(world.now + 3600)
        sandbox.hub.ring()
        await line.moved.wait()
        await line.end()
    assert line.clock.offset == pytest.approx(3600, abs=5)


async def test_what_was_not_stored_is_still_there_for_the_next_process(sandbox: Running) -> None:
    line, world = Line(sandbox), sandbox.hub.world
    line.inbox.fails = True
    async with asyncio.timeout(PATIENCE):
        acts.start(world, world.person("Ann"))
        await line.inbox.tried.wait()
        await line.end()
        after = Line(sandbox)
        await after.news.wait()
        await after.end()
    assert line.inbox.kept == []
    assert len(after.inbox.kept) == 1


async def test_a_token_that_the_server_does_not_know_ends_it(sandbox: Running) -> None:
    line = Line(sandbox, "4242:SANDBOX-other")
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(TokenRefused):
            await line.task
        await line.request.shutdown()
