"""What the commands of operation share: settings, the master key, the place of backups, and how a refusal is said."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.config import Misconfigured, Settings, read_settings
from bot.storage.files import Refused
from bot.storage.master import Master, read_master_key
from bot.storage.trouble import trouble
from bot.wiring import SANDBOX_KEY, backup_folder

Config = Annotated[Path, typer.Option(help="The settings file.")]
CONFIG = Path("config.yaml")


@contextmanager
def politely() -> Iterator[None]:
    """What is set wrongly or cannot be done ends with one sentence and exit 2."""
    try:
        yield
    except (Misconfigured, Refused) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{error.filename or 'A file'}: {error.strerror}; nothing was changed there.", err=True)
        raise typer.Exit(2) from None
    except Exception as error:
        if (said := trouble(error)) is None:
            raise
        typer.echo(said, err=True)
        raise typer.Exit(2) from None


def settings_of(config: Path) -> Settings:
    """The settings; the default file may be missing."""
    return read_settings(config, needed=config != CONFIG)


def key_file(settings: Settings) -> Path:
    """Where the master key lies. Raises `Misconfigured`."""
    if settings.master_key_file is None:
        raise Misconfigured("master_key_file: it is not set; name a file outside the data folder for the master key.")
    return settings.master_key_file


def master_of(settings: Settings) -> Master:
    """The master key, as `run` finds it. Raises `Refused`."""
    if settings.sandbox is not None and settings.master_key_file is None:
        return Master(SANDBOX_KEY)
    return Master(read_master_key(settings.master_key_file, os.environ, lambda text: typer.echo(text, err=True)))


__all__ = ["CONFIG", "Config", "backup_folder", "key_file", "master_of", "politely", "settings_of"]
