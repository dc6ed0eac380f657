"""Tables of an older release are changed after a backup only: a command that looks at keys leaves them as they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import first_release
import pytest
from cli.operators import Desk
from storage_cast import MASTER
from test_migrating import at_step

from bot.storage import migrate


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An operator of the first release, who has just installed this one, in which both databases have a further step."""
    made = Desk(tmp_path)
    made.key.parent.mkdir()
    made.data.parent.mkdir()
    made.key.write_text(MASTER.hex())
    made.key.chmod(0o400)
    at_step(made.data, "data", "data_0001")
    at_step(made.keys, "keys", "keys_0001")
    first_release.fill_data(made.data)
    first_release.fill_keys(made.keys, MASTER)
    steps = migrate._steps
    monkeypatch.setattr(migrate, "_steps", lambda kind: [*steps(kind), f"{kind}_9999"])
    monkeypatch.setattr(migrate, "step_by_step", one_step)
    return made


def one_step(connection: object, kind: str) -> None:
    raise AssertionError(f"the tables of {kind} were changed")


def versions(desk: Desk) -> list[str]:
    found = []
    for file in (desk.data, desk.keys):
        with closing(sqlite3.connect(file)) as database:
            found += database.execute("SELECT version_num FROM alembic_version").fetchone()
    return found


@pytest.mark.parametrize(
    ("command", "sentence"),
    [("init", "There are keys already"), ("check", "older than this Groundwork"), ("rotate", "older than this Groundwork")],
)
def test_a_command_for_keys_leaves_older_tables_as_they_are(desk: Desk, command: str, sentence: str) -> None:
    assert sentence in desk.does("keys", command, code=2)
    assert versions(desk) == ["data_0001", "keys_0001"]
    assert desk.key.read_text() == MASTER.hex()


def test_a_new_master_key_is_made_for_no_older_tables_even_where_nothing_was_said_yet(desk: Desk) -> None:
    for file, tables in ((desk.data, ("households", "inbox", "outbox")), (desk.keys, ("canaries", "keys"))):
        with closing(sqlite3.connect(file)) as database, database:
            for table in tables:
                database.execute(f"DELETE FROM {table}")
    desk.key.unlink()
    assert "older than this Groundwork" in desk.does("keys", "init", code=2)
    assert versions(desk) == ["data_0001", "keys_0001"]
    assert not desk.key.exists()
