"""`check` on the command line: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tea import tea
from typer.testing import CliRunner

from bot.authoring.rules import READING, RULES, manual
from bot.cli import app

WAITS = tea(("    after: {3h: later}\n", ""))


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *words])
    return result.exit_code, result.output


def written(folder: Path, text: str) -> str:
    file = folder / "tea.yaml"
    file.write_text(text, "utf-8")
    return str(file)


def test_the_flows_that_ship_and_their_stories_are_clean() -> None:
    code, told = run()
    assert (code, told.endswith("no problems\n")) == (0, True), told


def test_a_clean_flow_of_ones_own(tmp_path: Path) -> None:
    assert run(written(tmp_path, tea())) == (0, "1 flows, 0 stories, no problems\n")


def test_a_problem_is_told_with_its_place_hint_and_conversation(tmp_path: Path) -> None:
    file = written(tmp_path, WAITS)
    code, told = run(file)
    assert code == 1
    assert told.splitlines()[:2] == [
        f"{file}:14:3: ends: `sort` can wait for ever",
        "  say where it goes when nothing comes, such as `after: {24h: later}`",
    ]
    assert told.splitlines()[-1] == "    nobody does anything more"


def test_for_machines(tmp_path: Path) -> None:
    code, told = run(written(tmp_path, WAITS), "--format", "json")
    (one,) = json.loads(told)
    assert code == 1
    assert list(one) == ["file", "line", "column", "rule", "sentence", "hint", "conversation"]
    assert run(written(tmp_path, tea()), "--format", "json") == (0, "[]\n")


def test_for_a_review_on_the_web(tmp_path: Path) -> None:
    file = written(tmp_path, WAITS)
    _, told = run(file, "--format", "github")
    assert told.startswith(f"::error file={file},line=14,col=3,title=ends::")
    assert told.count("\n") == 1


@pytest.mark.parametrize("rule", [*RULES, *READING])
def test_every_rule_explains_itself(rule: str) -> None:
    assert run("--explain", rule) == (0, f"{rule}\n\n{str(manual(rule)).strip()}\n")


def test_what_is_asked_wrongly(tmp_path: Path) -> None:
    assert run("--explain", "everything")[0] == 2
    assert run(str(tmp_path / "nowhere"))[0] == 2
    assert run(str(tmp_path))[0] == 2
