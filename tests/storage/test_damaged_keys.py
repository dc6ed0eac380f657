"""A damaged key costs nothing: what waits for its household waits until the key is put back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import storage_cast as cast
from sqlalchemy import text
from storage_cast import ANN, BEN, NOW, Opening

from bot.app.ports import Commit
from bot.couple.keeping import Limits
from bot.storage.store import SqlStore
from bot.talk.heard import Posted

DAY = timedelta(days=1)
pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


async def texts(store: SqlStore, after: timedelta = timedelta(0)) -> list[str]:
    return [row.message.text for row in await store.sendable(NOW + after, 10)]


async def test_a_message_waits_a_day_at_a_time_until_the_key_is_put_back(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    await store.commit(Commit(outgoing=[cast.out("1", text="to ann"), cast.out("2", person="ben", chat=BEN, text="to ben")]), NOW)
    whole = cast.damage(tmp_path, "ann")
    assert await texts(store) == ["to ben"]
    assert await store.next_due() == NOW + DAY
    assert await texts(store, DAY) == ["to ben"]
    cast.put_back(tmp_path, "ann", whole)
    assert await texts(store, DAY) == ["to ben"]
    assert sorted(await texts(store, 2 * DAY)) == ["to ann", "to ben"]


async def test_what_waits_for_a_key_holds_up_nothing_else_in_its_chat(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    question, edit = cast.out("1", name="q", text="question"), cast.out("2", edits="q", text="edit")
    await store.commit(Commit(outgoing=[question, edit]), NOW)
    whole = cast.damage(tmp_path, "ann")
    await store.commit(Commit(outgoing=[cast.out("3", text="help")]), NOW)
    assert await texts(store) == ["help"]
    cast.put_back(tmp_path, "ann", whole)
    (row,) = await store.sendable(NOW + DAY, 10)
    await store.sending([row.id])
    assert row.message.text == "question"


@pytest.mark.parametrize("owner", ["ann", "h-ann"])
async def test_a_signal_waits_out_of_the_way_until_the_key_is_put_back(opening: Opening, tmp_path: Path, owner: str) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple(), cast.household("h-cleo", {"cleo": cast.CLEO})), NOW)
    whole = cast.damage(tmp_path, owner)
    await store.post("h-ann", Posted("moved"), "1", NOW)
    await store.receive([cast.update(1, cast.CLEO)], NOW)
    batch = await store.claim(NOW, 1)
    assert [item.key for item in batch.items] == ["u1"]
    await store.commit(cast.done(*batch.items), NOW)
    assert ((await store.claim(NOW, 10)).items, (await store.counts(NOW)).inbox) == ([], 0)
    await store.purge(NOW + 30 * DAY, Limits(), 7 * DAY)
    cast.put_back(tmp_path, owner, whole)
    await store.post("h-ann", Posted("unreachable"), "2", NOW)
    assert [item.key for item in (await store.claim(NOW, 10)).items] == ["p1", "p2"]
    assert (await store.figures())["dead"] == 0


async def test_a_signal_that_waits_is_looked_at_from_time_to_time_and_at_each_start(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    whole = cast.damage(tmp_path, "ann")
    await store.post("h-ann", Posted("moved"), "1", NOW)
    assert (await store.claim(NOW, 10)).items == []
    assert (await store.reopen(), await store.claim(NOW, 10), await store.reopen()) == (1, await store.claim(NOW, 10), 1)
    assert (await store.claim(NOW, 10)).items == []
    await store.close()
    cast.put_back(tmp_path, "ann", whole)
    again = await opening()
    await again.recover(NOW)
    assert [item.key for item in (await again.claim(NOW, 10)).items] == ["p1"]


async def test_looking_again_and_again_with_care_does_not_put_a_signal_aside(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    whole = cast.damage(tmp_path, "ann")
    await store.post("h-ann", Posted("moved"), "1", NOW)
    for _ in range(5):
        assert (await store.claim(NOW, 10, careful=True)).items == []
        await store.reopen()
    cast.put_back(tmp_path, "ann", whole)
    assert [item.key for item in (await store.claim(NOW, 10, careful=True)).items] == ["p1"]


async def test_no_signal_waits_longer_than_a_year(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    cast.damage(tmp_path, "ann")
    await store.post("h-ann", Posted("moved"), "1", NOW)
    assert (await store.claim(NOW, 10)).items == []
    await store.purge(NOW + 365 * DAY, Limits(), 7 * DAY)
    assert await store.reopen() == 1
    assert (await store.claim(NOW, 10)).items == []
    await store.purge(NOW + 366 * DAY, Limits(), 7 * DAY)
    assert await store.reopen() == 0


async def test_what_does_not_open_for_another_reason_is_put_aside(opening: Opening) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    await store._database.write(lambda connection: connection.execute(text("UPDATE households SET body = NULL")))
    await store.post("h-ann", Posted("moved"), "1", NOW)
    await store.receive([cast.update(1, ANN)], NOW)
    assert [(item.key, item.closed) for item in (await store.claim(NOW, 10)).items] == [("u1", True)]
    assert (await store.figures())["dead"] == 1
