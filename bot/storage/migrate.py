"""Brings a database to the tables that this version knows; refuses one that is newer than the code."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.storage.engine import Database
from bot.storage.files import Refused

Kind = Literal["data", "keys"]
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


async def pending(url: str, kind: Kind) -> bool:
    """Whether there is a database at `url` whose tables are older than the code's. Raises `Refused` as `migrate` does."""
    database = Database(url)
    try:
        return await database.read(lambda connection: _pending(connection, kind))
    finally:
        await database.close()


def _pending(connection: Connection, kind: Kind) -> bool:
    with as_file(files("bot.storage") / "migrations") as folder:
        present, steps = _present(connection, _config(folder, kind))
    return bool(present) and present != set(steps.get_heads())


def _present(connection: Connection, config: Config) -> tuple[set[str], ScriptDirectory]:
    """The steps that a database has taken. Raises `Refused` for one that the code does not know."""
    steps = ScriptDirectory.from_config(config)
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present - {step.revision for step in steps.walk_revisions()}:
        raise Refused(NEWER)
    return present, steps


def _upgrade(connection: Connection, kind: Kind) -> None:
    with as_file(files("bot.storage") / "migrations") as folder:
        config = _config(folder, kind)
        config.attributes["connection"] = connection
        present, steps = _present(connection, config)
        if present != set(steps.get_heads()):
            command.upgrade(config, "head")


def _config(folder: Path, kind: Kind) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("version_locations", str(folder / kind))
    config.set_main_option("path_separator", "newline")
    return config
