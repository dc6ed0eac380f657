"""The same work with more and more households that have nothing to do with it: query plans and pages read per update.

Pages are counted as the kernel counts them: with a cache of no pages SQLite asks for every page it looks at. The file grows to
some 3.5 GB for a million households, in the folder for temporary files, and is gone afterwards.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.house import House, open_house
from bench.machine import line

from bot.storage import engine

FIRST_SIZE, LAST_SIZE = 1000, 100_000
PAGE = 8192
SHAPE = re.compile(r"'(?:[^']|'')*'|x'[0-9a-f]*'|\b\d+\b", re.IGNORECASE)
"""What differs between two runs of one statement: its values."""
UPDATES = 64
FILL = (
    "INSERT INTO households SELECT 'f' || n, 7, 1, NULL, randomblob(300) FROM numbers",
    "INSERT INTO people SELECT 'p' || n || '-' || k, 7, 'f' || n, 10000000 + 2 * n + k, randomblob(400) FROM numbers, two",
    "INSERT INTO sessions SELECT 's' || n, 'f' || n, 'running', 1, randomblob(600) FROM numbers",
    "INSERT INTO session_parts SELECT 's' || n, 'p' || n || '-0', 'f' || n, randomblob(200) FROM numbers",
    "INSERT INTO entries SELECT 'e' || n || '-' || k, 'f' || n, 'p' || n || '-0', randomblob(200) FROM numbers, two",
    "INSERT INTO schedules SELECT 'c' || n || '-' || k, 7, 'f' || n, 4000000000000000 + n, 0, randomblob(150) FROM numbers, two",
    "INSERT INTO timers SELECT 's' || n, 'v' || n, randomblob(16), 7, 'f' || n, 4000000000000000 + n, 0 FROM numbers",
)


def fill(file: Path, first: int, last: int) -> None:
    """Households from `first` to `last` that wait for a far day."""
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA synchronous=OFF")
        counted = f"SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}"
        numbers = f"WITH RECURSIVE numbers(n) AS ({counted}), two(k) AS (VALUES (0), (1))"
        for statement in FILL:
            database.execute(f"{numbers} {statement}")
    database.close()


def asked() -> int:
    """Bytes that this process asked the kernel for so far."""
    return next(int(row.split()[1]) for row in Path("/proc/self/io").read_text().splitlines() if row.startswith("rchar"))


class Seen:
    """Every statement that ran, once, to ask for its plan."""

    def __init__(self) -> None:
        self.statements: set[str] = set()

    def plans(self, file: Path) -> dict[str, list[str]]:
        """How SQLite would do each."""
        found = {}
        with sqlite3.connect(file) as database:
            for text in sorted(self.statements):
                if text.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
                    with suppress(sqlite3.OperationalError):  # a statement of the other database
                        found[SHAPE.sub("?", text)] = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {text}")]
        database.close()
        return found


async def main() -> None:
    """At each size."""
    seen = Seen()
    tune: Any = engine._tune

    def small(connection: Any, record: object) -> None:
        tune(connection, record)
        connection.execute("PRAGMA cache_size=0")
        connection.set_trace_callback(seen.statements.add)

    engine._tune = small  # type: ignore[assignment]
    try:
        with tempfile.TemporaryDirectory() as folder:
            await _grow(Path(folder), seen)
    finally:
        engine._tune = tune


async def _grow(folder: Path, seen: Seen) -> None:
    house = await open_house(folder, UPDATES * 2)
    try:
        before, plans, first = 1, None, 0.0
        for size in _sizes():
            fill(folder / "data.db", before, size)
            before = size + 1
            pages = [await _pages(house) for _ in range(5)]
            first = first or sorted(pages)[2]
            line(
                f"pages read per update, {size:,} households",
                pages,
                "pages",
                f"({sorted(pages)[2] / first:.2f} times the first; wanted: at most 1.2)",
            )
            now = seen.plans(folder / "data.db")
            if plans is not None:
                differing = [text for text in now if text in plans and plans[text] != now[text]]
                print(f"    {len(now)} statements, {len(differing)} with another plan {differing[:2]}")
            plans = now
    finally:
        await house.store.close()


def _sizes() -> tuple[int, int]:
    """From and to how many households; `--to N` says how far."""
    return FIRST_SIZE, int(sys.argv[sys.argv.index("--to") + 1]) if "--to" in sys.argv else LAST_SIZE


async def _pages(house: House) -> float:
    updates = house.updates(UPDATES)
    begun = asked()
    await house.take(updates)
    read = (asked() - begun) / PAGE / len(updates)
    await house.all_sent()
    return read
