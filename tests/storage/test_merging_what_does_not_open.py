"""Pairing loses nothing that cannot be read just then: it is there for the two as soon as it reads again."""

from __future__ import annotations

import copy

import msgspec
import pytest
import storage_cast as cast
from sqlalchemy import text
from storage_cast import ANN, BEN, NOW

from bot.app.ports import Changed, Commit
from bot.couple.household import Household
from bot.storage import loading
from bot.storage.store import SqlStore

KINDS = ("session", "entry", "schedule")


def unreadable(monkeypatch: pytest.MonkeyPatch, *kinds: str) -> None:
    def fails(*_: object) -> None:
        raise msgspec.ValidationError

    for kind in kinds:
        monkeypatch.setattr(loading, f"_{kind}", fails)


async def two(store: SqlStore) -> tuple[Household, Household]:
    ann, ben = cast.household("h-ann", {"ann": ANN}), cast.household("h-ben", {"ben": BEN}, due=NOW)
    ben.entries["e2-h-ben"].text = msgspec.structs.replace(ben.entries["e2-h-ben"].text, owner=None, readers=None)
    await store.commit(cast.fresh(ann, ben), NOW)
    return ann, ben


def paired(ann: Household, ben: Household) -> Changed:
    home = copy.deepcopy(ann)
    for mine, theirs in (
        (home.people, ben.people),
        (home.sessions, ben.sessions),
        (home.entries, ben.entries),
        (home.schedules, ben.schedules),
    ):
        mine.update(theirs)  # type: ignore[attr-defined]
    return cast.everything(home, merged="h-ben")


async def test_what_one_of_them_brings_along_unread_is_there_when_it_reads_again(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ben = await two(store)
    with monkeypatch.context() as broken:
        unreadable(broken, *KINDS)
        homes = await store.load(["h-ann", "h-ben"])
        await store.commit(Commit(changed=[paired(homes["h-ann"], homes["h-ben"])]), NOW)
    home = (await store.load(["h-ann"]))["h-ann"]
    assert home.sessions["s-h-ben"] == ben.sessions["s-h-ben"]
    assert home.entries.items() >= ben.entries.items()
    assert home.schedules["d-h-ben"] == ben.schedules["d-h-ben"]
    assert {(item.source, item.household) for item in (await store.claim(NOW, 10)).items} == {
        ("timer", "h-ann"),
        ("schedule", "h-ann"),
    }
    assert "h-ben" not in await store._safe.ring(["h-ben"])


async def test_what_was_read_and_is_over_does_not_come_back(store: SqlStore) -> None:
    await two(store)
    homes = await store.load(["h-ann", "h-ben"])
    homes["h-ben"].sessions.clear()
    homes["h-ben"].schedules.clear()
    homes["h-ben"].entries.pop("e2-h-ben")
    await store.commit(Commit(changed=[paired(homes["h-ann"], homes["h-ben"])]), NOW)
    home = (await store.load(["h-ann"]))["h-ann"]
    assert (list(home.sessions), list(home.schedules)) == (["s-h-ann"], ["d-h-ann"])
    assert "e2-h-ben" not in home.entries


async def test_what_does_not_open_at_all_is_told_and_holds_up_no_pair(store: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    await two(store)
    noise = text("UPDATE sessions SET body = :noise WHERE id = 's-h-ben'")
    await store._database.write(lambda connection: connection.execute(noise, {"noise": b"\x01\x00\x01" + bytes(60)}))
    homes = await store.load(["h-ann", "h-ben"])
    await store.commit(Commit(changed=[paired(homes["h-ann"], homes["h-ben"])]), NOW)
    assert list((await store.load(["h-ann"]))["h-ann"].sessions) == ["s-h-ann"]
    (said,) = [record for record in caplog.records if record.message == "merge.lost"]
    assert said.__dict__["fields"]["table"] == "sessions"
