"""`schema` on the command line: printed, or written into a folder."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from bot.authoring.schema import SCHEMAS, flow_schema, story_schema, written
from bot.cli import app


def schema(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["schema", *words])
    return result.exit_code, result.output


def test_it_is_printed() -> None:
    code, told = schema()
    assert (code, json.loads(told)) == (0, flow_schema())
    code, told = schema("--stories")
    assert (code, json.loads(told)) == (0, story_schema())


def test_it_is_written_into_a_folder_of_flows(tmp_path: Path) -> None:
    code, told = schema("--flows", str(tmp_path))
    assert (code, told.splitlines()) == (0, [str(tmp_path / name) for name in SCHEMAS])
    assert {f.name: f.read_text("utf-8") for f in tmp_path.iterdir()} == {name: written(make()) for name, make in SCHEMAS.items()}


def test_a_folder_that_is_none_is_told() -> None:
    assert schema("--flows", "nowhere")[0] == 2
