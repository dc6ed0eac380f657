"""What an operator does with keys: make the master key, check that it fits, change it."""

from __future__ import annotations

from pathlib import Path

from bot.storage import meta
from bot.storage.engine import Database
from bot.storage.keys import Safe, Tried
from bot.storage.master import Master, write_master_key
from bot.storage.migrate import upgrade


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


async def refuse_changed(keys_url: str, master: Master) -> None:
    """Raises `Refused` unless `master` is what all keys are wrapped with: they and its canary change in one commit."""
    safe = Safe(Database(keys_url), lambda: master)
    try:
        await safe.fits()
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
