"""`sheet FLOW`: one page about a flow, to read and sign. Exit 0 when it is clean, 1 when it is not, 2 when used wrongly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.app.finding import Found, text_of
from bot.app.library import read_tongues, shipped
from bot.authoring.sheet import sheet as made
from bot.authoring.stories import Story, read_story
from bot.cli.naming import FlowArgument, FlowsOption, found, write


def sheet(
    flow: FlowArgument,
    flows: FlowsOption = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it; the terminal, if not given.")] = None,
) -> None:
    """Writes one page about a flow in plain language, as Markdown, for a therapist to read and sign.

    What can happen, who reads what, how long it waits, and what can never happen: computed from every situation that the flow can
    come to. When the checker finds anything wrong, that stands in place of the promises.
    """
    known = found(flow, flows)
    page = made(known.flow, known.flows, known.texts, _stories(known), read_tongues(shipped()))
    write(page.text, output)
    raise typer.Exit(1 if page.problems else 0)


def _stories(known: Found) -> list[Story]:
    """Those beside the author's own flows, and those that ship. What cannot be read as a story is left to `check`."""
    files = {f.resolve(): f for folder in (shipped(), known.folder) for f in sorted(folder.glob("**/stories/*.yaml"))}
    read = (read_story(text_of(file), str(file))[0] for file in files.values())
    return [story for story in read if story is not None]
