"""An evening at Telegram's rates, on a clock moved by hand: thousands of nudges at once, and people who talk meanwhile."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from crash.rig import MASTER, _at_once
from crash.simulation import FIRST

from bot.app.outbox import Outbox
from bot.app.ports import Commit, Later, Outcome, Outgoing, OutRow, Sent
from bot.clock import ManualClock
from bot.storage.opening import open_store
from bot.storage.store import SqlStore
from bot.words.message import Kind, Message

NUDGES, REPLIES, GROUP = 500, 40, -1001
STEP = timedelta(milliseconds=50)


class Wire:
    """Notes when each chat got what; two chats are told to slow down, once each."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock, self.sent = clock, list[tuple[datetime, int, str, str]]()
        self.floods: dict[int, int] = {}

    async def send(self, row: OutRow) -> Outcome:
        if self.floods.get(row.chat, 0):
            self.floods[row.chat] -= 1
            return Later(5.0, flood=True)
        self.sent.append((self.clock.now(), row.chat, row.message.kind, row.message.text))
        return Sent(len(self.sent))


class Evening:
    def __init__(self, store: SqlStore, clock: ManualClock) -> None:
        self.store, self.clock, self.wire = store, clock, Wire(clock)
        self.outbox, self.count = Outbox(store, self.wire, clock), 0

    def row(self, chat: int, kind: Kind, text: str) -> Outgoing:
        self.count += 1
        return Outgoing(f"u{self.count}:0", "h", None, chat, Message("p", text, kind=kind), self.clock.now())

    async def put(self, *rows: Outgoing) -> None:
        await self.store.commit(Commit(outgoing=list(rows)), self.clock.now())

    async def until_empty(self) -> None:
        while (await self.store.counts(self.clock.now())).outbox:
            await self.step()

    async def step(self) -> None:
        await self.outbox.turn(self.clock.now())
        self.clock.set(self.clock.now() + STEP)


async def evening(folder: Path) -> Evening:
    clock = ManualClock(FIRST)
    urls = [f"sqlite+aiosqlite:///{folder}/{kind}.db" for kind in ("data", "keys")]
    store = await open_store(*urls, lambda: MASTER, 7, clock.now)
    for database in (store._database, store._safe._database):
        _at_once(database._writer)
        _at_once(database._reader)
    return Evening(store, clock)


def most_in(times: list[datetime], seconds: float) -> int:
    """The most that fell into any span of that length."""
    span, first, most = timedelta(seconds=seconds), 0, 0
    for last, time in enumerate(times):
        while time - times[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


async def test_replies_pass_thousands_of_nudges_and_no_rate_is_broken(quick: Path) -> None:
    night = await evening(quick)
    try:
        await night.put(*(night.row(10_000 + n, "nudge", "note") for n in range(NUDGES)))
        asked: dict[str, datetime] = {}
        for n in range(REPLIES):
            asked[f"reply {n}"] = night.clock.now()
            await night.put(night.row(50_000 + n % 20, "flow", f"reply {n}"))
            for _ in range(4):
                await night.step()
        await night.put(*(night.row(GROUP, "flow", f"line {n}") for n in range(25)))
        night.wire.floods = {50_000: 1, 50_001: 1}
        await night.until_empty()
    finally:
        await night.store.close()
    sent = night.wire.sent
    assert len(sent) == NUDGES + REPLIES + 25
    waits = [(at - asked[text]).total_seconds() for at, _, _, text in sent if text in asked]
    assert statistics.median(waits) <= 0.05
    assert max(waits) < 8
    assert most_in([at for at, *_ in sent], 1.0) <= 28
    assert most_in([at for at, chat, *_ in sent if chat == GROUP], 60.0) <= 20
    chats = defaultdict(list)
    for at, chat, _, text in sent:
        chats[chat].append((at, text))
    assert all(most_in([at for at, _ in rows], 1.0) <= 4 for rows in chats.values())
    for chat in range(50_000, 50_020):
        numbers = [int(text.split()[1]) for _, text in chats[chat]]
        assert numbers == sorted(numbers)
    assert [text for _, text in chats[GROUP]] == [f"line {n}" for n in range(25)]
    assert max(Counter(chat for _, chat, kind, _ in sent if kind == "nudge").values()) == 1


async def test_one_chat_that_is_told_to_wait_holds_up_nobody_else_and_two_hold_up_all(quick: Path) -> None:
    night = await evening(quick)
    try:
        night.wire.floods = {1: 1}
        await night.put(*(night.row(chat, "flow", "a") for chat in (1, 2, 3)))
        await night.step()
        assert {chat for _, chat, *_ in night.wire.sent} == {2, 3}
        night.wire.floods = {4: 1}
        await night.put(night.row(4, "flow", "b"))
        await night.step()
        await night.put(night.row(5, "flow", "c"))
        for _ in range(20):
            await night.step()
        assert 5 not in {chat for _, chat, *_ in night.wire.sent}
        await night.until_empty()
        assert {chat for _, chat, *_ in night.wire.sent} == {1, 2, 3, 4, 5}
    finally:
        await night.store.close()
