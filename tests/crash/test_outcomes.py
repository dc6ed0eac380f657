"""Every row of the table of outcomes, through the real library, real tables and the local Telegram: what is sent again, and what never.

Each trouble befalls the first call of a chat that has three messages waiting, or the first six. In the end all three stand in the chat
in order, with at most one copy for each call that nobody knows the end of, and none of a nudge; or nothing more goes there, where
Telegram says that it is over.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot

from bot.app.outbox import Outbox, TokenRefused
from bot.app.ports import Changed, Commit, Outgoing
from bot.clock import ManualClock
from bot.couple.household import Household
from bot.couple.household import Person as Known
from bot.sandbox import acts, groups
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.storage.opening import open_store
from bot.storage.store import SqlStore
from bot.tg.api import Api
from bot.tg.outgoing import TelegramWire
from bot.tg.request import WireRequest
from bot.tg.runner import Poll
from bot.words.message import Kind, Message

TOKEN, HERE = "4242:SANDBOX-out", "http://127.0.0.1:8081/bot"
Trouble = Callable[[httpx.AsyncBaseTransport, httpx.Request], Any]


@dataclass
class Troubled(httpx.AsyncBaseTransport):
    """The way to the sandbox; the next calls of a method meet trouble."""

    inner: httpx.AsyncBaseTransport
    method: str = "sendMessage"
    trouble: Trouble | None = None
    count: int = 0
    met: int = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.trouble is not None and self.count and request.url.path.endswith(self.method):
            self.count -= 1
            self.met += 1
            response: httpx.Response = await self.trouble(self.inner, request)
            return response
        return await self.inner.handle_async_request(request)


def says(code: int, description: str, **parameters: int) -> Trouble:
    async def answer(inner: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
        body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
        return httpx.Response(code, content=json.dumps(body).encode(), request=request)

    return answer


def fails(error: type[httpx.TransportError], after: bool = False) -> Trouble:
    async def hang_up(inner: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
        if after:
            await inner.handle_async_request(request)
        raise error("trouble", request=request)

    return hang_up


def answers(body: bytes) -> Trouble:
    async def accept(inner: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
        await inner.handle_async_request(request)
        return httpx.Response(200, content=body, request=request)

    return accept


class Town:
    """Ann and Ben, their group, the bot's wire and tables, and a clock that is moved by hand."""

    def __init__(self, store: SqlStore, clock: ManualClock, world: World, request: WireRequest, way: Troubled) -> None:
        self.store, self.clock, self.world, self.way = store, clock, world, way
        self.bot = Bot(TOKEN, HERE, request=request, get_updates_request=request)
        self.api = Api(TOKEN, HERE, request)
        self.outbox = Outbox(store, TelegramWire(self.bot), clock)
        for name in ("Ann", "Ben"):
            acts.start(world, world.person(name))
        self.ann, self.count = world.person("Ann").id, 0
        self.group = groups_of(world)

    async def put(self, chat: int, *texts: str, kind: Kind = "flow") -> None:
        rows = [Outgoing(f"u{chat}{kind}{t}:0", "h", None, chat, Message("p", t, kind=kind), self.clock.now()) for t in texts]
        await self.store.commit(Commit(outgoing=rows), self.clock.now())

    async def passes(self, seconds: float = 600) -> None:
        end = self.clock.now() + timedelta(seconds=seconds)
        while (when := await self.outbox.turn(self.clock.now())) is not None and when <= end:
            self.clock.set(max(when, self.clock.now()))
        self.clock.set(end)

    def reads(self, chat: int) -> list[str]:
        return [m.text or "" for m in self.world.chats[chat].messages.values() if m.from_bot]


def groups_of(world: World) -> int:
    chat = world.groups_of(world.person("Ann"))[0]
    groups.add_bot(world, chat, world.person("Ann"))
    return chat.id


@pytest.fixture
async def town(quick: Path) -> AsyncIterator[Town]:
    turns, clock = itertools.count(7), ManualClock()
    world = World(TOKEN, lambda: clock.now().timestamp(), lambda below: next(turns) * 7919 % below)
    app = build(world, "control")
    way = Troubled(httpx.ASGITransport(app=app))
    urls = [f"sqlite+aiosqlite:///{quick}/{kind}.db" for kind in ("data", "keys")]
    store = await open_store(*urls, lambda: bytes(32), 4242, clock.now)
    async with WireRequest(inspect="http://127.0.0.1:1/inspect", transport=way) as request:
        made = Town(store, clock, world, request, way)
        home = Household("h", 4242, {"p": Known("p", made.ann, "Ann")})
        await store.commit(Commit(changed=[Changed(home, 0, True, {"p"})]), clock.now())
        yield made
    await store.close()
    await app.state.hub.stop()


ARRIVES_ONCE = {
    "429": says(429, "Too Many Requests: retry after 7", retry_after=7),
    "no connection": fails(httpx.ConnectError),
    "no connection in time": fails(httpx.ConnectTimeout),
    "no free connection": fails(httpx.PoolTimeout),
}
NOBODY_KNOWS = {
    "502": says(502, "Bad Gateway"),
    "500": says(500, "Internal Server Error"),
    "hang before": fails(httpx.ReadTimeout),
    "hang after": fails(httpx.ReadTimeout, after=True),
    "cut after": fails(httpx.RemoteProtocolError, after=True),
    "write cut": fails(httpx.WriteTimeout),
    "half an answer": answers(b'{"ok": true, "result": {"message_'),
    "bad JSON": answers(b"<html>hello</html>"),
    "deep JSON": answers(b"[" * 100_000),
    "no answer": answers(b""),
}


@pytest.mark.parametrize("name", ARRIVES_ONCE)
async def test_what_certainly_did_not_arrive_is_sent_again_once(town: Town, name: str) -> None:
    town.way.trouble, town.way.count = ARRIVES_ONCE[name], 3
    await town.put(town.ann, "a", "b", "c")
    await town.passes()
    assert town.reads(town.ann) == ["a", "b", "c"]


@pytest.mark.parametrize("name", NOBODY_KNOWS)
async def test_what_may_have_arrived_is_sent_once_more_and_a_nudge_never(town: Town, name: str) -> None:
    town.way.trouble, town.way.count = NOBODY_KNOWS[name], 1
    await town.put(town.ann, "a", "b", "c")
    await town.passes()
    assert list(dict.fromkeys(town.reads(town.ann))) == ["a", "b", "c"]
    assert town.reads(town.ann).count("a") <= 2
    town.way.count = 1
    await town.put(town.ann, "nudge", kind="nudge")
    await town.passes()
    assert town.way.met == 2
    assert town.reads(town.ann).count("nudge") <= 1
    assert (await town.store.counts(town.clock.now())).outbox == 0


@pytest.mark.parametrize("name", NOBODY_KNOWS)
async def test_however_often_nobody_knows_nothing_is_lost_and_each_call_is_one_copy_at_most(town: Town, name: str) -> None:
    town.way.trouble, town.way.count = NOBODY_KNOWS[name], 6
    await town.put(town.ann, "a", "b", "c")
    await town.passes()
    reads = town.reads(town.ann)
    assert list(dict.fromkeys(reads)) == ["a", "b", "c"]
    assert reads == sorted(reads)
    assert reads.count("a") <= 1 + town.way.met == 7


@pytest.mark.parametrize(
    "text", ["Forbidden: bot was blocked by the user", "Forbidden: user is deactivated", "Bad Request: chat not found"]
)
async def test_who_cannot_be_reached_gets_nothing_more_and_the_household_hears_of_it(town: Town, text: str) -> None:
    town.way.trouble, town.way.count = says(403 if text.startswith("F") else 400, text), 1
    await town.put(town.ann, "a", "b", "c")
    await town.passes()
    counts = await town.store.counts(town.clock.now())
    assert town.reads(town.ann) == []
    assert (counts.outbox, counts.inbox) == (0, 1)


async def test_a_group_that_moved_gets_everything_at_its_new_address(town: Town) -> None:
    new = groups.upgrade(town.world, town.world.chats[town.group], town.world.person("Ann")).id
    await town.put(town.group, "a", "b", "c")
    await town.passes()
    assert town.reads(new) == ["a", "b", "c"]


async def test_what_telegram_cannot_read_as_html_is_sent_plain(town: Town) -> None:
    await town.put(town.ann, "<b>a", "b")
    await town.passes()
    assert town.reads(town.ann) == ["a", "b"]


async def test_a_token_that_is_not_known_any_more_stops_it_and_leaves_all_rows(town: Town) -> None:
    town.way.trouble, town.way.count = says(401, "Unauthorized"), 1
    await town.put(town.ann, "a", "b")
    with pytest.raises(TokenRefused):
        await town.passes()
    town.outbox = Outbox(town.store, TelegramWire(town.bot), town.clock)
    await town.passes()
    assert town.reads(town.ann) == ["a", "b"]


async def test_an_hour_without_a_network_loses_nothing_and_keeps_the_order(town: Town) -> None:
    town.way.trouble, town.way.count = fails(httpx.ConnectError), 1_000_000
    texts = [f"{n}" for n in range(10)]
    await town.put(town.ann, *texts)
    await town.put(town.ann, "nudge", kind="nudge")
    await town.passes(3600)
    assert town.reads(town.ann) == []
    town.way.count = 0
    await town.passes()
    assert town.reads(town.ann) == [*texts, "nudge"]


CONFLICT = says(409, "Conflict: terminated by other getUpdates request")


@pytest.mark.parametrize("trouble", [CONFLICT, fails(httpx.ConnectError), answers(b"{"), says(502, "Bad")])
async def test_the_poll_goes_on_after_any_trouble_and_loses_nothing(town: Town, trouble: Trouble) -> None:
    town.way.method, town.way.trouble, town.way.count = "getUpdates", trouble, 30
    stop, got, waiting = asyncio.Event(), list[int](), len(town.world.queue.waiting)
    poll = asyncio.ensure_future(Poll(town.store, town.api, town.clock, stop, got.append, seconds=0).run())
    for _ in range(20_000):
        if got:
            break
        town.clock.advance(60.0)
        await town.clock.settle(5)
        await asyncio.wait([asyncio.ensure_future(asyncio.to_thread(lambda: None))])
    stop.set()
    await poll
    assert sum(got) == waiting
    assert town.way.met == 30
