"""A start on a disk that is full or a file that is damaged ends with one sentence; what is our own fault keeps its traceback."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from cli.operators import RUNNER, Desk
from sqlalchemy.exc import OperationalError

from bot.cli import app
from bot.storage.opening import open_store
from bot.storage.trouble import trouble

ROOT = Path(__file__).parents[2]
STARTED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from bot.__main__ import main
sys.argv[1:] = ["run", "--config", sys.argv[2]]
main()
"""


def starts(desk: Desk, room: int = -1) -> subprocess.CompletedProcess[str]:
    """The bot starts, and no file may grow over `room` bytes (-1: as they like). Telegram is out of reach."""
    settings = {**yaml.safe_load(desk.config.read_text()), "token": "123456789:" + "A" * 35, "base_url": "http://127.0.0.1:1/bot"}
    desk.config.write_text(yaml.safe_dump(settings))
    command = [sys.executable, "-c", STARTED, str(room), str(desk.config)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def in_one_sentence(ran: subprocess.CompletedProcess[str]) -> str:
    assert ran.returncode == 1
    assert "Error" not in ran.stderr
    assert "uncaught" not in ran.stderr
    return ran.stderr.splitlines()[-1]


@pytest.mark.parametrize("room", [0, 40_000], ids=["for nothing", "for a page or two"])
def test_a_start_on_a_full_disk_ends_with_one_sentence(desk: Desk, room: int) -> None:
    assert "The database cannot be used: the disk" in in_one_sentence(starts(desk, room))


def test_a_start_on_a_damaged_file_ends_with_one_sentence(desk: Desk) -> None:
    for file in desk.data.parent.glob("groundwork.db*"):
        file.unlink()
    desk.data.write_bytes(b"no database" * 1000)
    assert "its file is damaged" in in_one_sentence(starts(desk))


def test_a_command_on_a_damaged_file_ends_with_one_sentence(desk: Desk) -> None:
    for file in desk.keys.parent.glob("keys.db*"):
        file.unlink()
    desk.keys.write_bytes(b"no database" * 1000)
    for words in (["keys", "check"], ["keys", "rotate"], ["backup"], ["migrate"]):
        assert "its file is damaged" in desk.does(*words, code=2)


async def test_a_server_that_does_not_answer_is_told_in_one_sentence() -> None:
    nowhere = "postgresql+psycopg://groundwork:canary@127.0.0.1:1/groundwork"
    with pytest.raises(OperationalError) as raised:
        await open_store(nowhere, nowhere, lambda: bytes(32), 7, lambda: asyncio.get_running_loop().time())  # type: ignore[arg-type, return-value]
    said = trouble(raised.value)
    assert said is not None
    assert "does not answer" in said
    assert "canary" not in said


def test_a_statement_that_is_wrong_is_our_fault_and_keeps_its_traceback(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def wrong(*_: object) -> None:
        sqlite3.connect(":memory:").execute("SELECT x FROM nothing")

    monkeypatch.setattr("bot.cli.run.run_bot", wrong)
    monkeypatch.setattr("bot.cli.run.setup", lambda *_: None)
    result = RUNNER.invoke(app, ["run", "--config", str(desk.config)])
    assert isinstance(result.exception, sqlite3.OperationalError)
