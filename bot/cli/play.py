"""`play FLOW`: leads a talk by hand, both partners and the clock in one window. Exit 0, or 1 and 2 as elsewhere."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.app.finding import Found, around
from bot.app.library import read_texts, read_tongues, shipped
from bot.authoring.stories.arranging import arranged
from bot.authoring.stories.playing import Play
from bot.cli.naming import FlowArgument, FlowsOption, found, write, wrong
from bot.cli.window import Window

ENDS = ("quit", "exit", "bye")


def play(
    flow: FlowArgument,
    flows: FlowsOption = None,
    record: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what happens as a story into this new file.")] = None,
    given: Annotated[
        str, typer.Option(metavar="WORDS", help="More of what is given, as in a story: 'group: true, clock: \"2026-03-28 …\"'.")
    ] = "",
) -> None:
    """Plays a flow in the terminal: you are both partners, and the clock.

    Lines are the steps of stories: `Ann: a few words`, `Ann taps: Share` (or the button's number), `Ann opens`, `14 hours pass`,
    `Ben sees: nothing`; and `next`, `undo`, `help`, `quit`. With --record, what happened is a story that `story` passes. Lines may
    also come from a file or another program, by way of the standard input.
    """
    known = found(flow, flows)
    words, start, problems = arranged(known.flow, given)
    if start is None:
        wrong(f"--given: {problems[0].sentence}. {problems[0].hint}".rstrip(". ") + ".")
    if record is not None and record.exists():
        wrong(f"--record: {record} is there already; name a new file. Nothing was written over.")
    title = (record.stem.replace("-", " ").capitalize() if record else "") or known.flow.title
    window = Window(Play(known.flows, start, words, title, read_tongues(shipped())), known.flow)
    if window.play.broken is not None:
        window.cannot(window.play.broken)
        raise typer.Exit(1)
    window.opens()
    with suppress(KeyboardInterrupt):
        _led(window, record)
    raise typer.Exit(_ended(window, record, known))


def _led(window: Window, record: Path | None) -> None:
    """Line after line; what happened so far is written each time, so that nothing is lost however it ends."""
    _written(window, record)
    for line in _lines(window):
        if line.casefold() in ENDS:
            return
        if line:
            window.hears(line)
            _written(window, record)


def _written(window: Window, record: Path | None) -> None:
    story = window.play.story() if record is not None else None
    if story is not None:
        write(story, record, folders=True)


def _lines(window: Window) -> Iterator[str]:
    """What is typed, or comes by way of the standard input; it ends with the input, or with Ctrl-D."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401 - gives input() its history and editing
        with suppress(EOFError):
            while True:
                yield input(window.prompt()).strip()
    else:
        for raw in sys.stdin.buffer:
            line = raw.decode("utf-8", "replace").strip()
            window.echo(line)
            yield line


def _again(record: Path, known: Found) -> str:
    """The command that tells the story again; what a story beside its flow finds by itself is not named."""
    own = around(record) or shipped()
    if known.flow.file not in {**read_texts(shipped()), **read_texts(known.folder)}:
        return f", once the flow stands in FOLDER/{known.flow.name}/flow.yaml."
    more = [] if known.folder.resolve() in (own.resolve(), shipped().resolve()) else ["--flows", str(known.folder)]
    return f": {shlex.join(['python', '-m', 'bot', 'story', str(record), *more])}"


def _ended(window: Window, record: Path | None, known: Found) -> int:
    """The last words, and the exit code: a story that would go another way when it is told again is a problem."""
    if record is None:
        return 0
    _written(window, record)
    if window.play.story() is None:
        window.says("Nothing happened, so nothing was recorded.")
        return 0
    difference = window.play.told_again()
    if difference is None:
        window.says(f"Recorded in {record}. It goes the same way again{_again(record, known)}")
        return 0
    window.says(f"Recorded in {record}, but it goes another way when it is told again:")
    window.cannot(difference)
    return 1
