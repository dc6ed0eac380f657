"""One person floods with 100 updates a second; how long others wait. `python -m tests.bench.bench_flood`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from bot.app.ports import Update
from bot.talk.heard import Command, Where, Who, Wrote

HERE = Path(__file__).parents[1]
sys.path[:0] = [str(HERE), str(HERE / "safety")]

SECONDS, FLOOD = 30, 100


async def measured(folder: Path) -> list[float]:
    """For each second the milliseconds from the arrival of everything to the commit of what answers the other person."""
    from stored import office, welcomed

    house = await office(folder, datetime(2026, 1, 5, 12, 0, tzinfo=UTC))
    for user, name in ((101, "Ann"), (102, "Ben")):
        await welcomed(house, user, name)
    found, number = [], 100_000
    for _ in range(SECONDS):
        house.now += timedelta(seconds=1)
        rows = []
        for _ in range(FLOOD):
            number += 1
            flood = Wrote(Who(101, "Ann", "en"), Where(101, True), "again and again", house.now)
            rows.append(Update(number, 101, 101, msgspec.json.encode(flood)))
        number += 1
        rows.append(Update(number, 102, 102, msgspec.json.encode(Command(Who(102, "Ben", "en"), Where(102, True), "menu"))))
        began = time.perf_counter()
        await house.store.receive(rows, house.now)
        while await house.desk.turn(house.now):
            pass
        found.append((time.perf_counter() - began) * 1000)
        await house.settle()
    await house.store.close()
    return sorted(found)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measured(Path(folder)))
    print(
        f"{FLOOD} updates a second of one person, {SECONDS} s: the other waits {found[len(found) // 2]:.0f} ms, at most {found[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
