"""`messages`: collects every sentence for translators, and brings their catalogues up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.app.library import read_folder, shipped
from bot.authoring.sentences import of_bot, of_flow
from bot.wiring import COMMANDS


def messages(flows: Annotated[Path | None, typer.Option(help="The folder of flows.")] = None) -> None:
    """Writes locale/messages.pot of the bot and of the flows, and updates the .po files beside them."""
    folder = flows or shipped()
    found, problems = read_folder(folder)
    if found is None:
        for problem in problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1)
    own = Catalog(project="groundwork")
    for sentence in [*of_bot(), *COMMANDS.values()]:
        own.add(sentence)
    theirs = Catalog(project="groundwork flows")
    for flow in found.latest.values():
        for sentence, file, line in of_flow(flow):
            theirs.add(sentence, locations=[(str(Path(file).relative_to(folder)), line)])
    for catalog, place in ((own, Path(__file__).parents[1] / "words" / "locale"), (theirs, folder / "locale")):
        _write(catalog, place)
        typer.echo(f"{place / 'messages.pot'}: {len(catalog)} sentences")


def _write(template: Catalog, place: Path) -> None:
    place.mkdir(exist_ok=True)
    with (place / "messages.pot").open("wb") as file:
        write_po(file, template, width=120, omit_header=True, sort_output=True)
    for po in sorted(place.glob("*.po")):
        with po.open("rb") as file:
            known = read_po(file, locale=po.stem)
        known.update(template)
        with po.open("wb") as file:
            write_po(file, known, width=120, omit_header=False)
