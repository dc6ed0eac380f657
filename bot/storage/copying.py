"""A consistent copy of a SQLite file beside whoever writes to it, and whether a file is a database of ours, and which.

An address that leads SQLite to another file than was meant opens an empty database without a word, and a copy of it is whole and
holds nothing: so it is asked for its tables.
A copy is made in steps, of one snapshot: whoever is asked to stop meanwhile need not wait for its end, and whatever is written
meanwhile does not let it begin anew.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy.engine import make_url

from bot.storage.files import Refused, file_of

Kind = Literal["data", "keys"]
Halted = Callable[[], bool]
"""Whether to give up; asked from the thread that copies, several times a second."""
PAGES = 512
"""As many are copied in a step: 4 MiB."""
WHAT = {"data": "the tables of Groundwork's data", "keys": "Groundwork's keys"}


class CutOff(Exception):
    """The copy was given up before it was whole; nothing is left of it."""


def never() -> bool:
    return False


def go_on(halted: Halted) -> None:
    """Raises `CutOff` if it is to be given up."""
    if halted():
        raise CutOff


def copy_file(source: Path, copy: Path, kind: Kind, halted: Halted) -> None:
    """Copies the database `source` into the new file `copy`. Raises `CutOff`, and `Refused` if it is none of this kind."""
    os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(read_only(source), uri=True)) as old, closing(sqlite3.connect(copy)) as new:
        old.isolation_level = None
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        # It is deleted once it is sealed, and a last sync of all of it could not be cut off.
        new.execute("PRAGMA synchronous=OFF")
        old.backup(new, pages=PAGES, progress=lambda *_: go_on(halted))
        # A copy in a single file; a log beside it would stay behind.
        new.execute("PRAGMA journal_mode=DELETE")
        if kind_of(new) != kind:
            raise Refused(f"{source} does not hold {WHAT[kind]}, so it was not backed up; please look at {kind_url(kind)}.")


def file_in(url: str) -> Path:
    """The file of a database. Raises `Refused` for a server."""
    path = file_of(make_url(url))
    if path is None:
        raise Refused("This command copies SQLite files; for PostgreSQL use pg_dump, data and keys apart.")
    return path


def read_only(path: Path) -> str:
    """The address under which SQLite only reads `path`, whatever characters are in it."""
    return f"file:{quote(str(path))}?mode=ro"


def kind_of(database: sqlite3.Connection) -> str | None:
    """Which of our databases it is; None if its tables were never made. Raises `sqlite3.DatabaseError` for what is no database."""
    made = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    step = database.execute("SELECT version_num FROM alembic_version").fetchone() if made else None
    return str(step[0]).partition("_")[0] if step else None


def kind_url(kind: Kind) -> str:
    """The setting that says where it is."""
    return "database_url" if kind == "data" else "keys_url"
