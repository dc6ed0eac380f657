"""`check`: reads flows and says all that is wrong. Exit 0 clean, 1 problems, 2 used wrongly."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from bot.app.library import read_texts, shipped
from bot.authoring.library import load
from bot.authoring.problems import Problem


class Form(StrEnum):
    """How problems are printed."""

    text = "text"
    json = "json"
    github = "github"


def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Folders of flows, or flow files; the shipped ones if none.")] = None,
    format: Annotated[Form, typer.Option(help="How problems are printed.")] = Form.text,
) -> None:
    """Checks flows."""
    texts = gather(paths or [shipped()])
    flows, problems = load(texts)
    for line in _printed(problems, format):
        typer.echo(line)
    if format is Form.text and flows is not None:
        typer.echo(f"{len(flows.latest)} flows, no problems")
    raise typer.Exit(1 if problems else 0)


def gather(paths: list[Path]) -> dict[str, str]:
    """The texts of all flow files below the paths. Exits with 2 when there are none."""
    texts: dict[str, str] = {}
    for path in paths:
        if path.is_dir():
            texts |= read_texts(path) or read_texts(path.parent if (path / "flow.yaml").is_file() else path)
        elif path.is_file():
            texts[str(path)] = path.read_bytes().decode("utf-8", "replace")
        else:
            typer.echo(f"{path}: there is no such file or folder; name a folder with flows in it.", err=True)
            raise typer.Exit(2)
    if not texts:
        typer.echo("No flow was found; a flow stands in FOLDER/NAME/flow.yaml.", err=True)
        raise typer.Exit(2)
    return texts


def _printed(problems: list[Problem], form: Form) -> list[str]:
    if form is Form.json:
        return [json.dumps(msgspec.to_builtins(problems), ensure_ascii=False, indent=1)]
    if form is Form.github:
        return [f"::error file={p.file},line={p.line},col={p.column},title={p.rule}::{p.sentence} {p.hint}" for p in problems]
    return [str(p) for p in problems]
