"""What an operator does with keys: make the master key, check that it fits, change it; give up keys that are lost."""

from __future__ import annotations

from pathlib import Path

from bot.storage import belonging, meta
from bot.storage.engine import Database
from bot.storage.keys import Safe, Tried
from bot.storage.master import Master, write_master_key
from bot.storage.migrate import refuse_older, upgrade


async def init(database_url: str, keys_url: str, file: Path) -> None:
    """Writes a new master key to `file` and seals the canary with it. Raises `Refused` over anything that is already there."""
    database = Database(database_url)
    try:
        await upgrade(database, "data")
        await _begin(keys_url, file, await database.read(meta.sealed_anything))
    finally:
        await database.close()


async def _begin(keys_url: str, file: Path, sealed_before: bool) -> None:
    made: list[Master] = []
    safe = Safe(Database(keys_url), lambda: made[0])
    try:
        await safe.upgrade()
        await safe.refuse_used(sealed_before)
        made.append(Master(write_master_key(file)))
        await safe.prepare(sealed_before)
    finally:
        await safe.close()


async def check(keys_url: str, master: Master) -> Tried:
    """Tries every key with `master`. Raises `Refused` if the master key does not fit."""
    safe = Safe(Database(keys_url), lambda: master)
    try:
        await safe.upgrade()
        return await safe.check()
    finally:
        await safe.close()


async def rotate(keys_url: str, new: bytes, old: bytes) -> Tried:
    """Wraps every key that opens with `new`. Raises `Refused` if neither `old` nor `new` fits."""
    safe = Safe(Database(keys_url), lambda: Master(new, old))
    try:
        await safe.upgrade()
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
