"""How a store comes to be: both databases opened, brought to the newest tables, and their keys tried before anything is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.storage import belonging, meta
from bot.storage.engine import Database
from bot.storage.keys import Safe
from bot.storage.master import Master
from bot.storage.migrate import refuse_older, upgrade
from bot.storage.store import SqlStore, shut


async def open_store(
    database_url: str, keys_url: str, master_key: Callable[[], Master | bytes], bot_id: int, now: Callable[[], datetime]
) -> SqlStore:
    """Opens both databases (bringing them to the newest tables) as the store of one bot.

    `master_key` is asked whenever keys are opened; it returns 32 bytes, or a `Master` with the one before it. Raises `Refused`: in
    use by another process, newer than the code, a master key that does not fit, or keys of other data.
    """
    database, safe = await _both(database_url, keys_url, master_key)
    try:
        await upgrade(database, "data")
        await safe.upgrade()
        await safe.prepare(await database.read(meta.sealed_anything))
        await belonging.tie(database, safe)
        store = SqlStore(database, safe, bot_id, now)
        await store.try_to_forget()
    except BaseException:
        await shut(database, safe)
        raise
    return store


async def open_to_look(
    database_url: str, keys_url: str, master_key: Callable[[], Master | bytes], bot_id: int, now: Callable[[], datetime]
) -> SqlStore:
    """The same for reading alone, beside a bot that may be running: no lock is taken and nothing is written. End with `release`.

    Raises `Refused`: not there yet, older or newer than the code, a master key that does not fit, or keys of other data.
    """
    database, safe = await _both(database_url, keys_url, master_key, looks=True)
    try:
        await refuse_older(database, "data")
        await safe.fits()
        await belonging.fits(database, safe)
    except BaseException:
        await shut(database, safe)
        raise
    return SqlStore(database, safe, bot_id, now)


async def _both(
    database_url: str, keys_url: str, master_key: Callable[[], Master | bytes], looks: bool = False
) -> tuple[Database, Safe]:
    def master() -> Master:
        given = master_key()
        return given if isinstance(given, Master) else Master(given)

    database = Database(database_url, looks)
    try:
        return database, Safe(Database(keys_url, looks), master)
    except BaseException:
        await database.close()
        raise
