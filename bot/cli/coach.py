"""`coach TASK`: JSON lines {id, text} in, verdicts out. For measuring the readers of texts on samples."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer

from bot.coach import MEASURED, predict


class Sample(msgspec.Struct):
    """A line of the input; other keys are ignored."""

    id: str
    text: str


def coach(task: Annotated[str, typer.Argument(help="One of " + ", ".join(MEASURED))]) -> None:
    """Reads texts from standard input."""
    if task not in MEASURED:
        typer.echo(f"{task}: there is no such task; known are {', '.join(MEASURED)}.", err=True)
        raise typer.Exit(2)
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            sample = msgspec.json.decode(line, type=Sample)
        except (msgspec.DecodeError, UnicodeDecodeError):
            typer.echo(f"line {number}: this is no JSON object with `id` and `text`.", err=True)
            raise typer.Exit(2) from None
        typer.echo(msgspec.json.encode(predict(task, sample.id, sample.text)).decode())
