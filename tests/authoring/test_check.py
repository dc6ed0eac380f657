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
UNWALKED = "`walked` was not checked, for there is no story yet"


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
    assert run(written(tmp_path, tea())) == (0, f"1 flow, 0 stories, no problems; {UNWALKED}\n")


def test_what_stories_are_there_is_looked_at_however_the_flow_is_named(tmp_path: Path) -> None:
    CliRunner().invoke(app, ["new", "one-good-thing", "--flows", str(tmp_path)])
    flow = tmp_path / "one-good-thing"
    assert run(str(flow)) == run(str(flow / "flow.yaml")) == run(str(tmp_path)) == (0, "1 flow, 2 stories, no problems\n")
    (flow / "stories" / "answered.yaml").unlink()
    alone, all_of_it = run(str(flow / "flow.yaml")), run(str(tmp_path))
    assert alone == all_of_it
    assert (alone[0], "walked: no story comes to `thanks`" in alone[1]) == (1, True)
    (flow / "stories" / "no-answer.yaml").unlink()
    assert run(str(flow)) == (0, f"1 flow, 0 stories, no problems; {UNWALKED}\n")


def test_stories_that_fail_stand_first_and_how_one_is_played_stands_once_at_the_end(tmp_path: Path) -> None:
    CliRunner().invoke(app, ["new", "one-good-thing", "--flows", str(tmp_path)])
    flow = tmp_path / "one-good-thing"
    (flow / "stories" / "no-answer.yaml").unlink()
    story = flow / "stories" / "answered.yaml"
    story.write_text(story.read_text("utf-8").replace("What was one good", "What was one bad"), "utf-8")
    lines = [line for line in run(str(tmp_path))[1].splitlines() if not line.startswith(" ")]
    assert (": story: " in lines[0], all(": walked: " in line for line in lines[1:-1]), len(lines) > 3) == (True, True, True)
    typed = f"python -m bot play one-good-thing --flows {tmp_path} --record {flow}/stories/NAME.yaml"
    assert lines[-1] == f"Write a story in `stories/`, or play one: {typed}"


def test_stories_are_looked_at_when_nothing_else_is_wrong(tmp_path: Path) -> None:
    CliRunner().invoke(app, ["new", "one-good-thing", "--flows", str(tmp_path)])
    file = tmp_path / "one-good-thing" / "flow.yaml"
    (file.parent / "stories" / "no-answer.yaml").unlink()
    assert "walked: " in run(str(tmp_path))[1]
    file.write_text(file.read_text("utf-8").replace("What was one", "Get over it. What was one"), "utf-8")
    told = run(str(tmp_path))[1]
    assert ("wording: " in told, "walked: " in told, "story: " in told) == (True, False, False)


def test_a_flow_that_cannot_be_read_is_not_missed_by_the_book_that_asks_with_it(tmp_path: Path) -> None:
    (tmp_path / "books.yaml").write_text("walks: {whose: each, asks: how-was-it}\n", "utf-8")
    (tmp_path / "how-was-it").mkdir()
    asks = tmp_path / "how-was-it" / "flow.yaml"
    asks.write_text(tea(("flow: tea", "flow: how-was-it"), ("    ask: one", "    aks: one")), "utf-8")
    assert run(str(tmp_path)) == (1, f"{asks}:17:5: schema: `aks` is no word of a state\n  did you mean `ask`?\n")


def test_a_problem_is_told_with_its_place_hint_and_conversation(tmp_path: Path) -> None:
    file = written(tmp_path, WAITS)
    code, told = run(file)
    assert code == 1
    assert told.splitlines()[:2] == [
        f"{file}:14:3: ends: `sort` can wait for ever",
        "  say where it goes when nothing comes, such as `after: {24h: later}`",
    ]
    assert told.splitlines()[-1] == "    nobody does anything more"


@pytest.mark.parametrize("text", ["{one} may take a break.", "No hurry, take your time.", "Still there?", "One thing: no hurry."])
def test_a_text_that_does_not_fit_into_braces_is_shown_as_it_should_be_written(tmp_path: Path, text: str) -> None:
    wrong = tea(("    after: {3h: later}\n", f"    after: {{3h: later}}\n    remind: {{2h: {text}}}\n"))
    code, told = run(written(tmp_path, wrong))
    assert code == 1
    where, head, *lines = told.splitlines()
    assert where.endswith(": syntax: inside { } a comma, a colon or a question mark ends a text")
    assert head == "  write:"
    right = wrong.replace(f"    remind: {{2h: {text}}}", "\n".join(lines))
    assert run(written(tmp_path, right))[0] == 0


def test_a_slip_in_the_word_that_makes_a_state_is_one_slip(tmp_path: Path) -> None:
    file = written(tmp_path, tea(("    ask: one", "    aks: one")))
    assert run(file) == (1, f"{file}:17:5: schema: `aks` is no word of a state\n  did you mean `ask`?\n")


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
