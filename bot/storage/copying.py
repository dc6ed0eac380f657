"""A consistent copy of a SQLite file beside whoever writes to it, and whether a file is a database of ours, and which.

An address that leads SQLite to another file than was meant opens an empty database without a word, and a copy of it is whole and
holds nothing: so it is asked for its tables.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy.engine import make_url

from bot.storage.files import Refused, file_of

Kind = Literal["data", "keys"]
WHAT = {"data": "the tables of Groundwork's data", "keys": "Groundwork's keys"}


def copy_file(source: Path, copy: Path, kind: Kind) -> None:
    """Copies the database `source` into the new file `copy`. Raises `Refused` if it is none of this kind."""
    os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(read_only(source), uri=True)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
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
