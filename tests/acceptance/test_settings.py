"""What the operator set wrongly is said in one sentence, and nothing half-loaded runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from acceptance.town import Town

from bot.config import Settings, read_settings

ROOT = Path(__file__).parents[2]
SANDBOX = {"token": "42:SANDBOX-abc", "base_url": "http://127.0.0.1:9/bot", "sandbox": "http://127.0.0.1:9"}
WRONG: dict[str, tuple[dict[str, Any] | str, list[str]]] = {
    "no token": ({}, ["token", "BotFather"]),
    "a token that is none": ({"token": "hello"}, ["token", "123456789:"]),
    "a file that is not there": ({"token_file": "no-such-file"}, ["token_file", "no-such-file"]),
    "a sandbox token for Telegram": ({"token": "42:SANDBOX-abc"}, ["base_url", "127.0.0.1"]),
    "a sandbox elsewhere": (SANDBOX | {"sandbox": "https://example.org"}, ["sandbox", "127.0.0.1"]),
    "a real token in a sandbox": (SANDBOX | {"token": "1:" + "A" * 35}, ["token", "SANDBOX"]),
    "a word that is no setting": (SANDBOX | {"tokn": "x"}, ["config.yaml", "tokn", "config.example.yaml"]),
    "too long to take back": (SANDBOX | {"undo_seconds": 3600}, ["config.yaml", "undo_seconds", "60"]),
    "no number": (SANDBOX | {"undo_seconds": "soon"}, ["config.yaml", "undo_seconds", "integer"]),
    "a port that is none": (SANDBOX | {"web": {"port": 70000}}, ["config.yaml", "web.port", "65535"]),
    "no folder of flows": (SANDBOX | {"flows": "nowhere"}, ["flows", "nowhere"]),
    "no YAML": ("token: [", ["config.yaml", "YAML"]),
    "a list": ("- token", ["config.yaml", "key: value"]),
    "an unknown database": (SANDBOX | {"database_url": "oracle://x/y"}, ["database_url"]),
    "an unknown level": (SANDBOX | {"log_level": "LOUD"}, ["log_level"]),
    "no master key": ({"token": "1:" + "A" * 35}, ["master_key_file"]),
}


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot run` in that folder, until it ends."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GROUNDWORK_")}
    environment = kept | {"PYTHONPATH": str(ROOT)} | more
    command = [sys.executable, "-m", "bot", "run", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=30, check=False)


MANY = """
import json, os, sys
from typer.testing import CliRunner
from bot.cli import app
for file in sys.argv[1:]:
    os.chdir(os.path.dirname(file))
    ended = CliRunner().invoke(app, ["run", "--config", file])
    print(json.dumps([ended.exit_code, ended.stderr]))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """What `run` said to each wrong file, and its exit code; all in one process, which is the same and faster."""
    files = []
    for given, _ in WRONG.values():
        files.append(tmp_path_factory.mktemp("wrong") / "config.yaml")
        files[-1].write_text(given if isinstance(given, str) else yaml.safe_dump(given))
    command = [sys.executable, "-c", MANY, *map(str, files)]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GROUNDWORK_")} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=kept, capture_output=True, text=True, timeout=60, check=True)
    return dict(zip(WRONG, (tuple(json.loads(line)) for line in done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("wrong", WRONG)
def test_one_sentence_says_what_is_wrong_and_what_would_be_right(said: dict[str, tuple[int, str]], wrong: str) -> None:
    code, sentence = said[wrong]
    assert code == 2, sentence
    assert len(sentence.strip().splitlines()) == 1, sentence
    for word in WRONG[wrong][1]:
        assert word in sentence
    assert "A" * 35 not in sentence
    assert "SANDBOX-abc" not in sentence


def test_no_network_is_said_and_tried_again(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(SANDBOX))
    command = [sys.executable, "-m", "bot", "run", "--config", str(tmp_path / "config.yaml")]
    with subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True
    ) as bot:
        assert bot.stderr is not None
        assert "poll.telegram_out_of_reach" in bot.stderr.readline()
        bot.terminate()
        assert bot.wait(20) == 0


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    ended = run(tmp_path, "--config", "my.yaml")
    assert ended.returncode == 2
    assert "my.yaml: this file does not exist; copy config.example.yaml" in ended.stderr


def test_the_environment_is_named_too(tmp_path: Path) -> None:
    ended = run(tmp_path, GROUNDWORK_UNDO_SECONDS="600", GROUNDWORK_TOKEN="42:SANDBOX-abc")
    assert ended.returncode == 2
    assert "undo_seconds" in ended.stderr


def test_a_token_that_is_refused_ends_it(town: Town, tmp_path: Path) -> None:
    settings = town.settings() | {"token": "43:SANDBOX-other", "database_url": f"sqlite+aiosqlite:///{tmp_path}/g.db"}
    settings |= {"keys_url": f"sqlite+aiosqlite:///{tmp_path}/k.db"}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(settings))
    ended = run(tmp_path, "--config", str(tmp_path / "config.yaml"))
    assert ended.returncode == 2
    assert ended.stderr.strip().splitlines()[-1].count("token: Telegram does not accept it")


def test_a_second_poller_is_said_in_the_log_and_tried_again(town: Town) -> None:
    import httpx

    polls = f"{town.settings()['base_url']}{town.world.token}/getUpdates"
    assert httpx.post(polls, json={"timeout": 0}).status_code == 200
    town.ask("start", who="Ann")
    assert "poll.another_process_polls_with_this_token" in town.log.read_text()


def test_broken_flows_are_all_told_and_nothing_runs(tmp_path: Path) -> None:
    for name, text in {
        "one": "flow: one\nstates: 3\n",
        "two": "flow: two\ninitial: nowhere\nstates: {a: {final: finished}}\n",
    }.items():
        (tmp_path / "flows" / name).mkdir(parents=True)
        (tmp_path / "flows" / name / "flow.yaml").write_text(text)
    (tmp_path / "config.yaml").write_text(yaml.safe_dump({"token": f"1234567:{'A' * 35}", "flows": str(tmp_path / "flows")}))
    ended = run(tmp_path, "--config", str(tmp_path / "config.yaml"))
    assert ended.returncode == 2
    for name in ("one", "two"):
        assert f"{name}/flow.yaml:" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_the_example_lists_every_setting_and_loads() -> None:
    example = ROOT / "config.example.yaml"
    text = example.read_text("utf-8")
    settings = read_settings(example)
    for name, field in Settings.model_fields.items():
        assert f"\n{name}:" in text or f"\n# {name}:" in text, name
        for inner in getattr(field.annotation, "model_fields", {}):
            assert f"  {inner}:" in text or f"  # {inner}:" in text, f"{name}.{inner}"
    assert settings.undo_seconds == 10
    assert settings.web.port == 0
