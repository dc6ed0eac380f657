"""Connections to a file are kept between pieces of work; one on which something failed is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.storage.engine import Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path}/data.db")
    await made.write(lambda connection: connection.exec_driver_sql("CREATE TABLE words (word TEXT)"))
    yield made
    await made.close()


def driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def says(word: str) -> Any:
    return lambda connection: connection.exec_driver_sql("INSERT INTO words VALUES (?)", (word,))


def words(connection: Connection) -> list[str]:
    return list(connection.exec_driver_sql("SELECT word FROM words ORDER BY word").scalars())


async def test_the_writer_is_the_same_connection_each_time(database: Database) -> None:
    assert await database.write(driver) is await database.write(driver)


async def test_what_failed_halfway_leaves_nothing_and_holds_up_nobody(database: Database) -> None:
    def fails(connection: Connection) -> None:
        says("lost")(connection)
        raise OSError(28, "No space left on device")

    def stumbles(_: Connection) -> None:
        raise OSError(28, "No space left on device")

    for _ in range(3):
        with pytest.raises(OSError, match="No space"):
            await database.write(fails)
        with pytest.raises(OSError, match="No space"):
            await database.read(stumbles)
    await database.write(says("kept"))
    assert await database.read(words) == ["kept"]


async def test_a_scrub_between_two_writes_finds_its_connection(database: Database) -> None:
    await database.write(says("one"))
    await database.scrub()
    await database.scrub()
    await database.write(says("two"))
    assert await database.read(words) == ["one", "two"]


async def test_each_reader_has_a_snapshot_of_its_own_and_sees_what_came_since_the_last(database: Database) -> None:
    for number in range(20):
        await database.write(says(f"{number:02}"))
        seen = await asyncio.gather(*(database.read(words) for _ in range(4)))
        assert [len(some) for some in seen] == [number + 1] * 4
