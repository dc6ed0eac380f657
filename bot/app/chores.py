"""What is done from time to time: what has outlived its time is deleted, here and among the copies, and sealed copies are made.

Once at start and then whenever it is due; the clock is an input, so a year of it passes in a test in a second.
What fails is logged and tried again an hour later: a full disk of backups must not end the bot.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.logs import log

DAILY = timedelta(days=1)
HOURLY = timedelta(hours=1)
AGAIN = HOURLY


class PutOff(Exception):
    """A chore gave way to something else, a stop for example. Nothing failed, and it is not done."""


class Timepiece(Protocol):
    """As much of a clock as is needed here."""

    def now(self) -> datetime: ...

    async def until(self, when: datetime, wake: asyncio.Event | None = None) -> None: ...


@dataclass
class Chore:
    """One thing to do `every` so often; `last` is when it was done (UTC; None: never)."""

    name: str
    do: Callable[[datetime], Awaitable[int]]
    every: timedelta = DAILY
    last: datetime | None = None
    again: datetime | None = None

    def due(self) -> datetime | None:
        """When it is due; None: at once."""
        return self.again or (self.last + self.every if self.last is not None else None)


@dataclass
class Chores:
    """All of them."""

    clock: Timepiece
    chores: list[Chore] = field(default_factory=list)

    async def turn(self, now: datetime) -> datetime:
        """Does what is due. Returns when the next is."""
        for chore in self.chores:
            due = chore.due()
            if due is None or due <= now:
                await self._do(chore, now)
        return min((chore.due() or now for chore in self.chores), default=now + DAILY)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`."""
        while not stop.is_set():
            when = await self.turn(self.clock.now())
            await self.clock.until(when, stop)

    async def _do(self, chore: Chore, now: datetime) -> None:
        try:
            count = await chore.do(now)
        except PutOff:
            chore.again = now + AGAIN
            return
        except Exception as error:
            log("chore.failed", level=logging.ERROR, error=error, chore=chore.name)
            chore.again = now + AGAIN
            return
        chore.last, chore.again = now, None
        if count or chore.every >= DAILY:
            log("chore.done", chore=chore.name, count=count)
