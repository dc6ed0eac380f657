"""Write-ahead logs that were cut off or garbled: what is left is exactly a beginning of what was committed, never a mixture.

And disks that take no more: nothing is confirmed to Telegram that was not committed, and when the disk is well all goes on by itself.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.app.ports import Update
from bot.clock import ManualClock, SeededDraw
from bot.storage.opening import open_store
from bot.storage.store import SqlStore
from bot.tg.runner import Poll

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MASTER = bytes(range(32))
UPDATES = 40


async def opened(folder: Path) -> SqlStore:
    urls = [f"sqlite+aiosqlite:///{folder}/{kind}.db" for kind in ("data", "keys")]
    return await open_store(*urls, lambda: MASTER, 7, lambda: NOW)


def update(number: int) -> Update:
    return Update(number, 11, 11, b'{"text": "' + b"x" * (number * 37 % 900) + b'"}')


async def written(folder: Path) -> list[int]:
    """Forty commits in the log of a database; how long the log was after each."""
    store = await opened(folder)
    await store._database.scrub()
    await store._database._writer.plainly("PRAGMA wal_autocheckpoint=0")
    sizes = []
    for number in range(1, UPDATES + 1):
        await store.receive([update(number)], NOW)
        sizes.append((folder / "data.db-wal").stat().st_size)
    (folder / "dead").mkdir()
    for name in ("data.db", "data.db-wal"):
        shutil.copy(folder / name, folder / "dead" / name)
    await store.close()
    return sizes


def damaged(log: bytes, draw: SeededDraw) -> tuple[bytes, int]:
    """The log cut off, with a byte changed, or with some bytes overwritten; and where the damage begins."""
    at = draw.number(len(log) - 1) if len(log) > 1 else 0
    match draw.number(3):
        case 0:
            return log[:at], at
        case 1:
            return log[:at] + bytes([log[at] ^ (1 + draw.number(255))]) + log[at + 1 :], at
        case _:
            noise = bytes(draw.number(256) for _ in range(1 + draw.number(64)))
            changed = (log[:at] + noise + log[at + len(noise) :])[: len(log)]
            first = next((n for n in range(at, len(log)) if changed[n] != log[n]), len(log))
            return changed, first


def left(folder: Path, log: bytes) -> list[str]:
    """What a process finds that starts with this log."""
    for rest in ("data.db-shm", "data.db-wal"):
        (folder / rest).unlink(missing_ok=True)
    shutil.copy(folder.parent / "base.db", folder / "data.db")
    (folder / "data.db-wal").write_bytes(log)
    database = sqlite3.connect(folder / "data.db")
    try:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [key for (key,) in database.execute("SELECT key FROM inbox ORDER BY id")]
    finally:
        database.close()


async def garbled(folder: Path, variants: int, seed: str) -> None:
    sizes = await written(folder)
    dead, draw = folder / "dead", SeededDraw(seed)
    log = (dead / "data.db-wal").read_bytes()
    shutil.copy(dead / "data.db", folder / "base.db")
    for _ in range(variants):
        changed, at = damaged(log, draw)
        whole = sum(size <= at for size in sizes)
        assert left(dead, changed) == [f"u{n}" for n in range(1, whole + 1)], at


async def test_of_a_damaged_log_an_exact_beginning_is_left(quick: Path) -> None:
    await garbled(quick, 50, "fast")


@pytest.mark.long
async def test_of_a_thousand_damaged_logs_an_exact_beginning_is_left(quick: Path) -> None:
    await garbled(quick, 1000, "long")


class Telegram:
    """Keeps what was not confirmed, and offers it again and again."""

    def __init__(self, *numbers: int) -> None:
        self.waiting = {n: b'{"update_id": %d, "message": {"text": "%s"}}' % (n, b"x" * 9000) for n in numbers}
        self.confirmed: list[int] = []
        self.asked = 0

    async def updates(self, offset: int | None, timeout: int) -> list[bytes]:
        self.asked += 1
        for number in [n for n in self.waiting if offset is not None and n < offset]:
            self.confirmed.append(number)
            del self.waiting[number]
        if not self.waiting:
            await asyncio.Event().wait()
        return list(self.waiting.values())


@pytest.fixture
async def store(quick: Path) -> AsyncIterator[SqlStore]:
    store = await opened(quick)
    yield store
    await store.close()


def break_(store: SqlStore, how: str) -> list[str]:
    """The statements that make a disk bad, and well again."""
    return {
        "disk full": ["PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000"],
        "read-only": ["PRAGMA query_only=ON", "PRAGMA query_only=OFF"],
    }[how]


async def until(true: Any, clock: ManualClock) -> None:
    for _ in range(2000):
        if true():
            return
        clock.advance(1.0)
        await asyncio.wait([asyncio.ensure_future(asyncio.to_thread(lambda: None))])
    raise AssertionError("it does not happen")


@pytest.mark.parametrize("how", ["disk full", "read-only", "EIO"])
async def test_nothing_is_confirmed_while_the_disk_takes_nothing_and_then_all_goes_on(
    store: SqlStore, quick: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, stop, telegram = ManualClock(NOW), asyncio.Event(), Telegram(*range(1, 31))
    line: Any = store._database._writer
    healthy = line.run
    if how == "EIO":
        monkeypatch.setattr(line, "run", failing)
    else:
        await line.plainly(break_(store, how)[0])
    poll = asyncio.ensure_future(Poll(store, telegram, clock, stop, lambda new: None).run())
    await until(lambda: telegram.asked > 5, clock)
    assert telegram.confirmed == []
    assert keys_in(quick) == []
    if how == "EIO":
        monkeypatch.setattr(line, "run", healthy)
    else:
        await line.plainly(break_(store, how)[1])
    await until(lambda: len(telegram.confirmed) == 30, clock)
    assert keys_in(quick) == [f"u{n}" for n in range(1, 31)]
    stop.set()
    await poll


async def failing(work: Any) -> Any:
    raise OperationalError("COMMIT", {}, Exception("disk I/O error"))


def keys_in(folder: Path) -> list[str]:
    database = sqlite3.connect(folder / "data.db")
    try:
        return [key for (key,) in database.execute("SELECT key FROM inbox ORDER BY id")]
    finally:
        database.close()
