"""The manual: it is as the code is, nothing is missing in it, and whatever it shows is true.

Its examples go through the reader and the checker. An example that shows only `states:` is made whole first: a head is put over it,
and states that it leads to and does not show become ends. The first chapter is followed to the letter, commands and all.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.testing import CliRunner
from world import shipped as shipped_flows

from bot.app.library import read_texts, shipped
from bot.authoring import books, grammar, shapes
from bot.authoring.books import read_books
from bot.authoring.checking import check_texts
from bot.authoring.manual import about, lists, manual
from bot.authoring.problems import Problem
from bot.authoring.rules import READING, RULES
from bot.authoring.states import fields
from bot.authoring.stories import read_story, run
from bot.authoring.stories.given import WORDS as GIVEN
from bot.authoring.stories.reading import FORMS
from bot.cli import app
from bot.cli.manual import list_commands
from bot.flow.states import KINDS
from bot.flow.states.acts import ACTS
from bot.flow.states.kind import Kind
from bot.talk.commands import COMMANDS as CHAT
from bot.wiring import COMMANDS as MENU

PAGE = Path(__file__).parents[2] / "docs" / "manual.md"
BOT = Path(lists.__file__).parents[2]
FENCE = re.compile(r"^```(?P<what>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = "flow: example\nversion: 1\ntitle: An example\n"


@cache
def page() -> str:
    return manual(list_commands(typer.main.get_command(app)), list(MENU))


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "the manual is stale: make manual"


# -- nothing is missing ------------------------------------------------------------------------------------


def section(title: str) -> str:
    """What stands below a heading, up to the next one of its kind."""
    found = re.search(rf"^(#+) {re.escape(title)}$\n(.*?)(?=^#{{2,3}} |\Z)", page(), re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {title!r}"
    return found[2]


@pytest.mark.parametrize("kind", KINDS, ids=[k.WORD for k in KINDS])
def test_every_kind_has_a_section_with_each_of_its_words_and_an_example(kind: type[Kind]) -> None:
    told = section(f"`{kind.WORD}`")
    assert kind.__doc__
    assert "```yaml" in told
    for word, declared in fields(kind).items():
        assert declared.metadata["about"], f"{kind.WORD}.{word} lacks its `about`"
        assert f"| `{word}` | {'needed' if declared.metadata['needed'] else ''} |" in told


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("The shape of a file", grammar.HEAD),
        ("Where it goes", grammar.WAY_OUT),
        ("In any state", grammar.COMMON),
        ("What people may answer", shapes.KINDS),
        ("The coach", shapes.COACHES),
        ("Books", books.WORDS),
        ("The bot's own acts", ACTS),
        ("Stories", GIVEN),
        ("What always works in the chat", [f"/{name}" for name in ["start", *CHAT]]),
        ("Settings", [name for name, _ in lists.every_setting(lists.Settings)]),
    ],
)
def test_every_word_has_its_line(title: str, names: list[str]) -> None:
    told = section(title)
    lines = dict(re.findall(r"^\| `([^`]+)` \|(.*)$", told, re.MULTILINE))
    assert [name for name in names if not lines.get(name, "").strip(" |")] == []


@pytest.mark.parametrize("rule", [*RULES, *READING])
def test_every_rule_stands_in_it_with_its_promise(rule: str) -> None:
    assert re.search(rf"^\*\*`{rule}`\*\*: \S", page(), re.MULTILINE)


def test_no_problem_carries_a_name_that_is_no_rule() -> None:
    """Every text that stands where a problem takes its rule, in the whole room."""
    used = {name for file in (BOT / "authoring").rglob("*.py") for name in _rules_in(ast.parse(file.read_text("utf-8")))}
    assert {"syntax", "schema", "target", "guard", "name", "story", "reach", "gates"} <= used
    assert used <= {*RULES, *READING}


def _rules_in(tree: ast.AST) -> Iterator[str]:
    place = {"Problem": 3, "problem": 1}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = call.args[place[name]] if name in place and len(call.args) > place[name] else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield given.value
    for constant in (node for node in ast.walk(tree) if isinstance(node, ast.Assign)):
        if [getattr(t, "id", "") for t in constant.targets] == ["RULE"] and isinstance(constant.value, ast.Constant):
            yield str(constant.value.value)


def test_every_act_says_what_it_does() -> None:
    told = dict(re.findall(r"^\| `([^`]+)` \| (.*?) \|", section("The bot's own acts"), re.MULTILINE))
    assert [act for act in ACTS if not told[act]] == []


def test_every_step_of_a_story_stands_in_it() -> None:
    assert [form for form in FORMS if f"- `{form}`" not in section("Stories")] == []


def test_every_command_stands_in_it_with_its_options() -> None:
    told = section("Commands")
    for command in list_commands(typer.main.get_command(app)):
        assert f"**`python -m bot {command.name}" in told
        assert command.help
        for how, said in (*command.arguments, *command.options):
            assert said, f"{command.name} {how} lacks its help"
            assert f"| `{how}` | " in told


def test_what_lacks_its_sentence_fails_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(about.CHAT, "sos")
    with pytest.raises(LookupError, match="sos"):
        lists.chat()
    monkeypatch.setitem(about.ANSWERS, "colour", "`green` | it")
    with pytest.raises(LookupError, match="colour"):
        lists.answers()


def test_its_links_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page()), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", page())) <= anchors


# -- what it shows is true ---------------------------------------------------------------------------------


def fences(text: str) -> list[tuple[str, str]]:
    return [(found["what"].strip(), found["text"]) for found in FENCE.finditer(text)]


def examples() -> list[Any]:
    """The YAML examples outside the first chapter, with what follows them."""
    every = fences(PAGE.read_text("utf-8"))
    found = [(what, text, every[n + 1][1] if what == "yaml wrong" else "") for n, (what, text) in enumerate(every)]
    return [
        pytest.param(*one, id=f"{n} {one[1].split()[0]}")
        for n, one in enumerate(found)
        if one[0] in ("yaml", "yaml wrong", "yaml books")
    ]


@pytest.mark.parametrize(("what", "text", "then"), examples())
def test_an_example_is_true(what: str, text: str, then: str) -> None:
    if what == "yaml books":
        assert read_books({"books.yaml": text})[1] == []
    elif text.startswith("story:"):
        story, problems = read_story(text, "story.yaml")
        assert story is not None, problems
        assert run(story, shipped_flows()).difference is None
    elif what == "yaml wrong":
        assert "\n".join(str(p) for p in said(text)) == then.strip()
    else:
        assert [str(p) for p in said(whole(text))] == []


def said(text: str) -> list[Problem]:
    return check_texts({"flow.yaml": text}, beside={**read_texts(shipped()), **beside(text)})[1]


def beside(text: str) -> dict[str, str]:
    """The other talks of the page and all of its books, which an example may name."""
    every = fences(PAGE.read_text("utf-8"))
    flows = [other for what, other in every if what == "yaml" and other.startswith("flow:") and other != text]
    declared = "".join(other for what, other in every if what == "yaml books")
    return {"page/books.yaml": declared, **{f"page/{n}/flow.yaml": other for n, other in enumerate(flows)}}


def whole(text: str) -> str:
    """An example as a flow of its own."""
    if text.startswith("flow:"):
        return text
    given = yaml.load(text, Loader=yaml.BaseLoader)
    head = "" if "parties" in given else "parties: [one, other]\n"
    head += "" if "place" in given else "place: apart\n"
    return f"{HEAD}{head}initial: {next(iter(given['states']))}\n{text}"


# -- the first chapter, to the letter ----------------------------------------------------------------------


def test_the_first_chapter_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    chapter = page().split("\n## ")[1]
    commands = 0
    for what, text in fences(chapter):
        kind, _, path = what.partition(" ")
        if kind == "yaml":
            (tmp_path / path).write_text(text, "utf-8")
        elif kind == "console":
            if path == "slip":
                _replace(tmp_path / "my-flows/one-good-thing/flow.yaml", "thnaks", "thanks")
            commands += _play(text) if path == "play" else _follow(text, whole=path != "slip")
    assert commands >= 7
    assert CliRunner().invoke(app, ["check", "my-flows"]).output == "1 flow, 4 stories, no problems\n"


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def _follow(text: str, whole: bool) -> int:
    """Types each command and compares what comes; of a `slip` only the beginning is shown."""
    blocks = re.findall(r"^\$ python -m bot (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)
    for command, shown in blocks:
        told = CliRunner().invoke(app, command.split()).output
        assert told == shown if whole else told.startswith(shown)
    return len(blocks)


def _play(text: str) -> int:
    """Types what stands behind the prompts, and compares the whole window."""
    command, shown = text.removeprefix("$ python -m bot ").split("\n", 1)
    typed = re.findall(r"^\w.* > (.+)$", shown, re.MULTILINE)
    told = CliRunner().invoke(app, command.split(), input="\n".join(typed) + "\n").output
    assert [line.rstrip() for line in told.splitlines()] == shown.splitlines()
    return 1
