"""`draw FLOW`: a flow as a picture. Exit 0 drawn, 1 when the flow cannot be read, 2 when used wrongly."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from bot.authoring.drawing import dot, mermaid
from bot.cli.naming import FlowArgument, FlowsOption, found, write, wrong

MOST_SECONDS = 60


def draw(
    flow: FlowArgument,
    flows: FlowsOption = None,
    svg: Annotated[bool, typer.Option("--svg", help="An SVG picture, by way of Graphviz.")] = False,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it; the terminal, if not given.")] = None,
) -> None:
    """Draws a flow: its states, what is said in them, and every way from one to the next.

    Mermaid text, to paste where Mermaid is drawn; with --svg a picture of its own.
    """
    drawn = found(flow, flows).flow
    write(_svg(dot(drawn)) if svg else mermaid(drawn), output)


def _svg(text: str) -> str:
    program = shutil.which("dot")
    if program is None:
        wrong("--svg: Graphviz draws the picture, and `dot` is not found; install `graphviz`, or leave --svg out for Mermaid.")
    try:
        made = subprocess.run(  # noqa: S603 - the program is Graphviz, and the text goes in by its standard input
            [program, "-Tsvg"], input=text.encode(), capture_output=True, timeout=MOST_SECONDS, check=True
        )
    except subprocess.TimeoutExpired:
        wrong(f"--svg: Graphviz did not finish within {MOST_SECONDS} seconds; leave --svg out for Mermaid.")
    except subprocess.CalledProcessError as failed:
        wrong(f"--svg: Graphviz could not draw it: {failed.stderr.decode(errors='replace').strip()}")
    return made.stdout.decode()
