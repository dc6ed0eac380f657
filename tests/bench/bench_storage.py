"""How many updates a second the tables take, durably: received, claimed, committed with two sealed messages each.

Run: python tests/bench/bench_storage.py [updates]. Prints the median, the slowest and the quickest of some rounds, as updates/s.
Real files, synchronous=FULL, real keys; households of two people with a session each. No turn is computed: the tables alone.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "storage"))
sys.path.insert(0, str(Path(__file__).parents[2]))

import storage_cast as cast

from bot.app.ports import Batch, Changed, Commit, Outgoing
from bot.couple.household import Household
from bot.storage.opening import open_store
from bot.storage.store import SqlStore
from bot.words.message import Button, Message

BATCHES = (1, 16, 64)
ROUNDS = 5
COUPLES = 200


def home(n: int) -> Household:
    people = {f"ann-{n:05}": 10_000 + 2 * n, f"ben-{n:05}": 10_001 + 2 * n}
    return cast.household(f"home-{n:05}", people, cast.NOW + timedelta(days=9))


def results(batch: Batch) -> Commit:
    """What turns would come to: a person and a session changed, two messages."""
    made = Commit(done=batch.items)
    for item in batch.items:
        household = batch.households[item.household or ""]
        person = household.by_user(item.user)
        assert person is not None
        session = next(iter(household.sessions))
        made.changed.append(Changed(household, household.revision, people={person.id}, sessions={session}))
        for n in range(2):
            text = "When I see the phone face down I feel uneasy, and I would like us to talk about it tonight."
            shown = Message(person.id, text, ((Button("Send", f"v-{item.key}"),),), name=f"{item.key}:{n}")
            made.outgoing.append(Outgoing(f"{item.key}:{n}", household.id, person.id, item.chat, shown, cast.NOW))
    return made


async def measure(store: SqlStore, first: int, count: int, size: int) -> tuple[float, float]:
    """Updates/s with their arrival's own commit, and without it."""
    updates = [cast.update(first + n, 10_000 + 2 * (n % COUPLES), raw=b'{"text":"' + b"x" * 300 + b'"}') for n in range(count)]
    arriving = 0.0
    begun = time.perf_counter()
    for at in range(0, count, size):
        came = time.perf_counter()
        await store.receive(updates[at : at + size], cast.NOW)
        arriving += time.perf_counter() - came
        batch = await store.claim(cast.NOW, size)
        await store.commit(results(batch), cast.NOW)
    whole = time.perf_counter() - begun
    return count / whole, count / (whole - arriving)


def spread(rates: Sequence[float]) -> str:
    return f"{statistics.median(rates):5.0f}/s ({min(rates):.0f} to {max(rates):.0f})"


async def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite+aiosqlite:///{folder}"
        store = await open_store(f"{address}/data.db", f"{address}/keys.db", lambda: cast.MASTER, cast.BOT, lambda: cast.NOW)
        try:
            await store.commit(cast.fresh(*(home(n) for n in range(COUPLES))), cast.NOW)
            gc.freeze()
            first = 1
            for size in BATCHES:
                rates = []
                for _ in range(ROUNDS):
                    many = max(size, count if size > 1 else count // 8)
                    rates.append(await measure(store, first, many, size))
                    first += many
                whole, worked = zip(*rates, strict=True)
                print(f"batch {size:3}: {spread(whole)} received, claimed, committed; {spread(worked)} claimed, committed")
        finally:
            await store.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 640))
