"""/forget reaches what cannot be read just then: when it reads again, nothing of whoever is gone is in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import msgspec
import pytest
import storage_cast as cast
from sqlalchemy import Connection, text
from storage_cast import NOW

from bot.app.ports import Changed, Commit
from bot.couple.household import Front, Household
from bot.storage import loading
from bot.storage.store import SqlStore

TABLES = ("sessions", "session_parts", "timers", "entries", "schedules")


def unreadable(monkeypatch: pytest.MonkeyPatch, *kinds: str) -> None:
    def fails(*_: object) -> None:
        raise msgspec.ValidationError

    for kind in kinds:
        monkeypatch.setattr(loading, f"_{kind}", fails)


async def left(store: SqlStore) -> dict[str, list[str]]:
    def read(connection: Connection) -> dict[str, list[str]]:
        names = {"session_parts": "session", "timers": "session"}
        found: dict[str, Iterable[str]] = {
            table: connection.execute(text(f"SELECT {names.get(table, 'id')} FROM {table} ORDER BY 1")).scalars()
            for table in TABLES
        }
        return {table: list(ids) for table, ids in found.items() if ids}

    return {table: ids for table, ids in (await store._database.read(read)).items() if ids}


def forgotten(home: Household, *who: str) -> Changed:
    """`who` asked to be forgotten: the household as the turn leaves it."""
    names = cast.everything(home)
    people = {id: person for id, person in home.people.items() if id not in who}
    entries = {id: entry for id, entry in home.entries.items() if entry.text.owner not in who}
    names.household = msgspec.structs.replace(home, people=people, sessions={}, entries=entries, schedules={})
    return names


async def test_a_talk_that_cannot_be_read_goes_with_whoever_is_forgotten(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.commit(cast.fresh(cast.household(due=NOW)), NOW)
    with monkeypatch.context() as broken:
        unreadable(broken, "session", "schedule", "entry")
        home = (await store.load(["h-ann"]))["h-ann"]
        await store.commit(Commit(changed=[forgotten(home, "ann")]), NOW)
    assert await left(store) == {}
    home = (await store.load(["h-ann"]))["h-ann"]
    assert (list(home.people), home.sessions, home.entries) == (["ben"], {}, {})


async def test_what_the_other_keeps_stays_and_so_does_every_other_household(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed = cast.household()
    mixed.entries["own"] = msgspec.structs.replace(mixed.entries["e1-h-ann"], id="own", text=cast.alone("canary-own", "ben"))
    mixed.entries["both"] = msgspec.structs.replace(mixed.entries["e2-h-ann"], id="both")
    mixed.entries["both"].text = msgspec.structs.replace(mixed.entries["both"].text, owner="ben")
    await store.commit(cast.fresh(mixed, cast.household("h-cleo", {"cleo": cast.CLEO})), NOW)
    home = (await store.load(["h-ann"]))["h-ann"]
    with monkeypatch.context() as broken:
        unreadable(broken, "session", "entry")
        await store.commit(Commit(changed=[forgotten(home, "ann")]), NOW)
    assert await left(store) == {
        "sessions": ["s-h-cleo"],
        "session_parts": ["s-h-cleo"],
        "entries": ["both", "e1-h-cleo", "e2-h-cleo", "own"],
        "schedules": ["d-h-cleo"],
    }


async def test_who_leaves_for_a_household_of_their_own_takes_nothing_from_it(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.commit(cast.fresh(cast.household()), NOW)
    with monkeypatch.context() as broken:
        unreadable(broken, "session")
        home = (await store.load(["h-ann"]))["h-ann"]
        ann = Household("h-new", cast.BOT, people={"ann": home.people.pop("ann")})
        await store.commit(Commit(changed=[cast.everything(ann, fresh=True), Changed(home, 0, people={"ann"})]), NOW)
    assert (await left(store))["sessions"] == ["s-h-ann"]


async def test_no_question_of_a_talk_that_is_gone_is_in_front(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    home = cast.household()
    home.people["ben"].front = Front("s-h-ann", "v-h-ann", NOW)
    home.people["ben"].aside = [Front("s-h-ann", "w-h-ann", NOW - timedelta(hours=1))]
    await store.commit(cast.fresh(home), NOW)
    with monkeypatch.context() as broken:
        unreadable(broken, "session")
        found = (await store.load(["h-ann"]))["h-ann"]
        gone = forgotten(found, "ann")
        gone.people = {"ann"}
        await store.commit(Commit(changed=[gone]), NOW)
    ben = (await store.load(["h-ann"]))["h-ann"].people["ben"]
    assert (ben.front, ben.aside) == (None, [])
