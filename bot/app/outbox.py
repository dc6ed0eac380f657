"""Sends what the desk committed: in order per chat, at Telegram's pace, eight at a time.

A row is marked as in flight, and that is committed, before its call is made; what became of it is committed after.
So after a crash the rows in flight, and only these, have an unknown fate. A slow call holds up its own chat and
nobody else's. Where the answer to the marking gets lost, no call is made, and nobody but this process knows that: it
takes the marks back, for a minute, because a commit whose answer is lost may still be under way in a server.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from bot.app.choosing import chosen
from bot.app.pacing import Pacing, Patience
from bot.app.ports import Later, Moved, Never, Outcome, OutRow, Revoked, Store, Unknown, Wire
from bot.app.stopping import before
from bot.app.verdicts import is_over, is_toast, judged
from bot.logs import log

_LOOK = 256
_IDLE = timedelta(seconds=60)
_STEP = timedelta(seconds=1)
_UNDER_WAY = timedelta(minutes=1)
FINISH_SECONDS = 8.0
"""Whoever stops us waits ten, and writing takes time too."""


class TokenRefused(Exception):
    """Telegram does not know the bot's token (any more). The message is a sentence for the operator."""

    def __init__(self) -> None:
        super().__init__("token: Telegram does not accept it; set the one that BotFather shows for this bot.")


class Timepiece(Protocol):
    """As much of a clock as is needed here."""

    def now(self) -> datetime: ...

    async def pause(self, seconds: float) -> None: ...

    async def until(self, when: datetime, wake: asyncio.Event | None = None) -> None: ...


@dataclass
class Outbox:
    """The one sender of a token. `heard` is set when the wire learned something that a household must hear."""

    store: Store
    wire: Wire
    clock: Timepiece
    pacing: Pacing = field(default_factory=Pacing)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    _flying: dict[asyncio.Task[Outcome], OutRow] = field(default_factory=dict)
    _landed: list[tuple[OutRow, Outcome]] = field(default_factory=list)
    _doubtful: dict[int, datetime] = field(default_factory=dict)
    """Rows that may be marked although no call was made, and until when that may still happen."""
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _patience: Patience = field(default_factory=Patience)
    _refused: bool = False

    async def turn(self, now: datetime) -> datetime | None:
        """Sends what may be sent now and writes what became of it. Returns when there may be more (None: nobody knows).

        Raises `TokenRefused`, with the rows left as they were, and whatever the store raises.
        """
        when = await self._begin(now)
        if self._flying:
            await asyncio.wait(self._flying)
        ended = bool(self._flying or self._landed)
        await self._land(now)
        return now if ended else when

    async def run(self, stop: asyncio.Event, wake: asyncio.Event) -> None:
        """Works until `stop` is set; `wake` says that there is something new. What is in flight is waited for, for
        eight seconds; what hangs longer is left as in flight.

        Raises `TokenRefused`. Trouble with the store is logged and tried again.
        """
        self._wake = wake
        stopping = asyncio.ensure_future(_relay(stop, wake))
        try:
            while not stop.is_set():
                wake.clear()
                when = await self._step(self.clock.now())
                await self.clock.until(when or self.clock.now() + _IDLE, wake)
        finally:
            stopping.cancel()
            await self._finish()

    async def _step(self, now: datetime) -> datetime | None:
        try:
            await self._land(now)
            when = await self._begin(now)
        except TokenRefused:
            raise
        except Exception as error:
            log("outbox.store_failed", level=logging.ERROR, error=error)
            return now + timedelta(seconds=self._patience.wait())
        self._patience.reset()
        return when

    async def _begin(self, now: datetime) -> datetime | None:
        await self._take_back(now)
        rows = await self._timely(now)
        going, when = chosen(rows, self._flying.values(), self.pacing, now)
        still = await self._marked([row.id for row in going], now) if going else set()
        for row in going:
            if row.id in still:
                self._launch(row)
        due = await self.store.next_due()
        # What is overdue is the desk's; looking again every second is enough.
        return min(filter(None, (when, due and max(due, now + _STEP))), default=None)

    async def _marked(self, rows: list[int], now: datetime) -> set[int]:
        try:
            still = await self.store.sending(rows)
        except BaseException:
            self._doubtful |= dict.fromkeys(rows, now + _UNDER_WAY)
            raise
        for row in still:
            self._doubtful.pop(row, None)
        return still

    async def _take_back(self, now: datetime) -> None:
        if self._doubtful:
            await self.store.unsent(list(self._doubtful))
            self._doubtful = {row: until for row, until in self._doubtful.items() if until > now}

    async def _timely(self, now: datetime) -> list[OutRow]:
        """What may go. What is over is settled on the way, so that what stood behind it comes up."""
        known = {row.id for row in self._flying.values()} | {row.id for row, _ in self._landed}
        while True:
            rows = [row for row in await self.store.sendable(now, _LOOK) if row.id not in known]
            over = [row for row in rows if is_over(row, now)]
            if not over:
                return rows
            await self.store.settle([(row, Never("too-late")) for row in over], now)
            self.heard.set()

    def _launch(self, row: OutRow) -> None:
        task = asyncio.ensure_future(self._send(row))
        self._flying[task] = row
        task.add_done_callback(lambda _: self._wake.set())

    async def _send(self, row: OutRow) -> Outcome:
        try:
            return await self.wire.send(_blank(row) if is_toast(row) and row.tries else row)
        except Exception as error:
            log("outbox.wire_failed", level=logging.ERROR, error=error, row=row.id)
            return Unknown()

    async def _land(self, now: datetime) -> None:
        for task in [task for task in self._flying if task.done()]:
            row = self._flying.pop(task)
            self._landed.append((row, self._heeded(row, task.result(), now)))
        if self._landed:
            await self.store.settle(list(self._landed), now)
            if any(isinstance(outcome, Never | Moved) for _, outcome in self._landed):
                self.heard.set()
            self._landed.clear()
        if self._refused:
            raise TokenRefused

    def _heeded(self, row: OutRow, outcome: Outcome, now: datetime) -> Outcome:
        self._refused = self._refused or isinstance(outcome, Revoked)
        final = judged(row, outcome)
        if isinstance(outcome, Later) and isinstance(final, Later) and final.flood:
            self.pacing.flood(row.chat, final.seconds, now)
        return final

    async def _finish(self) -> None:
        if self._flying:
            await before(self.clock.pause(FINISH_SECONDS), asyncio.wait(self._flying))
        self._leave()
        try:
            await self._take_back(self.clock.now())
            await self._land(self.clock.now())
        except TokenRefused:
            return
        except Exception as error:
            log("outbox.store_failed", level=logging.ERROR, error=error)

    def _leave(self) -> None:
        """What has not come back is given up, so that what did is written; its rows stay marked for the next start."""
        for task in [task for task in self._flying if not task.done()]:
            del self._flying[task]
            task.cancel()


def _blank(row: OutRow) -> OutRow:
    return msgspec.structs.replace(row, message=msgspec.structs.replace(row.message, text=""))


async def _relay(stop: asyncio.Event, wake: asyncio.Event) -> None:
    await stop.wait()
    wake.set()
