"""What the running sandbox knows beyond the world: who polls, what is in flight, where the bot can be looked into."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.sandbox import ticking
from bot.sandbox.refusals import Json
from bot.sandbox.supervisor import Supervisor
from bot.sandbox.world import World

LOOPBACK = ("127.0.0.1", "localhost", "::1")
REMEMBERED_CALLS = 2_000
Drawing = Callable[[str], Json | None]
Hook = Callable[[], Awaitable[None]]


class Poll:
    """A long poll that waits. `wake` is set when it should look again."""

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.conflict = ""
        self.ended = False

    def end(self, conflict: str = "") -> None:
        """Answer it now: empty, or with a conflict."""
        self.ended, self.conflict = True, conflict
        self.wake.set()


class Hub:
    """One per server. `patience` is how long, in real seconds, a request waits for the bot to come to rest."""

    def __init__(self, world: World, control_token: str, patience: float = 30.0) -> None:
        self.world, self.control_token, self.patience = world, control_token, patience
        self.supervisor: Supervisor | None = None
        self.on_reset: Hook | None = None
        self.drawing: Drawing | None = None
        self.inspect_url: str | None = None
        self.look: Callable[[], Awaitable[Json | None]] = self._look
        self.glance: Callable[[], Awaitable[Json | None]] = self._glance
        self.poll: Poll | None = None
        self.told: float | None = None
        self.in_flight = 0
        self.calls = 0
        self.called_at = ticking.elapsed()
        self.log: deque[Json] = deque(maxlen=REMEMBERED_CALLS)
        self.stopping = False
        self.courier: asyncio.Task[None] | None = None
        self._waiters: set[asyncio.Event] = set()
        self._http: httpx.AsyncClient | None = None
        world.feed.listeners.append(self.ring)

    @property
    def http(self) -> httpx.AsyncClient:
        """The client for the bot's inspection page and its webhook; it ignores proxies, for it never leaves."""
        if self._http is None:
            self._http = httpx.AsyncClient(timeout=10.0, trust_env=False)
        return self._http

    def ring(self) -> None:
        """Something changed: everyone who waits looks again."""
        if self.poll:
            self.poll.wake.set()
        for event in tuple(self._waiters):
            event.set()

    async def changed(self, seconds: float) -> None:
        """Wait for a change, at most this many real seconds."""
        event = asyncio.Event()
        self._waiters.add(event)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), seconds)
        finally:
            self._waiters.discard(event)

    def heard_inspect(self, address: str | None) -> None:
        """The bot said where it can be looked into; only this machine counts."""
        if not address or address == self.inspect_url:
            return
        with contextlib.suppress(ValueError):
            parts = urlsplit(address)
            if parts.scheme == "http" and parts.hostname in LOOPBACK:
                self.inspect_url = address

    async def drawn(self, flow: str, version: str) -> Json | None:
        """A flow as a graph: as the bot has it, in that version if it knows it; else as it stands beside this sandbox."""
        found = await self._asked("/drawing", {"flow": flow, "version": version})
        return found or (self.drawing(flow) if self.drawing else None)

    async def _look(self) -> Json | None:
        return await self._asked("", {})

    async def _glance(self) -> Json | None:
        """What waits and when is next: all that is needed to see whether the bot is at rest."""
        return await self._asked("", {"brief": "1"})

    async def _asked(self, path: str, what: dict[str, str]) -> Json | None:
        """What the bot's inspection page answers; None when it cannot be asked."""
        if self.inspect_url is None:
            return None
        headers = {"X-Sandbox-Offset": f"{self.world.offset:.6f}"}
        try:
            found: Any = (await self.http.get(self.inspect_url + path, params=what, headers=headers, timeout=5.0)).json()
        except (httpx.HTTPError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    async def stop(self) -> None:
        """End every wait, so that the server can close."""
        self.stopping = True
        if self.poll:
            self.poll.end()
        self.ring()
        if self.courier:
            self.courier.cancel()
            await asyncio.gather(self.courier, return_exceptions=True)
        if self._http:
            await self._http.aclose()
