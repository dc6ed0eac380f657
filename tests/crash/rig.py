"""The whole bot on a clock moved by hand: desk, outbox and the real tables, with a Telegram in memory. It can die and come back.

The desk and the outbox wake each other as `bot.wiring` has it: a tick in which there is nothing for the desk does not ask it.
Nothing here waits. A `Fate` decides, write by write, whether the disk takes it; `Died` ends the process as SIGKILL would: nothing
is said goodbye to, and whatever was not committed is gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crash.telegram import Telegram

from bot.app.desk import Desk
from bot.app.outbox import Outbox
from bot.app.ports import Changed, Commit, Outcome, OutRow
from bot.clock import ManualClock, SeededDraw
from bot.couple.household import Household
from bot.couple.keeping import Limits
from bot.storage.engine import Database
from bot.storage.opening import open_store
from bot.storage.store import SqlStore, shut
from bot.talk.work import Setting
from bot.tg.incoming import BotFace, parse

BOT = 7
MASTER = bytes(range(32))
FACE = BotFace(BOT, "groundwork_bot")
ROUNDS = 400


class Died(BaseException):
    """The process is gone."""


Fate = Callable[[str], None]
"""Asked "before", "inside" (done, not committed) and "after" each write; raises what happens then."""


def kind(_when: str) -> None:
    """Everything works."""


class Rig:
    """See the module. `fate` may be changed at any time."""

    def __init__(self, folder: Path, setting: Setting, start: datetime, seed: str) -> None:
        self.folder, self.setting, self.seed = folder, setting, seed
        self.clock = ManualClock(start)
        self.telegram = Telegram(self.clock.now)
        self.fate: Fate = kind
        self.lives, self.taken = 0, 0
        self.store: SqlStore
        self.draw = SeededDraw(seed)
        self.touched: set[str] = set()
        self.settling: list[int] = []

    # -- life and death ----------------------------------------------------------------------------

    async def open(self) -> None:
        """The process starts. What a disk refuses then is tried again."""
        self.lives += 1
        urls = (f"sqlite+aiosqlite:///{self.folder}/data.db", f"sqlite+aiosqlite:///{self.folder}/keys.db")
        self.store = await open_store(*urls, lambda: MASTER, BOT, self.clock.now)
        _doomed(self.store._database, self)
        _seen(self.store, self.touched)
        _told(self.store, self)
        for database in (self.store._database, self.store._safe._database):
            _at_once(database._writer)
            _at_once(database._reader)
        self.wake, self.sent = asyncio.Event(), asyncio.Event()
        self.desk = Desk(self.store, lambda: self.setting, lambda raw: parse(raw, FACE), self.draw, BOT, self.wake, self.sent)
        self.outbox = Outbox(self.store, self.telegram, self.clock, heard=self.wake)
        self.rouse()
        self.desk.careful = await self.stubborn(lambda: self.store.recover(self.clock.now()))

    async def die(self) -> None:
        """SIGKILL, and a new start."""
        for task in list(self.outbox._flying):
            await asyncio.wait([task])
        await shut(self.store._database, self.store._safe)
        self.telegram.forgotten()
        self.telegram.note("died")
        await self.open()

    async def close(self) -> None:
        """The end."""
        self.fate = kind
        await self.store.close()

    async def move_in(self, homes: list[Household]) -> None:
        """These are known from now on."""
        changed = [Changed(h, 0, True, set(h.people), set(h.sessions), set(h.entries), set(h.schedules)) for h in homes]
        await self.store.commit(Commit(changed=changed), self.clock.now())
        self.rouse()

    # -- work --------------------------------------------------------------------------------------

    async def work(self) -> datetime | None:
        """Does everything that can be done now. Returns when there is more to do."""
        for _ in range(ROUNDS):
            try:
                when = await self._round()
            except Died:
                await self._again()
                continue
            except Exception as error:
                self.telegram.note(f"trouble {type(error).__name__}")
                self.rouse()
                continue
            if when is None or when > self.clock.now():
                return when
        raise AssertionError("the same things are done again and again")

    async def _round(self) -> datetime | None:
        now = self.clock.now()
        if waiting := list(self.telegram.waiting):
            await self.store.receive(waiting, now)
            del self.telegram.waiting[: len(waiting)]
            self.wake.set()
        if self.wake.is_set() or _come(self.due, now):
            await self._turn(now)
        if self.sent.is_set() or _come(self.ready, now):
            self.sent.clear()
            self.ready = await self.outbox.turn(now)
        return min(filter(None, (self.due, self.ready)), default=None)

    async def _turn(self, now: datetime) -> None:
        self.wake.clear()
        while taken := await self.desk.turn(now):
            self.taken += taken
        self.due = await self.store.next_due()

    def rouse(self) -> None:
        """Nobody knows what there is to do: both look."""
        self.wake.set()
        self.sent.set()
        self.due: datetime | None = None
        self.ready: datetime | None = None

    async def _again(self) -> None:
        while True:
            try:
                await self.die()
            except Died:
                continue
            else:
                return

    async def stubborn(self, job: Callable[[], Any]) -> Any:
        """Asks until there is an answer, as whoever looks at the bot from outside would."""
        while True:
            try:
                return await job()
            except Died:
                raise
            except Exception:
                self.telegram.note("trouble, once more")

    async def purge(self, limits: Limits) -> None:
        """What has outlived its time goes; whatever happens meanwhile, the rest of it goes another day."""
        try:
            await self.store.purge(self.clock.now(), limits, limits.drafts)
        except Died:
            await self._again()
        except Exception as error:
            self.telegram.note(f"trouble {type(error).__name__}")
        self.rouse()

    async def passes(self, seconds: float) -> None:
        """Time passes, through every moment at which there is something to do."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while True:
            when = await self.work()
            if when is None or when > end:
                break
            self.clock.set(when)
        self.clock.set(end)
        await self.work()


def _at_once(line: Any) -> None:
    """Work is done in this thread: nobody else waits here, and handing it to another thread takes longer than the work."""

    async def run(work: Callable[[Any], Any]) -> Any:
        return line._run(work)

    line.run = run


def _come(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now


def _seen(store: SqlStore, touched: set[str]) -> None:
    """Every household that a commit of this store writes, whatever becomes of the commit, is one of `touched`."""
    commit = store.commit

    async def seen(given: Commit, now: datetime) -> None:
        touched.update(id for one in given.changed for id in (one.household.id, one.merged) if id is not None)
        await commit(given, now)

    store.commit = seen  # type: ignore[method-assign]


def _told(store: SqlStore, rig: Rig) -> None:
    """What this store settles is `rig.settling` while it is written."""
    settle = store.settle

    async def noted(results: Sequence[tuple[OutRow, Outcome]], now: datetime) -> None:
        rig.settling = [row.id for row, _ in results]
        try:
            await settle(results, now)
        finally:
            rig.settling = []

    store.settle = noted  # type: ignore[method-assign]


def _doomed(database: Database, rig: Rig) -> None:
    """Every write of this database meets its fate."""
    write = database.write

    async def fated(work: Callable[[Any], Any], committed: Callable[[], None] | None = None) -> Any:
        def inside(connection: Any) -> Any:
            result = work(connection)
            rig.fate("inside")
            return result

        rig.fate("before")
        result = await write(inside, committed)
        rig.telegram.told(rig.settling)
        rig.fate("after")
        return result

    database.write = fated  # type: ignore[method-assign]
