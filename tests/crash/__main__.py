"""`python -m tests.crash`: the long kills, with a table. `N` kills in all (200), `EACH` to a town (25), `COUPLES` (100), `SEED`; a run that was cut off is

resumed: what is done stands in `FILE` (a file of the system's temporary folder), and `FRESH=1` begins anew.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("PTB_TIMEDELTA", "1")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from bench.machine import machine  # noqa: E402 - the folders above make it findable
from crash import stock  # noqa: E402 - the folders above make it findable
from crash.killing import Figures, killed  # noqa: E402 - the folders above make it findable

EACH = int(os.environ.get("EACH", "25"))
KILLS = int(os.environ.get("N", "200"))
ENDS = int(os.environ.get("ENDS", str(KILLS)))
COUPLES = int(os.environ.get("COUPLES", "100"))
SEED = int(os.environ.get("SEED", "1"))
FILE = Path(os.environ.get("FILE", str(Path(tempfile.gettempdir()) / "groundwork-crash.json")))
ROWS = ("kills", "words", "messages", "evenings", "nudges", "in_flight", "repeated", "seconds", "slowest_stop")


def known() -> dict[str, Figures]:
    """What earlier runs came to, by name."""
    if not FILE.exists() or os.environ.get("FRESH"):
        return {}
    return {name: Figures(**figures) for name, figures in json.loads(FILE.read_text()).items()}


def run(name: str, wanted: int, polite: bool, done: dict[str, Figures]) -> Figures:
    """The rounds that are still missing."""
    figures = done.setdefault(name, Figures())
    while figures.kills < wanted and not figures.wrong:
        with tempfile.TemporaryDirectory(prefix="groundwork-crash-") as folder:
            count = min(EACH, wanted - figures.kills)
            figures.add(asyncio.run(killed(Path(folder), count, COUPLES, SEED + figures.kills, polite)))
        FILE.write_text(json.dumps({n: asdict(f) for n, f in done.items()}))
        print(f"{name}: {figures.kills} of {wanted}, {len(figures.wrong)} wrong", file=sys.stderr, flush=True)
    return figures


def main() -> int:
    """Exit 1 if anything was lost, twice or out of order."""
    done = known()
    shown = {"SIGKILL": run("SIGKILL", KILLS, False, done), "SIGTERM": run("SIGTERM", ENDS, True, done)}
    print(f"{machine()}; {COUPLES} couples, seed {SEED}\n")
    print(f"| {'':14} | {' | '.join(shown)} |\n|---|{'---|' * len(shown)}")
    for row in ROWS:
        print(
            f"| {row.replace('_', ' '):14} | {' | '.join(f'{getattr(f, row):,.1f}'.removesuffix('.0') for f in shown.values())} |"
        )
    print(f"| {'wrong':14} | {' | '.join(str(len(f.wrong)) for f in shown.values())} |\n")
    for name, figures in shown.items():
        for sentence in figures.wrong[:10]:
            print(f"{name}: {sentence}")
    print(asyncio.run(stock.table()))
    return int(any(f.wrong for f in shown.values()))


if __name__ == "__main__":
    sys.exit(main())
