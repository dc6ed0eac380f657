"""Figures, with the machine, median and spread: `python -m tests.bench [PART ...] [--profile]`; all parts if none is named."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("PTB_TIMEDELTA", "1")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "storage"), str(Path(__file__).parents[2])]

from bench import authors, bench_nudges, bench_storage, process, sizes, turns  # noqa: E402 - the folders above make it findable
from bench.machine import machine  # noqa: E402

PARTS = {
    "turns": turns.main,
    "nudges": bench_nudges.main,
    "tables": lambda: bench_storage.main(320),
    "single": turns.single,
    "sealing": turns.sealing,
    "sizes": sizes.main,
    "process": process.main,
    "authors": authors.main,
}


def main() -> None:
    """The parts that were asked for."""
    wanted = [name for name in sys.argv[1:] if name in PARTS] or list(PARTS)
    print(machine())
    for name in wanted:
        print(f"\n{name}")
        asyncio.run(PARTS[name]())


if __name__ == "__main__":
    main()
