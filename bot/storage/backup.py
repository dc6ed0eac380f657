"""Sealed copies of both databases, made while the bot runs.

SQLite's own online backup takes one consistent snapshot beside the writer. Data first, keys after it: whatever the data needs is
then among the keys, unless somebody was forgotten in between. Data and keys are two files, because a person who asked to be
forgotten must be gone from backups too: copies of keys live a week, and without them copies of the data are noise.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.copying import Halted, Kind, copy_file, file_in, never
from bot.storage.envelope import seal_file
from bot.storage.files import Refused, sync
from bot.storage.master import Master

KEYS_LIVE = timedelta(days=7)
NAME = re.compile(r"(data|keys)-(\d{8}T\d{6}Z)\.sealed")
UNFINISHED = re.compile(r"(data|keys)-(\d{8}T\d{6}Z)\.(copy|part)(-journal|-wal|-shm)?")
LONGEST = timedelta(hours=1)
"""No backup takes longer: what is unfinished then was left by a process that was killed, and is not sealed yet."""
STAMP = "%Y%m%dT%H%M%SZ"


def stamp_of(file: Path) -> datetime | None:
    """When a backup was made (UTC), by its name; None for any other file."""
    return _stamped(NAME, file)


def _stamped(name: re.Pattern[str], file: Path) -> datetime | None:
    found = name.fullmatch(file.name)
    return datetime.strptime(found[2], STAMP).replace(tzinfo=UTC) if found else None


def backups(folder: Path, kind: Kind) -> list[Path]:
    """The backups of one kind, oldest first."""
    return sorted(f for f in folder.glob(f"{kind}-*.sealed") if stamp_of(f)) if folder.is_dir() else []


def newest(folder: Path) -> datetime | None:
    """When the last whole backup was made; None if there is none."""
    last = backups(folder, "keys")[-1:]
    return stamp_of(last[0]) if last else None


def back_up(
    database_url: str, keys_url: str, folder: Path, master: Master, now: datetime, halted: Halted = never
) -> tuple[Path, Path]:
    """Writes a pair of backups named after `now` (UTC), or none, and returns them. Beside a running bot too.

    Raises `Refused`, and `CutOff` soon after `halted` says so.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = now.strftime(STAMP)
    data, keys = folder / f"data-{stamp}.sealed", folder / f"keys-{stamp}.sealed"
    _sealed_copy("data", database_url, data, master, halted)
    try:
        _sealed_copy("keys", keys_url, keys, master, halted)
    except BaseException:
        data.unlink(missing_ok=True)
        raise
    return data, keys


def clear_out(folder: Path, now: datetime, keep_data: timedelta) -> int:
    """Deletes copies of keys after a week, of data after `keep_data`, what a kill left of any at once. Returns how many went."""
    gone = _left_over(folder, now)
    gone += [f for f in backups(folder, "keys") if now - _made(f) > KEYS_LIVE]
    gone += [f for f in backups(folder, "data") if now - _made(f) > keep_data]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _left_over(folder: Path, now: datetime) -> list[Path]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [f for f in files if (begun := _stamped(UNFINISHED, f)) is not None and now - begun > LONGEST]


def _made(file: Path) -> datetime:
    return stamp_of(file) or datetime.max.replace(tzinfo=UTC)


def _sealed_copy(kind: Kind, url: str, target: Path, master: Master, halted: Halted) -> None:
    source = file_in(url)
    if not source.is_file():
        raise Refused(f"There is no database at {source} yet, so there is nothing to back up.")
    copy, sealed = target.with_suffix(".copy"), target.with_suffix(".part")
    try:
        copy_file(source, copy, kind, halted)
        seal_file(copy, sealed, master.current, halted)
        sealed.replace(target)
        sync(target.parent)
    finally:
        copy.unlink(missing_ok=True)
        sealed.unlink(missing_ok=True)
