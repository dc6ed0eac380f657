"""`new` on the command line: what it writes is clean at once, and it writes over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from bot.authoring.schema import SCHEMAS, written
from bot.authoring.source import _Strict
from bot.cli import app


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words])
    return result.exit_code, result.output


def new(name: str, folder: Path) -> tuple[int, str]:
    return run("new", name, "--flows", str(folder))


def test_a_new_flow_passes_check_and_story_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert new("one-good-thing", folder)[0] == 0
    assert run("check", str(folder)) == (0, "1 flow, 2 stories, no problems\n")
    assert run("story", str(folder / "one-good-thing")) == (0, "2 stories, 0 failed\n")


def test_an_editor_finds_the_schemas_it_needs(tmp_path: Path) -> None:
    new("one-good-thing", tmp_path)
    for file in [tmp_path / "one-good-thing" / "flow.yaml", *sorted(tmp_path.glob("*/stories/*.yaml"))]:
        first, rest = file.read_text("utf-8").split("\n", 1)
        named = file.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert named.read_text("utf-8") == written(SCHEMAS[named.name]())
        Draft202012Validator(SCHEMAS[named.name]()).validate(yaml.load(rest, Loader=_Strict))


def test_schemas_that_are_there_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "flow.schema.json").write_text("{}", "utf-8")
    new("one-good-thing", tmp_path)
    assert (tmp_path / "flow.schema.json").read_text("utf-8") == "{}"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("One Thing", "a flow's name is small letters, digits and hyphens"),
        ("../one", "a flow's name is small letters"),
        ("a" * 41, "at most 40"),
        ("apology", "there is such a flow already"),
        ("mine", "there is such a flow already"),
        ("half", "there is such a flow already"),
        ("forgive-me", "“Forgive me” asks for forgiveness"),
        ("null", "choose another name"),
    ],
)
def test_a_name_that_will_not_do_is_refused_in_one_sentence_and_nothing_is_written(
    name: str, sentence: str, tmp_path: Path
) -> None:
    new("mine", tmp_path)
    (tmp_path / "half").mkdir()
    before = {f: f.stat().st_mtime_ns for f in tmp_path.rglob("*")}
    code, told = new(name, tmp_path)
    assert (code, told.count("\n"), told.startswith(f"{name}: ")) == (2, 1, True)
    assert sentence in told
    assert {f: f.stat().st_mtime_ns for f in tmp_path.rglob("*")} == before


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    code, told = new("one-good-thing", tmp_path / "file")
    assert code == 2
    assert "cannot be written" in told
