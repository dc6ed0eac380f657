"""The way back of a sealed copy.

What is unsealed on the way lies beside the database, for the same eyes as the database from its first byte on, and what a killed
`restore` left there goes when the next one, or the bot, takes the lock.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.copying import file_in
from bot.storage.envelope import BROKEN, unseal_file
from bot.storage.files import Lock, Refused, clear_unfinished, make_private, sync_folder, unfinished
from bot.storage.master import Master


def restore(file: Path, url: str, master: Master) -> None:
    """Puts a backup back where no database is yet. Raises `Refused`: wrong key, damaged, or something is there already."""
    target = file_in(url)
    make_private(target)
    lock = Lock(target.with_name(target.name + ".lock"))
    new = unfinished(target)
    try:
        clear_unfinished(target)
        if target.stat().st_size:
            raise Refused(f"There is a database at {target} already; restore to another place, or move that one away first.")
        unseal_file(file, new, master)
        _refuse_damaged(new)
        for rest in ("-wal", "-shm"):
            target.with_name(target.name + rest).unlink(missing_ok=True)
        new.replace(target)
        sync_folder(target.parent)
    finally:
        clear_unfinished(target)
        lock.free()


def _refuse_damaged(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as database:
            (said,) = database.execute("PRAGMA integrity_check").fetchone()
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError:
        said = "no"
    if said != "ok":
        raise Refused(BROKEN)
