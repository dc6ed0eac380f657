"""Keys and data belong together: keys of other data are refused, and keys that are older than the data cost nobody their talks."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import storage_cast as cast
from sqlalchemy import text
from storage_cast import ANN, CLEO, NOW, Opening, Place

from bot.storage.custody import check
from bot.storage.files import Refused
from bot.storage.master import Master
from bot.storage.opening import open_store, open_to_look
from bot.storage.store import SqlStore

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
ANNS, CLEOS = cast.household("h-ann", {"ann": ANN}), cast.household("h-cleo", {"cleo": CLEO})


@contextmanager
def keys(tmp_path: Path) -> Iterator[Path]:
    """The file of the keys, while nobody uses it."""
    file = tmp_path / "keys" / "keys.db"
    yield file
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)


async def of_others(tmp_path: Path) -> Path:
    """The keys database of another bot under the same master key, in which Cleo is known."""
    urls = [f"sqlite+aiosqlite:///{tmp_path}/others/{kind}.db" for kind in ("data", "keys")]
    others = await open_store(urls[0], urls[1], lambda: cast.MASTER, cast.BOT, lambda: NOW)
    await others.commit(cast.fresh(CLEOS), NOW)
    await others.close()
    return tmp_path / "others" / "keys.db"


def people(tmp_path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "data" / "data.db")) as data:
        return data.execute("SELECT id, household, user_id FROM people ORDER BY id").fetchall()


async def forget_mark(store: SqlStore) -> None:
    """As a released version leaves its data, which knew of no mark."""
    await store._database.write(lambda connection: connection.execute(text("DELETE FROM meta WHERE name = 'keys'")))


@pytest.mark.parametrize("marked", [True, False])
async def test_keys_of_other_data_are_refused_and_the_own_ones_fit_again(
    opening: Opening, place: Place, tmp_path: Path, marked: bool
) -> None:
    store = await opening()
    await store.commit(cast.fresh(ANNS), NOW)
    if not marked:
        await forget_mark(store)
    await store.close()
    with keys(tmp_path) as file:
        shutil.copy(file, tmp_path / "own.db")
        shutil.copy(await of_others(tmp_path), file)
    with pytest.raises(Refused, match="belong to other data; set keys_url"):
        await opening()
    if marked:
        with pytest.raises(Refused, match="belong to other data; set keys_url"):
            await open_to_look(*place, lambda: cast.MASTER, cast.BOT, lambda: NOW)
    with keys(tmp_path) as file:
        shutil.copy(tmp_path / "own.db", file)
    assert await (await opening()).load(["h-ann"]) == {"h-ann": ANNS}


async def test_with_keys_older_than_the_data_a_household_waits_for_its_own(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(ANNS), NOW)
    await store.close()
    with keys(tmp_path) as file:
        shutil.copy(file, tmp_path / "older.db")
    store = await opening()
    await store.commit(cast.fresh(CLEOS), NOW)
    await store.close()
    with keys(tmp_path) as file:
        shutil.copy(file, tmp_path / "newest.db")
        shutil.copy(tmp_path / "older.db", file)
    store = await opening()
    await store.receive([cast.update(1, ANN), cast.update(2, CLEO)], NOW)
    batch = await store.claim(NOW, 10)
    assert [(item.household, item.closed) for item in batch.items] == [("h-ann", False), ("h-cleo", True)]
    await store.commit(cast.done(*batch.items), NOW)
    await store.close()
    assert people(tmp_path) == [("ann", "h-ann", ANN), ("cleo", "h-cleo", CLEO)]
    with keys(tmp_path) as file:
        shutil.copy(tmp_path / "newest.db", file)
    assert await (await opening()).load(["h-cleo"]) == {"h-cleo": CLEOS}


async def test_who_was_forgotten_on_purpose_is_a_stranger_in_older_data(opening: Opening, place: Place, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(ANNS, CLEOS), NOW)
    await store._safe.forget(["ann", "h-ann"])
    await store.receive([cast.update(1, ANN)], NOW)
    batch = await store.claim(NOW, 10)
    assert [(item.key, item.household) for item in batch.items] == [("u1", None)]
    assert not any(owner.encode() in (tmp_path / "keys" / "keys.db").read_bytes() for owner in ("h-ann",))
    await store.close()
    assert (await check(place[1], Master(cast.MASTER))).closed == 0


async def test_who_was_forgotten_before_that_was_written_down_is_a_stranger_all_the_same(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(ANNS, CLEOS), NOW)
    await forget_mark(store)
    await store.close()
    with keys(tmp_path) as file, closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("DELETE FROM keys WHERE owner IN ('ann', 'h-ann')")
    store = await opening()
    await store.receive([cast.update(1, ANN), cast.update(2, CLEO)], NOW)
    assert [(item.key, item.household) for item in (await store.claim(NOW, 10)).items] == [("u1", None), ("u2", "h-cleo")]


async def test_without_the_lobbys_key_the_bot_does_not_start(opening: Opening, tmp_path: Path) -> None:
    await (await opening()).close()
    with keys(tmp_path) as file, closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("DELETE FROM keys")
    with pytest.raises(Refused, match="belong to other data; set keys_url"):
        await opening()
