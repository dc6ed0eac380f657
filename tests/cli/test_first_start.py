"""The first start as the README describes it: the settings copied from the example, a token, and `run`; nothing listens there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9/bot"
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


def begun(folder: Path, token: str) -> subprocess.Popen[str]:
    """`run`, with the example's settings but for the token and where Telegram is."""
    lines = (ROOT / "config.example.yaml").read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("token:", "base_url:", "flows:"))]
    own = [f'token: "{token}"', f"base_url: {NOWHERE}"]
    (folder / "config.yaml").write_text("\n".join([*own, *kept]), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "run"]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_the_first_start_makes_the_data_and_the_master_key(tmp_path: Path) -> None:
    process = begun(tmp_path, TOKEN)
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if "telegram_out_of_reach" in line:
            break
    process.send_signal(signal.SIGTERM)
    told += process.communicate(timeout=60)[0]
    assert process.returncode == 0, told
    assert (tmp_path / "data" / "groundwork.db").exists()
    assert (tmp_path / "data" / "master.key").stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("token", ["123456789:PUT-THE-TOKEN-FROM-BOTFATHER-HERE", ""])
def test_without_a_token_of_its_own_nothing_is_made(tmp_path: Path, token: str) -> None:
    process = begun(tmp_path, token)
    told = process.communicate(timeout=60)[0]
    assert process.returncode == 2
    assert told.count("\n") == 1
    assert "token" in told
    assert not (tmp_path / "data").exists()
