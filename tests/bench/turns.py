"""Durable updates a second with a real turn: parsed, read, sealed, phrased, two messages in the outbox, two commits with FULL."""

from __future__ import annotations

import cProfile
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx
from bench.house import House, open_house
from bench.machine import line
from crash.simulation import FIRST

from bot.clock import Clock
from bot.storage import sealing as seals
from bot.tg.webhook import receive_webhook
from bot.web import app as web

COUPLES, ROUNDS, BATCHES = 768, 7, (1, 16, 64, 256)


async def rates(house: House, size: int, rounds: int = ROUNDS) -> tuple[list[float], list[float]]:
    """Updates a second at a backlog of `size`; and a second of processor time, which a busy machine does not change."""
    found, worked = [], []
    for _ in range(rounds):
        count = max(size, min(4 * size, 128))
        batches = [house.updates(size) for _ in range(max(1, count // size))]
        spent = busy = 0.0
        for batch in batches:
            begun, cpu = time.perf_counter(), time.process_time()
            await house.take(batch)
            spent += time.perf_counter() - begun
            busy += time.process_time() - cpu
            await house.all_sent()
        found.append(sum(map(len, batches)) / spent)
        worked.append(sum(map(len, batches)) / busy)
    return found, worked


async def warm(house: House) -> None:
    """Everybody has said a first word: from here on each one brings two messages, a preview and the end of the one before."""
    for _ in range(0, COUPLES, 64):
        await house.take(house.updates(64))
    await house.all_sent()


async def written(house: House) -> tuple[int, int, int]:
    """Updates, messages, and updates that were put aside."""
    counts = ("count(*) FROM inbox", "count(*) FROM outbox", "count(*) FROM inbox WHERE status = 2")
    query = ", ".join(f"(SELECT {count})" for count in counts)
    return tuple(await house.store._database.read(lambda c: c.exec_driver_sql(f"SELECT {query}").one()))  # type: ignore[return-value]


async def main() -> None:
    """At several backlogs."""
    with tempfile.TemporaryDirectory() as folder:
        house = await open_house(Path(folder), COUPLES)
        try:
            await warm(house)
            before = await written(house)
            profile = cProfile.Profile() if "--profile" in sys.argv else None
            for size in BATCHES:
                if profile and size == 64:
                    profile.enable()
                values, worked = await rates(house, size)
                if profile and size == 64:
                    profile.disable()
                line(
                    f"durable updates with a real turn, backlog {size}", values, "/s", "(wanted at 64: 3,000)" if size == 64 else ""
                )
                line("    a second of processor time", worked, "/s")
            after = await written(house)
            line("messages in the outbox per update", [(after[1] - before[1]) / (after[0] - before[0])], "")
            assert after[2] == 0
            if profile:
                profile.print_stats("tottime")
        finally:
            await house.store.close()


async def sealing() -> None:
    """What sealing costs: the same with blobs that are only copied."""
    whole = await _at_64()
    kept = seals.Key.seal, seals.Key.open
    seals.Key.seal = lambda self, clear, bound: self.head + bytes(12) + clear + bytes(16)  # type: ignore[method-assign]
    seals.Key.open = lambda self, blob, bound: bytes(blob[15:-16])  # type: ignore[method-assign]
    try:
        bare = await _at_64()
    finally:
        seals.Key.seal, seals.Key.open = kept  # type: ignore[method-assign]
    line("with seals, backlog 64, a second of processor time", whole, "/s")
    line("without seals, backlog 64, a second of processor time", bare, "/s")
    cost = 100 * (1 - statistics.median(whole) / statistics.median(bare))
    line("sealing costs", [cost], "%", "(wanted: at most 10)")


async def _at_64() -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        house = await open_house(Path(folder), COUPLES)
        try:
            await warm(house)
            return (await rates(house, 64, 11))[1]
        finally:
            await house.store.close()


async def single() -> None:
    """One update at a time: from the webhook's request to its answer, which comes after the commit; and its turn."""
    with tempfile.TemporaryDirectory() as folder:
        house = await open_house(Path(folder), COUPLES)

        async def arrive(headers: object, body: bytes) -> tuple[int, object]:
            answer, _ = await receive_webhook(house.store, "s", headers, body, FIRST)  # type: ignore[arg-type]
            return answer.status, answer.headers

        served = await web.serve(web.build(web.Inside(lambda: True, _ready, None, arrive)), "127.0.0.1", 0)  # type: ignore[arg-type]
        try:
            await Clock().pause(0.3)
            await _posts(house, f"http://127.0.0.1:{served.port}/telegram")
        finally:
            await served.stop()
            await house.store.close()


async def _ready() -> None:
    return None


async def _posts(house: House, address: str) -> None:
    arrivals, turned = [], []
    async with httpx.AsyncClient(headers={"X-Telegram-Bot-Api-Secret-Token": "s"}) as client:
        for number in range(200):
            body = house.raw(number % COUPLES)
            begun = time.perf_counter()
            answer = await client.post(address, content=body)
            arrivals.append(1000 * (time.perf_counter() - begun))
            assert answer.status_code == 200, answer.text
            while await house.desk.turn(FIRST):
                turned.append(1000 * (time.perf_counter() - begun))
            await house.all_sent()
    line("one update, HTTP to commit", arrivals, "ms", "(wanted: median under 10)")
    line("one update, HTTP to messages committed", turned, "ms")
