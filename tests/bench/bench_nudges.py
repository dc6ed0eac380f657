"""How many schedules a second become messages in the outbox, durably, through the desk with everything it does.

Run: python -m tests.bench nudges [--nudges N]. Real files, real keys, the shipped evening check-in: each is claimed, weighed, begun
as a session with its question, wrapped, sealed and committed with its next due time.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.machine import line
from world import shipped

from bot.app.desk import Desk
from bot.app.ports import Changed, Commit
from bot.clock import Draw
from bot.couple.household import Household, Person, Schedule
from bot.storage.opening import open_store
from bot.talk.work import Setting

NOW = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
CHUNK, ROUNDS = 500, 5


def home(n: int) -> Household:
    at = NOW.isoformat()
    people = {
        id: Person(id, 10 * n + k + 1, id[:3].title(), zone="Europe/Berlin", evening="20:00", started=True, adult=True,
                   consents={"joint": at}) for k, id in enumerate((f"ann{n}", f"ben{n}"))
    }  # fmt: skip
    due = {f"s{id}": Schedule(f"s{id}", "evening-check-in", id, due=NOW, day=NOW.date()) for id in people}
    return Household(f"h{n}", 7, people, schedules=due)


async def rate(people: int) -> tuple[float, float]:
    """Messages a second, and a second of processor time."""
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite+aiosqlite:///{folder}/{name}.db" for name in ("data", "keys")]
        store = await open_store(urls[0], urls[1], lambda: bytes(range(32)), 7, lambda: NOW)
        await store.recover(NOW)
        for first in range(0, people // 2, CHUNK):
            homes = [home(n) for n in range(first, min(first + CHUNK, people // 2))]
            changed = [Changed(h, 0, True, set(h.people), schedules=set(h.schedules)) for h in homes]
            await store.commit(Commit(changed=changed), NOW - timedelta(minutes=5))
        setting = Setting(shipped(), spread=0)
        desk = Desk(store, lambda: setting, lambda raw: None, Draw(), 7, asyncio.Event(), asyncio.Event())
        gc.collect()
        gc.freeze()
        begun, cpu = time.perf_counter(), time.process_time()
        while await desk.turn(NOW):
            pass
        took, busy = time.perf_counter() - begun, time.process_time() - cpu
        rows = (await store.counts(NOW)).outbox
        await store.close()
    assert rows == people, "one message for each"
    return rows / took, rows / busy


async def main() -> None:
    """Some rounds; `--nudges N` says how many are due at once."""
    people = int(sys.argv[sys.argv.index("--nudges") + 1]) if "--nudges" in sys.argv else 4000
    rates = [await rate(people) for _ in range(ROUNDS if people <= 20_000 else 1)]
    line(f"{people:,} nudges due at once into messages, through the desk", [wall for wall, _ in rates], "/s", "(wanted: 10,000)")
    line("    a second of processor time", [cpu for _, cpu in rates], "/s")


if __name__ == "__main__":
    asyncio.run(main())
