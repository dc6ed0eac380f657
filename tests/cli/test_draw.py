"""`draw` on the command line: Mermaid always, a picture where Graphviz is, and one sentence where it is not."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

OWN = """flow: my-tea
version: 1
title: Tea & cake <for two>
parties: [me]
place: apart
initial: pour
states:
  pour:
    say: "How much is > 1 cup?"
    run: appreciation
    next: {otherwise: done}
  done:
    final: finished
"""
needs_graphviz = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def draw(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["draw", *words])
    return result.exit_code, result.output


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "flows" / "my-tea" / "flow.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(OWN, "utf-8")
    return file


def test_a_flow_that_ships_is_drawn_by_its_name() -> None:
    code, told = draw("i-statement")
    assert code == 0
    assert told.startswith("stateDiagram-v2\n  [*] --> ready\n")


def test_a_flow_of_ones_own_is_named_by_file_folder_or_name(own: Path) -> None:
    folder = own.parents[1]
    told = [draw(str(own)), draw(str(own.parent)), draw("my-tea", "--flows", str(folder))]
    assert [code for code, _ in told] == [0, 0, 0]
    assert len({text for _, text in told}) == 1
    assert "pour: appreciation" in told[0][1]


def test_a_broken_neighbour_does_not_stand_in_the_way(own: Path) -> None:
    beside = own.parents[1] / "half" / "flow.yaml"
    beside.parent.mkdir()
    beside.write_text("flow: half\n", "utf-8")
    assert draw(str(own))[0] == 0
    code, told = draw(str(beside))
    assert (code, "half/flow.yaml:1:1: schema: `version` is missing" in told) == (1, True)


@needs_graphviz
def test_the_picture_holds_every_state_and_every_way(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    assert draw(str(own), "--svg", "--output", str(file)) == (0, "")
    texts = [e.text for e in ET.parse(file).iter("{http://www.w3.org/2000/svg}text")]
    assert {"Tea & cake <for two>", "pour", "run appreciation", "How much is > 1 cup?", "done", "finished"} <= set(texts)


def test_where_graphviz_is_missing_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code, told = draw("i-statement", "--svg")
    assert code == 2
    assert "install `graphviz`" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["i-statment"], "i-statment: there is no such flow. Did you mean `i-statement`?"),
        (["zzz"], "zzz: there is no such flow. Known are"),
        (["i-statement", "--flows", "nowhere"], "--flows: nowhere is no folder"),
        (["i-statement", "--output", "no/such/folder.svg"], "no/such/folder.svg: it cannot be written"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_one_sentence(words: list[str], sentence: str) -> None:
    code, told = draw(*words)
    assert (code, told.startswith(sentence), told.count("\n")) == (2, True, 1), told
