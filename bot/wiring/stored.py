"""Where a bot's data, keys and copies are, as its settings say."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from bot.config import Misconfigured, Settings
from bot.logs import log
from bot.storage.backup import back_up, clear_out
from bot.storage.copying import CutOff, Halted, never
from bot.storage.files import file_of, make_folder
from bot.storage.master import Master, read_master_key, write_master_key
from bot.storage.migrate import pending

SANDBOX_KEY = b"sandbox" + b"\0" * 25


def data_files(settings: Settings) -> None:
    """Makes the folder of an SQLite file, for the owner alone. Raises `Misconfigured` where a file is in its place."""
    for name, url in (("database_url", settings.database_url), ("keys_url", settings.keys_url)):
        if (file := file_of(make_url(url))) is None:
            continue
        try:
            make_folder(file.parent)
        except (FileExistsError, NotADirectoryError):
            raise Misconfigured(f"{name}: {file.parent} is a file, and a folder is needed there.") from None


def first_master_key(settings: Settings) -> bytes:
    """Makes the master key at the first start, while nothing is there that it would not open. Raises `Refused` if there is none."""
    file = settings.master_key_file
    if file is not None and not file.exists() and not _stored(settings):
        write_master_key(file)
    return master_key(settings)


def master_key(settings: Settings) -> bytes:
    """The master key. A sandbox has one that everybody knows: nothing in it is anybody's. Raises `Refused`."""
    file = settings.master_key_file
    if settings.sandbox is not None and file is None:
        return SANDBOX_KEY
    return read_master_key(file, os.environ, lambda text: log("keys.environment"))


def _stored(settings: Settings) -> bool:
    """Whether there is any data that a new master key could not open."""
    files = [file_of(make_url(url)) for url in (settings.database_url, settings.keys_url)]
    return any(file is None or file.exists() for file in files)


def backup_folder(settings: Settings) -> Path:
    """Where sealed copies go: as set, or `backups` beside the database."""
    if settings.backup.folder is not None:
        return settings.backup.folder
    beside = make_url(settings.database_url).database or "data/groundwork.db"
    return Path(beside).parent / "backups"


def keep_of(settings: Settings) -> timedelta:
    """How long copies of the data stay."""
    return timedelta(days=settings.backup.keep)


def copied(settings: Settings, folder: Path, master: Master, now: datetime, halted: Halted = never) -> tuple[Path, Path]:
    """A new pair of sealed copies in the folder; what is too old there goes first. Raises `Refused`, `CutOff`."""
    clear_out(folder, now, keep_of(settings))
    return back_up(settings.database_url, settings.keys_url, folder, master, now, halted)


async def copied_unless(stop: asyncio.Event, settings: Settings, now: datetime) -> int:
    """Makes copies in a thread, which no task can cancel: it looks at `stop` itself. Returns how many; 0 if stopped meanwhile."""
    try:
        made = await asyncio.to_thread(copied, settings, backup_folder(settings), Master(master_key(settings)), now, stop.is_set)
    except CutOff:
        return 0
    return len(made)


async def safe_upgrade(settings: Settings, now: datetime, stop: asyncio.Event) -> None:
    """Newer tables may be made at start, unless it was stopped: what was there before is backed up first."""
    if not settings.database_url.startswith("sqlite") or not _stored(settings):
        return
    if await pending(settings.database_url, "data") or await pending(settings.keys_url, "keys"):
        await copied_unless(stop, settings, now)
