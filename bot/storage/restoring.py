"""The way back of sealed copies, in one step: all of them are opened and looked at before any takes its place.

What is unsealed on the way lies beside the database, for the same eyes as the database from its first byte on, and what a killed
`restore` left there goes when the next one, or the bot, takes the lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from bot.storage.copying import Kind, file_in, kind_of
from bot.storage.envelope import BROKEN, unseal_file
from bot.storage.files import Lock, Refused, clear_unfinished, make_private, sync, unfinished
from bot.storage.master import Master


class Part(NamedTuple):
    """A backup, what it should hold, where the database goes, and the master key with the one it was made with."""

    kind: Kind
    file: Path
    url: str
    master: Master


def restore(*parts: Part) -> None:
    """Puts backups back where no database is yet, all or none. Raises `Refused` as `restoring` does."""
    with restoring(*parts):
        pass


@contextmanager
def restoring(*parts: Part) -> Iterator[dict[Kind, Path]]:
    """The databases as they were, beside the places that they take when the block ends well.

    Raises `Refused`, with nothing put back: wrong key, damaged, of the other kind, or something is there already.
    """
    with ExitStack() as held:
        targets = {part.kind: held.enter_context(_place(file_in(part.url))) for part in parts}
        opened = {part.kind: _opened(part, unfinished(targets[part.kind])) for part in parts}
        yield opened
        for kind, file in opened.items():
            _refuse_damaged(file, kind)
        for kind, file in opened.items():
            _move(file, targets[kind])


@contextmanager
def _place(target: Path) -> Iterator[Path]:
    """Nobody else has the place of a database, and nothing is in it."""
    make_private(target)
    lock = Lock(target.with_name(target.name + ".lock"))
    try:
        clear_unfinished(target)
        if _used(target):
            raise Refused(f"There is a database at {target} already; restore to another place, or move that one away first.")
        yield target
    finally:
        clear_unfinished(target)
        lock.free()


def _used(target: Path) -> bool:
    """Whether there is anything in it: a database that was opened and never used has a head and no tables."""
    if not target.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(target)) as database:
            return database.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
    except sqlite3.DatabaseError:
        return True


def _opened(part: Part, new: Path) -> Path:
    unseal_file(part.file, new, part.master)
    _refuse_damaged(new, part.kind)
    return new


def _refuse_damaged(file: Path, kind: Kind) -> None:
    """Raises `Refused` unless it is whole and of that kind; then it is in a single file, with no log beside it."""
    try:
        with closing(sqlite3.connect(file)) as database:
            (said,) = database.execute("PRAGMA integrity_check").fetchone()
            database.execute("PRAGMA journal_mode=DELETE")
            found = kind_of(database)
    except sqlite3.DatabaseError:
        said, found = "no", None
    if said != "ok" or found is None:
        raise Refused(BROKEN)
    if found != kind:
        raise Refused(f"This is a backup of the {found}, not of the {kind}: name that of the data first, then that of the keys.")


def _move(new: Path, target: Path) -> None:
    for rest in ("-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    new.replace(target)
    sync(target.parent)
