"""New tables survive a kill at any statement: what is there afterwards is the old or the new, and the next start makes it whole."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

KILLED = """
import asyncio, os, signal, sys
from bot.storage import engine, migrate

count, tune = [0], engine._tune

def counting(connection, record):
    def seen(statement):
        count[0] += 1
        if count[0] == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    tune(connection, record)
    connection.set_trace_callback(seen)

engine._tune = counting
asyncio.run(migrate.migrate(sys.argv[1], "data"))
print(count[0])
"""


def migrated(file: Path, at: int) -> subprocess.CompletedProcess[str]:
    """Makes the tables in a process of its own, killed at the statement with this number (0: not at all)."""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", KILLED, f"sqlite+aiosqlite:///{file}", str(at)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def survives(folder: Path, at: int) -> None:
    file = folder / f"{at}.db"
    assert migrated(file, at).returncode == -signal.SIGKILL
    whole = migrated(file, 0)
    assert whole.returncode == 0, whole.stderr
    with sqlite3.connect(file) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {"inbox", "outbox", "households"} <= tables
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_a_migration_that_is_killed_is_made_whole_by_the_next_start(tmp_path: Path) -> None:
    survives(tmp_path, 20)


@pytest.mark.long
def test_a_migration_may_be_killed_at_every_statement(tmp_path: Path) -> None:
    total = int(migrated(tmp_path / "whole.db", 0).stdout)
    for at in range(1, total + 1):
        survives(tmp_path, at)
