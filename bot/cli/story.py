"""`story`: runs the stories of flows. Exit 0 when all hold, 1 when one differs, 2 when used wrongly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.app.library import read_folder, read_tongues, shipped
from bot.authoring.stories import read_story
from bot.authoring.stories import run as run_story


def story(
    paths: Annotated[list[Path] | None, typer.Argument(help="Folders or story files; all of the shipped flows if none.")] = None,
    flows: Annotated[Path | None, typer.Option(help="The folder of flows.")] = None,
) -> None:
    """Runs stories."""
    folder = flows or shipped()
    found, problems = read_folder(folder)
    if found is None:
        for problem in problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1)
    tongues = read_tongues(folder)
    failed = 0
    files = [f for p in paths or [folder] for f in ([p] if p.is_file() else sorted(p.rglob("stories/*.yaml")))]
    for file in files:
        read, wrong = read_story(file.read_text("utf-8"), str(file))
        if read is None:
            failed += 1
            typer.echo("\n".join(str(p) for p in wrong))
            continue
        result = run_story(read, found, tongues)
        failed += not result.ok
        if not result.ok:
            typer.echo(f"differs: {file}")
        for problem in result.problems():
            typer.echo(str(problem))
    typer.echo(f"{len(files)} stories, {failed} failed")
    raise typer.Exit(1 if failed else 0)
