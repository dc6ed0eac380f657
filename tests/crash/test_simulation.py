"""Couples live with the bot while disk, network and process fail by a seed: one seed is one trace, and what must hold holds."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from crash.rig import BOT
from crash.simulation import FIRST, Result, Watch, simulate
from crash.tables import Tables

from bot.clock import Clock

LOST, HELD = "timers belong to no session", "sessions are held"

TRACE = "import sys; from pathlib import Path; from crash.simulation import simulate; print(simulate(Path(sys.argv[1]), 'one', 2, 2).digest)"


def test_a_month_of_fifty_couples_breaks_nothing(quick: Path) -> None:
    result = simulate(quick, "fifty", couples=50, days=30)
    assert result.wrong == []
    assert result.deaths > 100
    assert result.sends > 10_000


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


def test_a_run_can_be_watched_and_stopped(quick: Path) -> None:
    seen: list[Result] = []
    watch = Watch(every=1)

    def tells(result: Result) -> None:
        seen.append(result)
        watch.stop = result.days == 2

    watch.tells = tells
    assert simulate(quick, "watched", 1, 30, manner="year", watch=watch).days == 2
    assert [result.days for result in seen] == [1, 2]


def test_a_timer_without_its_session_and_a_held_talk_are_found_where_a_turn_was_and_everywhere_by_night(quick: Path) -> None:
    simulate(quick, "tables", 1, 1)
    later = int((FIRST + timedelta(days=9)).timestamp() * 1_000_000)
    with sqlite3.connect(quick / "data.db") as file:
        file.execute("INSERT INTO timers VALUES ('nobody', 'v', x'00', ?, 'theirs', ?, 0)", (BOT, later))
        file.execute("INSERT INTO sessions VALUES ('s', 'ours', 'held', 1, x'00')")
    tables, now = Tables(quick / "data.db"), FIRST + timedelta(days=1)
    found = [tables.after_turn(now, {home}) for home in ("theirs", "ours", "others")]
    assert [[line.split(maxsplit=1)[1] for line in lines] for lines in found] == [["1 " + LOST], ["1 " + HELD], []]
    assert len(tables.after_day(now)) == 2
    assert any("overdue" in line for line in tables.after_turn(FIRST + timedelta(days=10), set()))
    tables.close()


@pytest.mark.long
def test_couples_for_a_year(quick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    couples, days = (int(n) for n in os.environ.get("SIMULATE", "1000x365").split("x"))
    result = watched(quick, couples, days, capsys)
    assert result.wrong == []
    if result.days < days:
        pytest.skip(f"stopped after {result.days} of {days} days; nothing was wrong until then")


def watched(folder: Path, couples: int, days: int, capsys: pytest.CaptureFixture[str]) -> Result:
    """Tells each ten days how far it is; Ctrl+C ends it after the turn that it is in."""
    clock, watch = Clock(), Watch()
    began = clock.monotonic()

    def tells(result: Result) -> None:
        counted = f"{result.turns} turns, {result.taken} signals, {result.sends} calls, {result.deaths} deaths"
        with capsys.disabled():
            print(f"day {result.days} of {days}: {counted}, {clock.monotonic() - began:.0f} s, {result.digest}", flush=True)

    watch.tells = tells
    before = signal.signal(signal.SIGINT, lambda *_: setattr(watch, "stop", True))
    try:
        result = simulate(folder, "year", couples, days, rare=500, manner="year", watch=watch)
    finally:
        signal.signal(signal.SIGINT, before)
    tells(result)
    return result
