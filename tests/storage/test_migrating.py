"""New tables survive a kill at any statement: what is there afterwards is the old or the new, and the next start makes it whole."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path

import first_release
import pytest
import storage_cast as cast
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.app.ports import Commit
from bot.storage import migrate
from bot.storage.opening import open_store

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
if sys.argv[3] == "step by step":
    migrate._upgrade = migrate.step_by_step
asyncio.run(migrate.migrate(sys.argv[1], "data"))
print(count[0])
"""


WAYS = pytest.mark.parametrize("way", ["at once", "step by step"])


def migrated(file: Path, at: int, way: str) -> subprocess.CompletedProcess[str]:
    """Makes the tables in a process of its own, killed at the statement with this number (0: not at all)."""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", KILLED, f"sqlite+aiosqlite:///{file}", str(at), way]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def survives(folder: Path, at: int, way: str) -> None:
    file = folder / f"{at}.db"
    assert migrated(file, at, way).returncode == -signal.SIGKILL
    whole = migrated(file, 0, way)
    assert whole.returncode == 0, whole.stderr
    with sqlite3.connect(file) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {"inbox", "outbox", "households"} <= tables
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


@WAYS
def test_a_migration_that_is_killed_is_made_whole_by_the_next_start(tmp_path: Path, way: str) -> None:
    survives(tmp_path, 20, way)


@WAYS
@pytest.mark.long
def test_a_migration_may_be_killed_at_every_statement(tmp_path: Path, way: str) -> None:
    total = int(migrated(tmp_path / "whole.db", 0, way).stdout)
    for at in range(1, total + 1):
        survives(tmp_path, at, way)


KINDS = pytest.mark.parametrize("kind", ["data", "keys"])


def tables_of(file: Path) -> dict[str, str]:
    """How everything in a database was made, without how it was set on lines."""
    with sqlite3.connect(file) as database:
        found = database.execute("SELECT name, sql FROM sqlite_master").fetchall()
    database.close()
    return {name: " ".join((sql or "").replace('"', "").split()) for name, sql in found}


def at_step(file: Path, kind: migrate.Kind, step: str) -> None:
    """A database as older code left it."""
    with create_engine(f"sqlite:///{file}").begin() as connection, as_file(files("bot.storage") / "migrations") as folder:
        config = migrate._config(folder, kind)
        config.attributes["connection"] = connection
        command.upgrade(config, step)


@KINDS
def test_a_new_database_has_what_all_steps_come_to_to_the_letter(tmp_path: Path, kind: migrate.Kind) -> None:
    at_step(tmp_path / "steps.db", kind, "head")
    asyncio.run(migrate.migrate(f"sqlite+aiosqlite:///{tmp_path}/new.db", kind))
    assert tables_of(tmp_path / "new.db") == tables_of(tmp_path / "steps.db")


@KINDS
def test_an_older_database_is_led_to_the_same(tmp_path: Path, kind: migrate.Kind) -> None:
    at_step(tmp_path / "older.db", kind, f"{kind}_0001")
    for name in ("older", "new"):
        asyncio.run(migrate.migrate(f"sqlite+aiosqlite:///{tmp_path}/{name}.db", kind))
    assert tables_of(tmp_path / "older.db") == tables_of(tmp_path / "new.db")
    with sqlite3.connect(tmp_path / "older.db") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [(migrate._steps(kind)[-1],)]
    database.close()


async def test_a_couple_of_the_first_release_is_there_after_the_upgrade_with_all_that_they_have(tmp_path: Path) -> None:
    for kind in ("data", "keys"):
        at_step(tmp_path / f"{kind}.db", kind, f"{kind}_0001")
    first_release.fill_keys(tmp_path / "keys.db", cast.MASTER)
    first_release.fill_data(tmp_path / "data.db")
    home = cast.couple()
    home.sessions["s-h-ann"], home.revision = cast.session("h-ann", ["ann", "ben"], cast.NOW), 3
    urls = [f"sqlite+aiosqlite:///{tmp_path}/{kind}.db" for kind in ("data", "keys")]
    store = await open_store(urls[0], urls[1], lambda: cast.MASTER, cast.BOT, lambda: cast.NOW)
    try:
        assert await store.load(["h-ann"]) == {"h-ann": home}
        batch = await store.claim(cast.NOW, 10)
        assert [(item.key, item.household) for item in batch.items[:1]] == [("u1", "h-ann")]
        assert [item.source for item in batch.items] == ["update", "timer"]
        assert batch.items[0].raw == first_release.UPDATE.encode()
        assert [row.message for row in await store.sendable(cast.NOW, 10)] == [cast.message()]
        await store.commit(Commit(done=batch.items, changed=[cast.everything(home)], audit=[(cast.ANN, "figures")]), cast.NOW)
        assert (await store.load(["h-ann"]))["h-ann"].revision == 4
    finally:
        await store.close()


@KINDS
def test_the_steps_are_those_that_their_files_name(kind: migrate.Kind) -> None:
    with as_file(files("bot.storage") / "migrations") as folder:
        steps = ScriptDirectory.from_config(migrate._config(folder, kind))
        assert [step.revision for step in steps.walk_revisions()][::-1] == migrate._steps(kind)


LIGHT = """
import asyncio, sys
import bot.cli
from bot.clock import Clock
from bot.storage.opening import open_store

async def twice():
    for _ in range(2):
        store = await open_store(*sys.argv[1:3], lambda: bytes(32), 7, Clock().now)
        await store.close()

asyncio.run(twice())
print([name for name in ("alembic", "mako", "sqlalchemy.ext.asyncio", "psycopg") if name in sys.modules])
"""


def test_a_bot_on_new_or_newest_files_loads_neither_what_migrates_nor_what_speaks_to_servers(tmp_path: Path) -> None:
    urls = [f"sqlite+aiosqlite:///{tmp_path}/{kind}.db" for kind in ("data", "keys")]
    ran = subprocess.run([sys.executable, "-c", LIGHT, *urls], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
