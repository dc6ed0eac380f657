"""Looking into the databases of a bot that runs: neither waits for the other, and nothing is changed."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import storage_cast as cast
from sqlalchemy.exc import DBAPIError
from storage_cast import NOW, Opening, Place

from bot.storage.files import Refused
from bot.storage.opening import open_to_look
from bot.storage.store import SqlStore

ON_FILES = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
pytestmark = ON_FILES


def look(place: Place, master: bytes = cast.MASTER) -> asyncio.Future[SqlStore]:
    return asyncio.ensure_future(open_to_look(place[0], place[1], lambda: master, cast.BOT, lambda: NOW))


@pytest.fixture
async def running(opening: Opening) -> SqlStore:
    """The store of a bot that runs, with a couple in it."""
    store = await opening()
    await store.recover(NOW)
    await store.commit(cast.fresh(cast.couple()), NOW)
    return store


@pytest.fixture
async def looking(running: SqlStore, place: Place) -> AsyncIterator[SqlStore]:
    store = await look(place)
    yield store
    await store.release()


async def test_it_sees_what_was_committed_last(running: SqlStore, looking: SqlStore) -> None:
    assert await looking.household_ids() == ["h-ann"]
    assert await looking.load(["h-ann"]) == {"h-ann": cast.couple()}
    await running.commit(cast.fresh(cast.household("h-cleo", {"cleo": 501, "dan": 502})), NOW)
    assert len(await looking.household_ids()) == 2


async def test_it_reads_while_the_bot_writes_and_waits_for_nothing(running: SqlStore, looking: SqlStore) -> None:
    begun, looked = threading.Event(), threading.Event()
    write = asyncio.ensure_future(running._database.write(lambda connection: (begun.set(), looked.wait())))
    await asyncio.to_thread(begun.wait)
    assert await looking.load(["h-ann"]) == {"h-ann": cast.couple()}
    assert not write.done(), "the bot's transaction is still open"
    looked.set()
    await write


async def test_the_bot_commits_while_it_reads(running: SqlStore, looking: SqlStore) -> None:
    begun, written = threading.Event(), threading.Event()
    read = asyncio.ensure_future(looking._database.read(lambda c: (c.exec_driver_sql(ONE).all(), begun.set(), written.wait())))
    await asyncio.to_thread(begun.wait)
    await running.receive([cast.update(1)], NOW)
    assert (await running.counts(NOW)).inbox == 1
    assert not read.done(), "the snapshot is still open"
    written.set()
    await read


ONE = "SELECT id FROM households LIMIT 1"


async def test_it_can_write_nothing(looking: SqlStore) -> None:
    with pytest.raises(DBAPIError, match="readonly"):
        await looking.receive([cast.update(1)], NOW)


async def test_another_bot_may_begin_while_it_looks(opening: Opening, running: SqlStore, looking: SqlStore) -> None:
    await running.close()
    assert await looking.load(["h-ann"]) == {"h-ann": cast.couple()}
    again = await opening()
    assert await again.recover(NOW) is False, "looking is no unclean stop"


async def test_of_a_bot_that_stopped_nothing_is_changed(running: SqlStore, place: Place) -> None:
    await running.close()
    before = {url: _file(url).read_bytes() for url in place}
    store = await look(place)
    assert await store.household_ids() == ["h-ann"]
    await store.release()
    assert {url: _file(url).read_bytes() for url in place} == before


async def test_another_master_key_is_refused(running: SqlStore, place: Place) -> None:
    with pytest.raises(Refused, match="does not open these keys"):
        await look(place, bytes(32))


@pytest.mark.parametrize("kind", [0, 1], ids=["data", "keys"])
async def test_where_there_is_nothing_nothing_is_made(running: SqlStore, place: Place, kind: int) -> None:
    await running.close()
    for file in _file(place[kind]).parent.iterdir():
        file.unlink()
    with pytest.raises(Refused, match="run the bot first"):
        await look(place)
    assert list(_file(place[kind]).parent.iterdir()) == []


@pytest.mark.parametrize(("version", "says"), [("data_9999", "newer Groundwork"), (None, "start the bot once")])
async def test_tables_that_do_not_fit_are_told(running: SqlStore, place: Place, version: str | None, says: str) -> None:
    await running.close()
    with sqlite3.connect(_file(place[0])) as database:
        database.execute("DELETE FROM alembic_version")
        if version is not None:
            database.execute("INSERT INTO alembic_version VALUES (?)", [version])
    with pytest.raises(Refused, match=says):
        await look(place)


def _file(url: str) -> Path:
    return Path(url.split(":///", 1)[1])
