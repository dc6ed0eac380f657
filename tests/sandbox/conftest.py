"""A sandbox with a clock that stands still and chance that counts, and a small bot that answers in the same loop."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.hub import Hub
from bot.sandbox.server import build
from bot.sandbox.world import World

TOKEN, CONTROL = "4242:SANDBOX-test", "control"
NOON = 1_790_000_000.0


class Wall:
    """Real time, as the test wants it."""

    def __init__(self) -> None:
        self.seconds = NOON

    def __call__(self) -> float:
        return self.seconds


class Town:
    """The sandbox from outside: `api` is the bot's side, `do` and `see` are the people's."""

    def __init__(self, app: Starlette, wall: Wall) -> None:
        self.app, self.wall = app, wall
        self.hub: Hub = app.state.hub
        self.world = self.hub.world
        transport = httpx.ASGITransport(app=app)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8081")
        self.secret = {"X-Sandbox-Token": CONTROL}

    def id(self, name: str) -> int:
        return self.world.person(name).id

    def group_id(self, name: str = "Ann") -> int:
        return self.world.groups_of(self.world.person(name))[0].id

    async def call(self, method: str, **params: Any) -> httpx.Response:
        return await self.http.post(f"/bot{TOKEN}/{method}", json=params)

    async def api(self, method: str, **params: Any) -> Any:
        body = (await self.call(method, **params)).json()
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        body = (await self.call(method, **params)).json()
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.api("getUpdates", **params)
        if found:
            await self.api("getUpdates", offset=found[-1]["update_id"] + 1)
        return found

    async def send(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(f"/sandbox/{path}", headers=self.secret, content=json.dumps(body))

    async def do(self, path: str, **body: Any) -> Any:
        answer = await self.send(path, **{"wait": False} | body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def wrong(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = await self.send(path, **{"wait": False} | body)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()

    async def see(self, path: str) -> Any:
        answer = await self.http.get(f"/sandbox/{path}", headers=self.secret)
        assert answer.status_code == 200, answer.text
        return answer.json()


class Echo:
    """A bot that answers what it hears, keeps timers, and can be looked into."""

    def __init__(self, town: Town) -> None:
        self.town, self.busy, self.stuck = town, 0, 0
        self.timers: list[tuple[float, int, str]] = []
        self.heard: list[dict[str, Any]] = []
        self.rings: list[float] = []

    async def look(self) -> dict[str, Any]:
        upcoming = min(self.timers)[0] if self.timers else None
        shown = None if upcoming is None else _iso(upcoming)
        return {"inbox": self.busy, "outbox": self.stuck, "sessions": [], "timers": [], "next": shown}

    async def run(self) -> None:
        offset = None
        while True:
            await self._ring()
            found = await self.town.api("getUpdates", timeout=50, **({"offset": offset} if offset else {}))
            self.busy = len(found)
            for update in found:
                offset = update["update_id"] + 1
                self.heard.append(update)
                await self._answer(update)
                self.busy -= 1

    async def _ring(self) -> None:
        while self.timers and min(self.timers)[0] <= self.town.world.now:
            timer = min(self.timers)
            self.rings.append(self.town.world.now)
            await self.town.api("sendMessage", chat_id=timer[1], text=timer[2])
            self.timers.remove(timer)

    async def _answer(self, update: dict[str, Any]) -> None:
        message = update.get("message", {})
        if "text" in message:
            buttons = [[{"text": "✅ Yes", "callback_data": "yes"}, {"text": "No", "callback_data": "no"}]]
            keyboard = {"inline_keyboard": buttons}
            text = f"Heard: {message['text']}"
            await self.town.api("sendMessage", chat_id=message["chat"]["id"], text=text, reply_markup=keyboard)
        if press := update.get("callback_query"):
            await self.town.api("answerCallbackQuery", callback_query_id=press["id"], text=f"Noted {press['data']}")
            where = {"chat_id": press["message"]["chat"]["id"], "message_id": press["message"]["message_id"]}
            await self.town.api("editMessageText", **where, text=f"Chosen: {press['data']}")


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def world(wall: Wall) -> World:
    turns: Iterator[int] = itertools.count(7)
    return World(TOKEN, wall, lambda below: next(turns) * 7919 % below)


@pytest.fixture
async def town(world: World, wall: Wall) -> AsyncIterator[Town]:
    town = Town(build(world, CONTROL, patience=3.0), wall)
    yield town
    await town.http.aclose()
    await town.hub.stop()


@pytest.fixture
async def echo(town: Town) -> AsyncIterator[Echo]:
    bot = Echo(town)
    town.hub.inspect_url = "http://127.0.0.1:1/inspect"
    town.hub.look = town.hub.glance = bot.look
    running = asyncio.create_task(bot.run())
    yield bot
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
