"""`backup`, `restore`, `migrate`: sealed copies, their way back, and newer tables. Exit 0, or 2 with one sentence."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.operation import CONFIG, Config, backup_folder, master_of, politely, settings_of
from bot.clock import Clock
from bot.config import Settings
from bot.storage import custody
from bot.storage.envelope import made_with
from bot.storage.master import Master, former_keys
from bot.storage.migrate import Kind, pending
from bot.storage.migrate import migrate as to_newest
from bot.storage.restoring import Part, restoring
from bot.wiring import copied, data_files


def backup(config: Config = CONFIG, to: Annotated[Path | None, typer.Option(help="The folder; else as set.")] = None) -> None:
    """Makes a sealed copy of the data and one of the keys, beside a running bot too. Refuses with a wrong master key."""
    with politely():
        settings = settings_of(config)
        master = master_of(settings)
        asyncio.run(custody.refuse_changed(settings.keys_url, master))
        for file in copied(settings, to or backup_folder(settings), master, Clock().now()):
            typer.echo(str(file))


def restore(
    data: Annotated[Path, typer.Argument(help="The backup of the data.")],
    keys: Annotated[Path | None, typer.Argument(help="The backup of the keys; without it the present keys are used.")] = None,
    config: Config = CONFIG,
) -> None:
    """Puts backups where the settings say that the databases are. Refuses over anything that is there, and with a wrong key.

    Backups from before the master key was changed open with the former key, which lies beside the present one.
    """
    with politely():
        settings = settings_of(config)
        data_files(settings)
        parts = [Part("data", data, settings.database_url, _opening(data, settings))]
        if keys is not None:
            parts.append(Part("keys", keys, settings.keys_url, _opening(keys, settings)))
        with restoring(*parts) as files:
            _rewrap(parts, files)
        typer.echo("Restored. People who asked to be forgotten since then are forgotten only if the keys are newer than that.")


def _opening(backup: Path, settings: Settings) -> Master:
    """The master key, with the former one that this backup was made with."""
    master, wanted = master_of(settings), made_with(backup)
    former = former_keys(settings.master_key_file) if settings.master_key_file is not None else {}
    return master if wanted in master.by_name() else Master(master.current, former.get(wanted))


def _rewrap(parts: list[Part], files: dict[Kind, Path]) -> None:
    """Keys that a former master key wraps are wrapped with the present one, which is what the bot will start with."""
    for part in parts:
        if part.kind == "keys" and part.master.previous is not None:
            asyncio.run(custody.rewrap(files[part.kind], part.master.current, part.master.previous))


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
