"""An evening hour that everybody chose: as many nudges as there are people fall due within a minute.

The real outbox, pacing and tables, on a clock moved by hand, against a wire that counts. Replies come in all the while. None
is lost, none goes twice, no second has more than Telegram takes, and whoever answers is answered at once. A small evening runs
always, the large one with `make long`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.outbox import Outbox
from bot.app.pacing import ALL_LIMIT
from bot.app.ports import Changed, Commit, Outcome, Outgoing, OutRow, Sent
from bot.clock import ManualClock
from bot.couple.household import Household, Person
from bot.storage.opening import open_store
from bot.storage.store import SqlStore
from bot.words.message import Message

EIGHT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OFFSET = timedelta(seconds=0.37)
CHUNK = 5000
REPLY = 10_000_000
TELEGRAM = 30


class Wire:
    """Takes everything and remembers when."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock, self.sent = clock, list[tuple[datetime, int]]()

    async def send(self, row: OutRow) -> Outcome:
        self.sent.append((self.clock.now(), row.chat))
        return Sent(row.id)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    clock = ManualClock(EIGHT)
    urls = [f"sqlite+aiosqlite:///{tmp_path / name}" for name in ("data.db", "keys.db")]
    opened = await open_store(*urls, lambda: bytes(range(32)), 7, clock.now)
    await opened.recover(EIGHT)
    home = Household(id="h", bot=7, people={"ann": Person("ann", 11, "Ann")})
    await opened.commit(Commit(changed=[Changed(home, 0, True, {"ann"})]), EIGHT)
    yield opened
    await opened.close()


def nudge(n: int, of: int) -> Outgoing:
    due = EIGHT + timedelta(seconds=60 * n / of)
    return Outgoing(f"s{n}:0", "h", None, n + 1, Message("ann", "A note for you.", kind="nudge"), due)


async def spike(store: SqlStore, nudges: int, replies_per_second: int) -> tuple[list[tuple[datetime, int]], dict[int, datetime]]:
    """What was sent when, and when each reply was asked for."""
    for first in range(0, nudges, CHUNK):
        rows = [nudge(n, nudges) for n in range(first, min(first + CHUNK, nudges))]
        await store.commit(Commit(outgoing=rows), EIGHT)
    clock = ManualClock(EIGHT)
    wire = Wire(clock)
    box, asked, minute = Outbox(store, wire, clock), dict[int, datetime](), EIGHT + OFFSET
    while True:
        while minute <= clock.now() and len(wire.sent) - len(asked) < nudges - ALL_LIMIT:
            await _reply(store, replies_per_second, minute, asked)
            minute += SECOND
        when = await box.turn(clock.now())
        waits = [w for w in (when, *([minute] if len(wire.sent) - len(asked) < nudges - ALL_LIMIT else [])) if w is not None]
        if when is None and len(wire.sent) >= nudges + len(asked):
            return wire.sent, asked
        clock.set(max(clock.now(), min(waits)))


async def _reply(store: SqlStore, count: int, second: datetime, asked: dict[int, datetime]) -> None:
    rows = []
    for _ in range(count):
        chat = REPLY + len(asked)
        asked[chat] = second
        rows.append(Outgoing(f"u{chat}:0", "h", None, chat, Message("ann", "Thank you."), second))
    await store.commit(Commit(outgoing=rows), second)


def judge(sent: list[tuple[datetime, int]], asked: dict[int, datetime], nudges: int) -> str:
    """Every promise about it; returns the figures."""
    times = Counter(chat for _, chat in sent)
    assert set(times.values()) == {1}, "some went twice"
    assert len(times) == nudges + len(asked), "some were lost"
    moments = sorted(at for at, _ in sent)
    busiest = max(_within_a_second(moments))
    assert busiest <= TELEGRAM
    waited = sorted((at - asked[chat]).total_seconds() for at, chat in sent if chat in asked)
    p99 = waited[int(len(waited) * 0.99)]
    assert p99 < 0.5
    took = (moments[-1] - EIGHT).total_seconds()
    allowed = len(sent) / ALL_LIMIT
    assert took <= allowed * 1.01 + 1
    return (
        f"{nudges} nudges, {len(asked)} replies: 0 lost, 0 twice; at most {busiest} in any second; replies p50 "
        f"{waited[len(waited) // 2]:.2f} s, p99 {p99:.2f} s; drained in {took:.0f} s, {took / allowed - 1:+.2%} of {ALL_LIMIT}/s"
    )


def _within_a_second(moments: list[datetime]) -> list[int]:
    first, counts = 0, []
    for last, at in enumerate(moments):
        while at - moments[first] >= SECOND:
            first += 1
        counts.append(last - first + 1)
    return counts


async def test_a_small_evening(store: SqlStore) -> None:
    nudges = 1400
    print(judge(*await spike(store, nudges, 5), nudges))


@pytest.mark.long
async def test_an_evening_of_a_hundred_thousand(store: SqlStore) -> None:
    nudges = 100_000
    print("\n" + judge(*await spike(store, nudges, 5), nudges))
