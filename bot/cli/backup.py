"""`backup`, `restore`, `migrate`: sealed copies, their way back, and newer tables. Exit 0, or 2 with one sentence."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.operation import CONFIG, Config, backup_folder, master_of, politely, settings_of
from bot.clock import Clock
from bot.storage.backup import restore as put_back
from bot.storage.migrate import Kind, pending
from bot.storage.migrate import migrate as to_newest
from bot.wiring import copied, data_files


def backup(config: Config = CONFIG, to: Annotated[Path | None, typer.Option(help="The folder; else as set.")] = None) -> None:
    """Makes a sealed copy of the data and one of the keys, beside a running bot too."""
    with politely():
        settings = settings_of(config)
        for file in copied(settings, to or backup_folder(settings), master_of(settings), Clock().now()):
            typer.echo(str(file))


def restore(
    data: Annotated[Path, typer.Argument(help="The backup of the data.")],
    keys: Annotated[Path | None, typer.Argument(help="The backup of the keys; without it the present keys are used.")] = None,
    config: Config = CONFIG,
) -> None:
    """Puts backups where the settings say that the databases are. Refuses over anything that is there, and with a wrong key."""
    with politely():
        settings = settings_of(config)
        master = master_of(settings)
        data_files(settings)
        if keys is not None:
            put_back(keys, settings.keys_url, master)
        put_back(data, settings.database_url, master)
        typer.echo("Restored. People who asked to be forgotten since then are forgotten only if the keys are newer than that.")


def migrate(config: Config = CONFIG) -> None:
    """Brings the databases to the newest tables, with a backup first."""
    with politely():
        settings = settings_of(config)
        data_files(settings)
        both: tuple[tuple[Kind, str], ...] = (("data", settings.database_url), ("keys", settings.keys_url))
        waiting = [kind for kind, url in both if asyncio.run(pending(url, kind))]
        for file in copied(settings, backup_folder(settings), master_of(settings), Clock().now()) if waiting else ():
            typer.echo(str(file))
        for kind, url in both:
            asyncio.run(to_newest(url, kind))
        typer.echo("The databases have the newest tables.")
