"""What commands share that take a flow: the argument, the option, and how it is said that one cannot be found or read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.app.finding import Found, NotFound, Unreadable, find

FlowArgument = Annotated[str, typer.Argument(metavar="FLOW", help="A flow's name, or the path of a file or folder of your own.")]
FlowsOption = Annotated[
    Path | None,
    typer.Option("--flows", metavar="FOLDER", help="A folder of flows of your own; those that ship are known beside them."),
]


def found(flow: str, flows: Path | None) -> Found:
    """The flow that is named. Exits with 2 when there is none, with 1 and all problems when it cannot be read."""
    folder_of(flows)
    with told():
        return find(flow, flows)


def folder_of(flows: Path | None) -> None:
    """Exits with 2 when `--flows` is no folder."""
    if flows is not None and not flows.is_dir():
        wrong(f"--flows: {flows} is no folder; name one with flows in it.")


@contextmanager
def told() -> Iterator[None]:
    """Says why flows cannot be found or read, and chooses the exit code."""
    try:
        yield
    except NotFound as missing:
        wrong(str(missing))
    except Unreadable as unreadable:
        for problem in unreadable.problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None


def wrong(sentence: str) -> NoReturn:
    """Something was asked wrongly: one sentence, exit 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def write(text: str, output: Path | None, folders: bool = False) -> None:
    """Into a file (with `folders` made on the way), or to the terminal. Exits with 2 when the file cannot be written."""
    if output is None:
        return typer.echo(text, nl=False)
    try:
        if folders:
            output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8")
    except OSError as error:
        wrong(f"{output}: it cannot be written ({error.strerror}); name another file.")
