"""`check`: reads flows and stories and says all that is wrong. Exit 0 clean, 1 problems, 2 used wrongly."""

from __future__ import annotations

import gc
import json
import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from bot.app.finding import beside, text_of
from bot.app.library import read_tongues, shipped
from bot.authoring.books import FILE, is_books
from bot.authoring.checking import check_texts
from bot.authoring.problems import Problem
from bot.authoring.rules import READING, RULES, manual, walked

SELDOM = 200_000
"""Objects between two looks for garbage: nearly all that a check makes is kept to its end, so that looking finds little."""


class Form(StrEnum):
    """How problems are printed."""

    text = "text"
    json = "json"
    github = "github"


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Folders of flows, flow files or stories; all that ship if none.")
    ] = None,
    format: Annotated[Form, typer.Option(help="How problems are printed.")] = Form.text,
    explain: Annotated[str | None, typer.Option(metavar="RULE", help="Print a rule's manual and stop.")] = None,
) -> None:
    """Checks flows and stories."""
    if explain is not None:
        return _explain(explain)
    texts, stories = gather(paths or [shipped()])
    gc.set_threshold(SELDOM)
    flows, problems = check_texts(texts, stories, read_tongues(shipped()), beside=beside(texts))
    for line in _printed(problems, format):
        typer.echo(line)
    if format is Form.text and flows is not None:
        for line in _played(problems, {flow.file: name for name, flow in flows.latest.items()}):
            typer.echo(line)
    if format is Form.text and not problems:
        count = len([f for f in texts if not is_books(f)])
        told = "" if stories else "; `walked` was not checked, for there is no story yet"
        typer.echo(f"{_many(count, 'flow', 'flows')}, {_many(len(stories), 'story', 'stories')}, no problems{told}")
    raise typer.Exit(1 if problems or flows is None else 0)


def _played(problems: list[Problem], names: dict[str, str]) -> list[str]:
    """How the ways that no story takes are walked, once for each flow: the command as it is typed."""
    files = dict.fromkeys(p.file for p in problems if p.rule == walked.RULE)
    return [f"Write a story in `stories/`, or play one: {_play(Path(file), names[file])}" for file in files]


def _play(file: Path, name: str) -> str:
    own = file.parent
    flows = own.parent if own.name else Path("..")
    where = "" if flows.resolve() == shipped().resolve() else f" --flows {shlex.quote(str(flows))}"
    return f"python -m bot play {name}{where} --record {shlex.quote(str(own / 'stories'))}/NAME.yaml"


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _explain(rule: str) -> None:
    text = manual(rule)
    if text is None:
        typer.echo(f"there is no rule `{rule}`; the rules are {', '.join([*RULES, *READING])}.", err=True)
        raise typer.Exit(2)
    typer.echo(f"{rule}\n\n{text.strip()}")


def gather(paths: list[Path]) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of all flows (with `books.yaml`) and of all stories at, beside or below the paths. Exits with 2 when none is."""
    texts: dict[str, str] = {}
    stories: dict[str, str] = {}
    for path in paths:
        if path.is_dir():
            found = [*sorted(path.glob("flow.yaml")), *sorted(path.glob("*/flow.yaml")), *sorted(path.glob(FILE))]
            texts |= {str(p): text_of(p) for p in found or sorted(path.glob("*.yaml"))}
            stories |= {str(p): text_of(p) for p in sorted(path.glob("**/stories/*.yaml"))}
        elif path.is_file():
            (stories if path.parent.name == "stories" else texts)[str(path)] = text_of(path)
            stories |= {str(p): text_of(p) for p in sorted(path.parent.glob("stories/*.yaml")) if path.name == "flow.yaml"}
        else:
            typer.echo(f"{path}: there is no such file or folder; name a folder with flows in it.", err=True)
            raise typer.Exit(2)
    if not texts and not stories:
        typer.echo("No flow was found; a flow stands in FOLDER/NAME/flow.yaml.", err=True)
        raise typer.Exit(2)
    return texts, stories


def _printed(problems: list[Problem], form: Form) -> list[str]:
    if form is Form.json:
        return [json.dumps(msgspec.to_builtins(problems), ensure_ascii=False, indent=1)]
    if form is Form.github:
        return [_github(p) for p in problems]
    return [str(p) for p in problems]


def _github(problem: Problem) -> str:
    """A workflow command: what ends a line or a property is written as a code."""
    text = f"{problem.sentence}. {problem.hint}".rstrip()
    for plain, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(plain, code)
    return f"::error file={problem.file},line={problem.line},col={problem.column},title={problem.rule}::{text}"
