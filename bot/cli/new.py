"""`new FLOW`: a flow to begin from. Exit 0 written, 2 when the name will not do or something is there already."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.app.finding import beside, names
from bot.app.library import read_tongues, shipped
from bot.authoring.blank import BadName, blank
from bot.authoring.checking import check_texts
from bot.authoring.schema import SCHEMAS, written
from bot.cli.naming import write, wrong


def new(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="The new flow's name: small letters, digits and hyphens.")],
    flows: Annotated[
        Path, typer.Option("--flows", metavar="FOLDER", help="Your folder of flows; it is made if it is not there.")
    ] = Path("flows"),
) -> None:
    """Begins a flow: a small talk with its stories, which `check` and `story` pass as it stands, for you to change.

    Beside it come the schemas with which an editor completes and underlines, if the folder has none yet.
    """
    place = flows / flow
    files = {place / name: text for name, text in _files(flow, flows).items()}
    files |= {flows / name: written(made()) for name, made in SCHEMAS.items() if not (flows / name).exists()}
    for file, text in files.items():
        write(text, file, folders=True)
        typer.echo(str(file))
    typer.echo(f"Change what it says, then: check {place}, play {place}, story {place}")


def _files(name: str, flows: Path) -> dict[str, str]:
    """The new files, once nothing speaks against them."""
    try:
        files = blank(name)
    except BadName as bad:
        wrong(str(bad))
    if name in names(flows) or (flows / name).exists():
        wrong(f"{name}: there is such a flow already; choose another name. Nothing was written.")
    texts = {file: text for file, text in files.items() if file == "flow.yaml"}
    stories = {file: text for file, text in files.items() if file not in texts}
    _, problems = check_texts(texts, stories, read_tongues(shipped()), beside=beside(texts))
    if problems:
        wrong(f"{name}: a flow of this name would not be clean ({problems[0].sentence}); choose another name.")
    return files
