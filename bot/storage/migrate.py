"""Brings a database to the tables that this version knows; refuses one that is newer than the code.

A new database gets the newest tables at once. The library that leads older ones there, step by step, is loaded only then: it weighs
a tenth of the whole bot, which would keep it in memory for as long as it runs.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select

from bot.storage.engine import Database
from bot.storage.files import Refused
from bot.storage.tables import keys_metadata, metadata

if TYPE_CHECKING:
    from alembic.config import Config

Kind = Literal["data", "keys"]
OLDER = "The tables of this database are older than this Groundwork; start the bot once, or run `python -m bot migrate`."
EMPTY = "There is nothing in this database yet; start the bot once, or put a backup back."
VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Where Alembic keeps the step that a database has come to."""
NEWER = "This database was written by a newer Groundwork; please install that version or a later one."


async def migrate(url: str, kind: Kind = "data") -> None:
    """Brings the database at `url` to the newest tables. Raises `Refused` if it is in use or newer than the code."""
    database = Database(url)
    try:
        await upgrade(database, kind)
    finally:
        await database.close()


async def upgrade(database: Database, kind: Kind) -> None:
    """The same on an opened database."""
    await database.write(lambda connection: _upgrade(connection, kind))


async def make_new(database: Database, kind: Kind) -> None:
    """Makes the tables of a database that has none. Raises `Refused` over older ones: they are changed after a backup only."""
    await database.write(lambda connection: _make_new(connection, kind))


async def pending(url: str, kind: Kind) -> bool:
    """Whether there is a database at `url` whose tables are older than the code's. Raises `Refused` as `migrate` does."""
    database = Database(url)
    try:
        return await database.read(lambda connection: _pending(connection, kind))
    finally:
        await database.close()


async def refuse_older(database: Database, kind: Kind) -> None:
    """Raises `Refused` unless the tables are there, and the newest; changes nothing."""
    if not await database.read(lambda connection: _present(connection, kind)):
        raise Refused(EMPTY)
    if not await database.read(lambda connection: _newest(connection, kind)):
        raise Refused(OLDER)


def _newest(connection: Connection, kind: Kind) -> bool:
    return _present(connection, kind) == {_steps(kind)[-1]}


def _pending(connection: Connection, kind: Kind) -> bool:
    return bool(_present(connection, kind)) and not _newest(connection, kind)


def _steps(kind: Kind) -> list[str]:
    """The names of all steps, oldest first: `s0001_first.py` of `data` is the step `data_0001`."""
    folder = files("bot.storage") / "migrations" / kind
    return sorted(f"{kind}_{file.name[1:5]}" for file in folder.iterdir() if file.name.startswith("s"))


def _present(connection: Connection, kind: Kind) -> set[str]:
    """The step that a database has come to; none if it is new. Raises `Refused` for one that the code does not know."""
    if not inspect(connection).has_table(VERSION.name):
        return set()
    present = set(connection.execute(select(VERSION.c.version_num)).scalars())
    if present - set(_steps(kind)):
        raise Refused(NEWER)
    return present


def _make_new(connection: Connection, kind: Kind) -> None:
    if _pending(connection, kind):
        raise Refused(OLDER)
    _upgrade(connection, kind)


def _upgrade(connection: Connection, kind: Kind) -> None:
    if not _present(connection, kind):
        (metadata if kind == "data" else keys_metadata).create_all(connection, checkfirst=False)
        VERSION.create(connection, checkfirst=True)
        connection.execute(insert(VERSION), [{"version_num": _steps(kind)[-1]}])
    elif not _newest(connection, kind):
        step_by_step(connection, kind)


def step_by_step(connection: Connection, kind: Kind) -> None:
    """Takes every step that is missing, from the first one on where there is nothing yet."""
    from alembic import command

    with as_file(files("bot.storage") / "migrations") as folder:
        config = _config(folder, kind)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config(folder: Path, kind: Kind) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("version_locations", str(folder / kind))
    config.set_main_option("path_separator", "newline")
    return config
