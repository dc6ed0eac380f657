"""What a figure was measured on, and how figures are printed: median, spread, and against what is wanted."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from pathlib import Path


def machine() -> str:
    """Processor, cores, load, Python, SQLite."""
    info = Path("/proc/cpuinfo")
    names = (
        [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    load = os.getloadavg()[0]
    return (
        f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, load {load:.1f}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def line(name: str, values: Sequence[float], unit: str, wanted: str = "") -> None:
    """One figure."""
    spread = f"({min(values):,.2f} to {max(values):,.2f}, {len(values)} rounds)" if len(values) > 1 else ""
    print(f"{name:58} {statistics.median(values):>12,.2f} {unit:10} {spread} {wanted}".rstrip(), flush=True)
