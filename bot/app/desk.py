"""The batch loop: what is in the inbox and what is due become turns, and many turns become one commit.

No timer decides the size of a batch: it is what queued up while the last commit ran. Rows of one household are chained in memory.
A turn that raises is dead at once (it is pure: trying again is pointless) and the rest of the batch commits. A database that fails
is tried again one item at a time, with pauses; an item that itself cannot be written is put aside then, like a turn that raises.
After an unclean stop what waits runs one by one, its attempt committed first, so that a row which kills the process is found.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.app.failing import Failing
from bot.app.ports import Conflict, Counter, Item, Store, Unwritable
from bot.app.proving import Proofs
from bot.app.quotas import Quotas
from bot.app.sheet import Sheet
from bot.app.stopping import unless
from bot.logs import log
from bot.talk.heard import Heard
from bot.talk.work import Draw, Setting

LARGEST = 256
LONGEST_PAUSE = 30.0


class Time(Protocol):
    """What the loop needs of the clock."""

    def now(self) -> datetime: ...

    async def pause(self, seconds: float) -> None: ...

    async def until(self, when: datetime, wake: asyncio.Event | None = None) -> None: ...


class Desk:
    """See the module. `wake` is set when there may be work; `sent` is set when there is something to send."""

    def __init__(
        self,
        store: Store,
        setting: Callable[[], Setting],
        parse: Callable[[bytes], Heard | None],
        draw: Draw,
        bot: int,
        wake: asyncio.Event,
        sent: asyncio.Event,
        counter: Counter | None = None,
    ) -> None:
        self.store, self.setting, self.parse, self.draw, self.bot = store, setting, parse, draw, bot
        self.wake, self.sent = wake, sent
        self.careful = False
        self.limit = LARGEST
        self.quotas, self.proofs, self.failing = Quotas(), Proofs(counter), Failing()

    async def turn(self, now: datetime) -> int:
        """One batch: claims, takes the turns, commits. Returns how many items it took."""
        batch = await self.store.claim(now, 1 if self.careful else self.limit, self.careful)
        if not batch.items:
            self.careful, self.limit = False, LARGEST
            return 0
        self.quotas.begin()
        sheet = Sheet(batch, self.setting(), now, self.draw, self.bot, self.quotas)
        for id, members in (await self.proofs.counts(batch.households, batch.items, now)).items():
            sheet.try_counted(id, members)
        for item in batch.items:
            if tries := self.failing.tries(item):
                sheet.give_up(item, self.failing.why, tries > 1, self.parse)
                continue
            sheet.take(item, self.parse)
            await self._merge(sheet, item)
            await self._answer(sheet, item, now)
        try:
            await self.store.commit(sheet.commit(), now)
        except BaseException as error:
            self.proofs.forget()
            self.failing.note(batch.items, error)
            if isinstance(error, Conflict | Unwritable):
                self.limit = 1
            raise
        self.quotas.keep()
        if not self.careful:
            self.limit = min(LARGEST, self.limit * 2)
        self.sent.set()
        return len(batch.items)

    async def _answer(self, sheet: Sheet, item: Item, now: datetime) -> None:
        """An administrator asked: numbers, a line in the audit, and talks that were held go on where that was the word."""
        asks, sheet.asks = sheet.asks, None
        if asks is None:
            return
        figures, counts = await self.store.figures(), await self.store.counts(now)
        released = await self.store.resume_held(now) if asks == "release" else 0
        sheet.answer(item, asks, {**figures, "inbox": counts.inbox, "outbox": counts.outbox, "released": released})

    async def _merge(self, sheet: Sheet, item: Item) -> None:
        if sheet.wants is None:
            return
        other = sheet.wants[1]
        if other not in sheet.households:
            sheet.households |= await self.store.load([other])
        sheet.try_merge(item)

    async def run(self, stop: asyncio.Event, time: Time) -> None:
        """Until `stop`: batches as they come, and asleep until something is due."""
        pause = 0.1
        while not stop.is_set():
            self.wake.clear()
            try:
                taken = await self.turn(time.now())
                pause = 0.1
                if not taken:
                    await self._sleep(time)
            except Exception as error:
                log("desk.failed", error=error)
                if isinstance(error, Conflict | Unwritable) and not self.failing.in_vain:
                    continue
                self.limit = 1
                await unless(stop, time.pause(pause))
                pause = min(LONGEST_PAUSE, pause * 2)

    async def _sleep(self, time: Time) -> None:
        due = await self.store.next_due()
        if due is None:
            await self.wake.wait()
        elif due > time.now():
            await time.until(due, self.wake)
