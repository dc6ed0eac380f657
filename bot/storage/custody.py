"""What an operator does with keys: make the master key, check that it fits, change it; give up keys that are lost.

Tables that are older than the code are left to `migrate` and to the bot's own start, which make a backup first.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import URL

from bot.storage import belonging, meta
from bot.storage.engine import Database
from bot.storage.keys import Safe, Tried
from bot.storage.master import Master, write_master_key
from bot.storage.migrate import make_new, migrate, refuse_older
from bot.storage.tables import households


async def init(database_url: str, keys_url: str, file: Path) -> None:
    """Writes a new master key to `file` and seals the canary with it. Raises `Refused` over anything that is already there."""
    database, made = Database(database_url), list[Master]()
    try:
        safe = Safe(Database(keys_url), lambda: made[0])
        try:
            await _make_tables(database, safe)
            made.append(Master(write_master_key(file)))
            await safe.prepare(sealed_before=False)
        finally:
            await safe.close()
    finally:
        await database.close()


async def _make_tables(database: Database, safe: Safe) -> None:
    """Whether anything is there is asked before a table is touched."""
    await safe.refuse_used(await database.read(_sealed_anything))
    await make_new(database, "data")
    await safe.make_new()


def _sealed_anything(connection: Connection) -> bool:
    return inspect(connection).has_table(households.name) and meta.sealed_anything(connection)


async def check(keys_url: str, master: Master) -> Tried:
    """Tries every key with `master`. Raises `Refused` if the master key does not fit."""
    safe = Safe(Database(keys_url), lambda: master)
    try:
        await safe.refuse_older()
        return await safe.check()
    finally:
        await safe.close()


async def refuse_changed(keys_url: str, master: Master) -> None:
    """Raises `Refused` unless `master` is what all keys are wrapped with: they and its canary change in one commit.

    It only looks, beside a running bot too.
    """
    safe = Safe(Database(keys_url, looks=True), lambda: master)
    try:
        await safe.fits()
    finally:
        await safe.close()


async def rewrap(file: Path, new: bytes, old: bytes) -> None:
    """Keys that a backup held, in a `file` of their own: brought to the newest tables, and wrapped with `new`. Raises `Refused`."""
    url = URL.create("sqlite+aiosqlite", database=str(file)).render_as_string()
    await migrate(url, "keys")
    await rotate(url, new, old)


async def rotate(keys_url: str, new: bytes, old: bytes) -> Tried:
    """Wraps every key that opens with `new`. Raises `Refused` if neither `old` nor `new` fits."""
    safe = Safe(Database(keys_url), lambda: Master(new, old))
    try:
        await safe.refuse_older()
        return await safe.rotate()
    finally:
        await safe.close()


async def give_up(database_url: str, keys_url: str, master: Master) -> int:
    """Whose key is missing is a stranger from now on. Raises `Refused`: in use, older tables, or keys of other data."""
    database = Database(database_url)
    try:
        safe = Safe(Database(keys_url), lambda: master)
        try:
            await refuse_older(database, "data")
            await safe.fits()
            return await belonging.give_up(database, safe)
        finally:
            await safe.close()
    finally:
        await database.close()
