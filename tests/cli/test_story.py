"""`story` on the command line: stories know the flows they stand beside, and those that ship."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

RUNS_A_SHIPPED_ONE = """flow: with-thanks
version: 1
title: With thanks
parties: [giver, receiver]
place: apart
initial: thanks
states:
  thanks:
    run: appreciation
    next: {otherwise: done}
  done:
    final: finished
"""
STORY = """story: It begins
given: {flow: with-thanks, couple: Ann & Ben, clock: "2026-11-23 20:00 Europe/Berlin"}
then:
  - bot to Ann: SAID
"""


def story(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["story", *words])
    return result.exit_code, result.output


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A story beside a flow of one's own that runs one that ships."""
    place = tmp_path / "mine" / "with-thanks"
    (place / "stories").mkdir(parents=True)
    (place / "flow.yaml").write_text(RUNS_A_SHIPPED_ONE, "utf-8")
    (place / "stories" / "begins.yaml").write_text(STORY.replace("SAID", "that you noticed lately"), "utf-8")
    return place / "stories" / "begins.yaml"


def test_a_story_knows_the_flows_of_its_folder_and_those_that_ship(beside: Path) -> None:
    assert story(str(beside)) == (0, "1 story, 0 failed\n")
    assert story(str(beside.parents[2])) == (0, "1 story, 0 failed\n")


def test_a_story_elsewhere_is_told_where_its_flows_are(beside: Path, tmp_path: Path) -> None:
    moved = beside.rename(tmp_path / "begins.yaml")
    code, told = story(str(moved))
    assert code == 1
    assert "story: there is no flow `with-thanks` here\n  if it is your own, say where: --flows FOLDER\n" in told
    assert story(str(moved), "--flows", str(tmp_path / "mine"))[0] == 0


def test_a_flow_without_stories_is_no_failure(beside: Path) -> None:
    beside.unlink()
    flow = beside.parents[1]
    told = "There is no story yet. One is written by playing it: "
    assert story(str(flow)) == (0, f"{told}play {flow} --record {flow}/stories/NAME.yaml\n")
    assert story("--flows", str(flow.parent)) == (0, f"{told}play FLOW --record FOLDER/FLOW/stories/NAME.yaml\n")


def test_what_somebody_may_not_read_is_refused_in_words(beside: Path) -> None:
    leaks = "flow: with-thanks\nversion: 1\ntitle: T\nparties: [one, other]\nplace: apart\ninitial: ask\nstates:\n  ask:\n    ask: one\n"
    leaks += "    save: day\n    next: told\n    after: {1h: told}\n  told:\n    say:\n      other: Her day was {day}.\n    final: finished\n"
    (beside.parents[1] / "flow.yaml").write_text(leaks, "utf-8")
    head = STORY.split("then:")[0]
    beside.write_text(f"{head}then:\n  - Ann: long\n", "utf-8")
    code, told = story(str(beside))
    assert code == 1
    assert "the bot refused to show it, for somebody may not read it: see what `check` says of `readers`" in told
    assert "NotAReader" not in told


def test_a_story_that_goes_another_way_is_shown_like_a_diff(beside: Path) -> None:
    beside.write_text(STORY.replace("SAID", "one large thing"), "utf-8")
    code, told = story(str(beside))
    assert code == 1
    assert f"differs: {beside}" in told
    assert "- bot to Ann: one large thing" in told
    assert told.endswith("1 story, 1 failed\n")


def test_a_flow_that_cannot_be_read_is_told_with_all_its_problems(beside: Path) -> None:
    (beside.parents[1] / "flow.yaml").write_text("flow: with-thanks\nversion: one\n", "utf-8")
    code, told = story(str(beside))
    assert code == 1
    assert "with-thanks" in told


def test_what_is_asked_wrongly_is_told_in_one_sentence(tmp_path: Path) -> None:
    for words in (["nowhere.yaml"], ["--flows", "nowhere"]):
        code, told = story(*words)
        assert (code, told.count("\n")) == (2, 1)
