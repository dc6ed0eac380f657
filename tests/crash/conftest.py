"""A quick place for databases whose durability is not what a test is about."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory where there is one."""
    with tempfile.TemporaryDirectory(prefix="groundwork-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)
