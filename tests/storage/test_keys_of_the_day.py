"""What people wrote lies under the key of its day until its turn: once that key is gone, so are their words in every copy of the data."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
import storage_cast as cast
from sqlalchemy import text
from storage_cast import ANN, MASTER, NOW, Opening, Place

from bot.app.ports import Commit
from bot.couple.keeping import Limits
from bot.storage.backup import back_up
from bot.storage.custody import rotate
from bot.storage.master import Master
from bot.storage.opening import open_store
from bot.storage.restoring import Part, restore
from bot.storage.sealing import LOBBY
from bot.storage.store import SqlStore
from bot.talk.heard import Posted

DAY = timedelta(days=1)
WEEK = 7 * DAY
FIRST, SECOND = "lobby:2026-03-01", "lobby:2026-03-02"
ON_FILES = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


async def days(store: SqlStore) -> list[str]:
    found = text("SELECT owner FROM keys WHERE owner LIKE 'lobby:%' ORDER BY owner")
    return await store._safe._database.read(lambda connection: list(connection.execute(found).scalars()))


async def raws(store: SqlStore) -> list[bytes]:
    return [item.raw for item in (await store.claim(NOW + 30 * DAY, 10)).items]


@ON_FILES
async def test_a_month_after_forgetting_no_copy_of_the_data_gives_the_words_back(
    opening: Opening, place: Place, tmp_path: Path
) -> None:
    store = await opening()
    home = cast.household("h-ann", {"ann": ANN})
    await store.commit(cast.fresh(home), NOW)
    await store.receive([cast.update(1, raw=b"canary-words")], NOW)
    data, _ = back_up(*place, tmp_path / "copies", Master(MASTER), NOW)
    gone = cast.everything(home)
    home.people, home.sessions, home.entries, home.schedules = {}, {}, {}, {}
    await store.commit(Commit(done=(await store.claim(NOW, 10)).items, changed=[gone]), NOW)
    await store.purge(NOW + 29 * DAY, Limits(), WEEK)
    await store.close()
    old = f"sqlite+aiosqlite:///{tmp_path}/old/data.db"
    restore(Part("data", data, old, Master(MASTER)))
    restored = await open_store(old, place[1], lambda: MASTER, cast.BOT, lambda: NOW)
    assert await raws(restored) == [b""]
    await restored.close()


async def test_what_arrives_on_a_day_is_sealed_with_its_key_and_read_whenever_its_turn_is(store: SqlStore) -> None:
    await store.receive([cast.update(1, raw=b"sunday")], NOW)
    await store.receive([cast.update(2, raw=b"monday")], NOW + DAY)
    assert await days(store) == [FIRST, SECOND]
    assert await raws(store) == [b"sunday", b"monday"]


async def test_a_key_goes_when_nothing_waits_under_it_and_what_was_put_aside_is_over(store: SqlStore) -> None:
    await store.receive([cast.update(1)], NOW)
    await store.receive([cast.update(2)], NOW + DAY)
    (first, _) = (await store.claim(NOW + DAY, 10)).items
    await store.commit(cast.done(first), NOW + DAY)
    await store.purge(NOW + WEEK, Limits(), WEEK)
    assert await days(store) == [FIRST, SECOND]
    await store.purge(NOW + WEEK + DAY, Limits(), WEEK)
    assert await days(store) == [SECOND]
    await store.purge(NOW + 300 * DAY, Limits(), WEEK)
    assert await days(store) == [SECOND]
    assert await raws(store) == [cast.update(2).raw]


async def test_a_signal_is_sealed_with_the_key_of_its_day_where_there_is_one(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.couple()), NOW)
    await store.receive([cast.update(1, cast.EVE)], NOW)
    await store.post("h-ann", Posted("hello"), "1", NOW)
    await store.post("h-ann", Posted("later"), "2", NOW + DAY)
    assert [b"hello" in raw or b"later" in raw for raw in (await raws(store))[1:]] == [True, True]
    await store._safe.drop([FIRST])
    assert [b"later" in raw for raw in await raws(store)] == [False, False, True]


async def test_what_a_released_version_sealed_for_the_lobby_is_read(store: SqlStore) -> None:
    await store.receive([cast.update(1)], NOW)
    ring = await store._safe.ring(())
    sealed = {"raw": ring.seal(LOBBY, "inbox", "raw", "u1", b"from before")}
    await store._database.write(lambda connection: connection.execute(text("UPDATE inbox SET raw = :raw"), sealed))
    assert await raws(store) == [b"from before"]


@ON_FILES
async def test_under_a_damaged_key_of_a_day_what_arrived_waits_and_what_comes_is_read(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    await store.receive([cast.update(1, raw=b"before")], NOW)
    whole = cast.damage(tmp_path, FIRST)
    await store.receive([cast.update(2, raw=b"after")], NOW)
    async with asyncio.timeout(5):
        (item,) = (await store.claim(NOW, 10)).items
    assert item.raw == b"after"
    await store.commit(cast.done(item), NOW)
    cast.put_back(tmp_path, FIRST, whole)
    await store.reopen()
    assert await raws(store) == [b"before"]


async def test_a_new_master_key_wraps_the_keys_of_days_as_well(opening: Opening, place: Place) -> None:
    store = await opening()
    await store.receive([cast.update(1, raw=b"canary-words")], NOW)
    await store.close()
    await rotate(place[1], bytes(32), MASTER)
    assert await raws(await opening(bytes(32))) == [b"canary-words"]
