"""SIGKILL and SIGTERM of the shipped entry point while couples talk: nothing lost, nothing twice, nothing out of order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from crash.killing import killed

SLOWEST_STOP_SECONDS = 15


async def test_three_kills_lose_nothing(tmp_path: Path) -> None:
    figures = await killed(tmp_path, kills=3, pairs=5, seed=1)
    assert figures.wrong == []
    assert figures.words


async def test_two_polite_ends_under_load_repeat_nothing(tmp_path: Path) -> None:
    figures = await killed(tmp_path, kills=2, pairs=5, seed=2, polite=True)
    assert (figures.wrong, figures.in_flight, figures.repeated) == ([], 0, 0)
    assert figures.slowest_stop < SLOWEST_STOP_SECONDS


@pytest.mark.long
@pytest.mark.parametrize("seed", range(int(os.environ.get("ROUNDS", "4"))))
async def test_fifty_kills_lose_nothing(tmp_path: Path, seed: int) -> None:
    assert (await killed(tmp_path, kills=50, pairs=100, seed=100 + seed)).wrong == []
