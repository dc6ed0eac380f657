"""Couples live with the bot while disk, network and process fail by a seed: one seed is one trace, and what must hold holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from crash.simulation import simulate

TRACE = "import sys; from pathlib import Path; from crash.simulation import simulate; print(simulate(Path(sys.argv[1]), 'one', 2, 2).digest)"


def test_a_few_days_of_a_few_couples_break_nothing(quick: Path) -> None:
    result = simulate(quick, "few", couples=4, days=3)
    assert result.wrong == []
    assert result.deaths
    assert result.sends > 100


def test_one_seed_is_one_trace_in_every_process(quick: Path) -> None:
    path = os.pathsep.join([str(Path(__file__).parents[1]), str(Path(__file__).parents[2])])
    digests = set()
    for seed in ("1", "2"):
        (quick / seed).mkdir()
        env = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", TRACE, str(quick / seed)], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        digests.add(done.stdout)
    assert len(digests) == 1


def test_another_seed_is_another_trace(quick: Path) -> None:
    for name in ("a", "b"):
        (quick / name).mkdir()
    assert simulate(quick / "a", "a", 1, 1).digest != simulate(quick / "b", "b", 1, 1).digest


@pytest.mark.long
def test_couples_for_a_year(quick: Path) -> None:
    couples, days = (int(n) for n in os.environ.get("SIMULATE", "1000x365").split("x"))
    result = simulate(quick, "year", couples, days, rare=500)
    print(f"{couples} couples, {days} days: {result.turns} turns, {result.sends} calls, {result.deaths} deaths, {result.digest}")
    assert result.wrong == []
