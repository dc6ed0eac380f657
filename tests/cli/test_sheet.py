"""`sheet` on the command line: the page, and how it ends."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app

WAITS = """flow: waits
version: 1
title: Waits
parties: [me]
initial: ask
states:
  ask:
    say: Well?
    ask: me
    next: done
  done:
    final: finished
"""


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words])
    return result.exit_code, result.output


def test_a_clean_flow_has_its_page_in_a_file(tmp_path: Path) -> None:
    page = tmp_path / "appreciation.md"
    assert run("sheet", "appreciation", "--output", str(page)) == (0, "")
    assert page.read_text("utf-8").startswith("# One thing I liked\n")


def test_a_flow_of_ones_own_that_is_not_clean_says_so_and_ends_with_1(tmp_path: Path) -> None:
    file = tmp_path / "waits.yaml"
    file.write_text(WAITS, "utf-8")
    code, told = run("sheet", str(file))
    assert code == 1
    assert "`ask` can wait for ever" in told
    assert "What can never happen" not in told


def test_a_new_flow_has_a_clean_page(tmp_path: Path) -> None:
    assert run("new", "small-thing", "--flows", str(tmp_path))[0] == 0
    code, told = run("sheet", "small-thing", "--flows", str(tmp_path))
    assert code == 0
    assert "(`walked`)" in told


def test_what_is_asked_wrongly() -> None:
    assert run("sheet", "nothing-here")[0] == 2
