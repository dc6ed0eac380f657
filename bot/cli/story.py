"""`story`: runs the stories of flows. Exit 0 when all hold, 1 when one differs, 2 when used wrongly."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from bot.app.finding import around, known, text_of
from bot.app.library import read_tongues, shipped
from bot.authoring.problems import Problem, nearest
from bot.authoring.stories import Story, read_story
from bot.authoring.stories import run as run_story
from bot.authoring.stories.given import RULE
from bot.cli.naming import FlowsOption, folder_of, told, wrong
from bot.flow.model import Flows

NONE_YET = "There is no story yet. One is written by playing it: play {flow} --record {folder}/stories/NAME.yaml"


def story(
    paths: Annotated[list[Path] | None, typer.Argument(help="Folders or story files; all of the shipped flows if none.")] = None,
    flows: FlowsOption = None,
) -> None:
    """Plays stories and says where one goes another way than it is written.

    A story knows the flows of the folder it stands in (FOLDER/NAME/stories/*.yaml), and those that ship.
    """
    folder_of(flows)
    files = [file for path in paths or [flows or shipped()] for file in _files(path)]
    load = cache(_flows)
    if not files:
        only = _only(paths or [])
        return typer.echo(NONE_YET.format(flow=only or "FLOW", folder=only or "FOLDER/FLOW"))
    failed = sum(not _holds(file, load(flows or around(file))) for file in files)
    typer.echo(f"{len(files)} {'story' if len(files) == 1 else 'stories'}, {failed} failed")
    raise typer.Exit(1 if failed else 0)


def _only(paths: list[Path]) -> str | None:
    """The flow that was named, if it was one."""
    return str(paths[0]) if len(paths) == 1 and (paths[0] / "flow.yaml").is_file() else None


def _files(path: Path) -> list[Path]:
    if not path.exists():
        wrong(f"{path}: there is no such file or folder; name a story, or a folder with stories in it.")
    return [path] if path.is_file() else sorted(path.rglob("stories/*.yaml"))


def _flows(folder: Path | None) -> Flows:
    with told():
        return known(folder)


def _holds(file: Path, flows: Flows) -> bool:
    read, unread = read_story(text_of(file), str(file))
    if read is not None and read.given.flow not in flows.latest:
        unread = [_unknown(read, flows)]
    result = run_story(read, flows, read_tongues(shipped())) if read is not None and not unread else None
    if result is not None and not result.ok:
        typer.echo(f"differs: {file}")
    for problem in unread if result is None else result.problems():
        typer.echo(str(problem))
    return result is not None and result.ok


def _unknown(story: Story, flows: Flows) -> Problem:
    """The flow of a story is not among those that are known."""
    name = story.given.flow
    alike = nearest(name, flows.latest)
    hint = "if it is your own, say where: --flows FOLDER"
    return Problem(story.file, 1, 1, RULE, f"there is no flow `{name}` here", f"{alike} {hint}" if alike else hint)
