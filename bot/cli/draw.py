"""`draw FLOW`: the flow as Mermaid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.app.library import read_folder, shipped
from bot.authoring.drawing import mermaid


def draw(
    flow: Annotated[str, typer.Argument(help="The flow's name.")],
    flows: Annotated[Path | None, typer.Option(help="The folder of flows.")] = None,
) -> None:
    """Draws a flow."""
    found, problems = read_folder(flows or shipped())
    if found is None:
        for problem in problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1)
    if flow not in found.latest:
        typer.echo(f"{flow}: there is no such flow; known are {', '.join(sorted(found.latest))}.", err=True)
        raise typer.Exit(2)
    typer.echo(mermaid(found.latest[flow]))
