"""`keys init`, `keys check`, `keys rotate`: the master key, made, tried and changed. It is never shown and never replaced unasked.

`keys give-up` is for keys of people that are lost with no copy left.

Rotating survives being cut off at any moment: the new key is written beside the old one first, then every data key is wrapped with
it in one commit, then the files change places. Run again, it goes on where it stopped. Every former key stays in a file of its own,
because backups from its days open with it only; none is deleted here, since nobody knows where else copies are kept.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer

from bot.cli.operation import CONFIG, Config, key_file, master_of, politely, settings_of
from bot.storage import custody
from bot.storage.files import Refused, sync
from bot.storage.keys import Tried
from bot.storage.master import Master, holds_key, read_master_key, set_aside, settle, write_master_key
from bot.wiring import data_files

app = typer.Typer(no_args_is_help=True, help="The master key: init, check, rotate; lost keys: give-up.")


@app.command()
def init(config: Config = CONFIG) -> None:
    """Writes a new master key. Refuses where one, or anything sealed, is there already."""
    with politely():
        settings = settings_of(config)
        file = key_file(settings)
        data_files(settings)
        asyncio.run(custody.init(settings.database_url, settings.keys_url, file))
        typer.echo(f"The master key is in {file}, readable by you alone.")
        typer.echo("Keep a copy somewhere else: without it nothing of the data and of no backup can ever be opened again.")


@app.command()
def check(config: Config = CONFIG) -> None:
    """Opens every key. Exit 1 if some are damaged, 2 if the master key does not fit."""
    with politely():
        settings = settings_of(config)
        tried = asyncio.run(custody.check(settings.keys_url, master_of(settings)))
        typer.echo(f"The master key opens {'' if tried.closed else 'all '}{tried.good} keys.")
        _say_closed(tried)


@app.command()
def rotate(config: Config = CONFIG) -> None:
    """Makes a new master key and wraps every data key with it; the data stays as it is.

    The former key stays beside the new one, because backups from before open with it only. Exit 1 if some keys are damaged: they
    are left as they are, and all others are wrapped.
    """
    with politely():
        settings = settings_of(config)
        file = key_file(settings)
        new = file.with_name(file.name + ".new")
        present = _read(file)
        tried = asyncio.run(custody.rotate(settings.keys_url, _next(new, present, settings.keys_url), present))
        old = _change_places(file, new)
        typer.echo(f"{tried.good} keys are wrapped with the new master key in {file}.")
        typer.echo(f"Backups from before open with {old} only; `restore` finds it there, and those of earlier changes beside it.")
        typer.echo(f"Delete it when the last of those backups is gone: here copies of data stay {settings.backup.keep} days.")
        _say_closed(tried)


@app.command("give-up")
def give_up(config: Config = CONFIG) -> None:
    """For keys that no copy has any more: people whose key is missing, else closed until it is put back, may begin anew.

    What they said before stays closed for good. Damaged keys are left as they are. The bot must be stopped.
    """
    with politely():
        settings = settings_of(config)
        gone = asyncio.run(custody.give_up(settings.database_url, settings.keys_url, master_of(settings)))
        typer.echo(f"{gone} missing keys are given up; whoever they belonged to is a stranger when they write next.")


def _say_closed(tried: Tried) -> None:
    """Ends with exit 1 where some keys do not open."""
    if tried.closed:
        typer.echo(f"{tried.closed} keys do not open: their rows are damaged, and were left as they are.", err=True)
        typer.echo("What they seal stays closed until a backup of the keys is put back that still has them.", err=True)
        raise typer.Exit(1)


def _read(file: Path) -> bytes:
    return read_master_key(file, {}, lambda text: None)


def _next(new: Path, present: bytes, keys_url: str) -> bytes:
    """The key that an earlier, interrupted run wrote, or a fresh one; on the disk for good, since keys are wrapped with it next.

    What is no key is written anew, if the present key still opens everything: then nothing was wrapped with what stood there.
    """
    if new.exists() and not holds_key(new):
        asyncio.run(custody.refuse_changed(keys_url, Master(present)))
        new.unlink()
    if not new.exists():
        return write_master_key(new)
    settle(new)
    return _read(new)


def _change_places(file: Path, new: Path) -> Path:
    """Returns where the former key is."""
    if not new.exists():
        raise Refused(f"{new} vanished; nothing was lost, {file} is as it was.")
    old = set_aside(file)
    new.replace(file)
    sync(file.parent)
    return old
