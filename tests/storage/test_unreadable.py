"""What cannot be read has its end too: a year after that was first seen, or when its book says so, and not if it reads again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
import storage_cast as cast
from sqlalchemy import Connection, text
from storage_cast import NOW

from bot.couple.household import Entry, Schedule
from bot.couple.keeping import Limits
from bot.storage import loading
from bot.storage.store import SqlStore

DAY = timedelta(days=1)
WEEK = 7 * DAY
KEPT = Limits(books={"canary-book": 90 * DAY})
TABLES = ("sessions", "session_parts", "timers", "entries", "schedules")
Break = Callable[..., None]


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Makes rows of these kinds unreadable to this version of the code."""

    def fails(*_: object) -> None:
        raise msgspec.ValidationError

    def unreadable(*kinds: str) -> None:
        for kind in kinds:
            monkeypatch.setattr(loading, f"_{kind}", fails)

    return unreadable


async def on(store: SqlStore, *days: int, limits: Limits = KEPT) -> None:
    for day in days:
        await store.purge(NOW + day * DAY, limits, WEEK)


async def count(store: SqlStore) -> dict[str, int]:
    def read(connection: Connection) -> dict[str, int]:
        return {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES}

    return {table: n for table, n in (await store._database.read(read)).items() if n}


async def notes(store: SqlStore) -> list[str]:
    found = text("SELECT name FROM meta WHERE name LIKE 'unreadable:%' ORDER BY name")
    return await store._database.read(lambda connection: list(connection.execute(found).scalars()))


async def test_a_talk_and_a_schedule_go_a_year_after_they_were_first_seen_so(store: SqlStore, breaks: Break) -> None:
    home = cast.household(due=NOW + 5000 * DAY)
    home.entries = {}
    await store.commit(cast.fresh(home), NOW)
    breaks("session", "schedule")
    await on(store, 10, 100, 375)
    assert await count(store) == {"sessions": 1, "session_parts": 1, "timers": 1, "schedules": 1}
    assert len(await notes(store)) == 2
    await on(store, 376)
    assert (await count(store), await notes(store)) == ({}, [])


async def test_an_entry_stays_no_longer_than_its_book_lets_it(store: SqlStore, breaks: Break) -> None:
    home = cast.household()
    home.entries["e3"] = Entry("e3", "journal", cast.alone("canary-journal", "ann"), NOW, "ann")
    home.sessions = {}
    await store.commit(cast.fresh(home), NOW)
    breaks("entry")
    await on(store, 0, 90)
    assert (await count(store))["entries"] == 3
    await on(store, 91)
    assert (await count(store))["entries"] == 1
    await on(store, 365)
    assert (await count(store))["entries"] == 1
    await on(store, 366)
    assert "entries" not in await count(store)


async def test_what_does_not_even_open_stays_a_year(store: SqlStore) -> None:
    home = cast.household()
    home.sessions = {}
    await store.commit(cast.fresh(home), NOW)
    noise = text("UPDATE entries SET body = :noise")
    await store._database.write(lambda connection: connection.execute(noise, {"noise": b"\x01\x00\x01" + bytes(60)}))
    await on(store, 0, 365)
    assert (await count(store))["entries"] == 2
    await on(store, 366)
    assert "entries" not in await count(store)


async def test_once_it_reads_again_its_time_begins_anew(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    home = cast.household(due=NOW + 5000 * DAY)
    await store.commit(cast.fresh(home), NOW)
    for day in (0, 300):
        with monkeypatch.context() as broken:
            broken.setattr(loading, "SESSION", msgspec.json.Decoder(Schedule))
            await on(store, day, limits=Limits())
        await on(store, day + 1, limits=Limits())
    assert await notes(store) == []
    with monkeypatch.context() as broken:
        broken.setattr(loading, "SESSION", msgspec.json.Decoder(Schedule))
        await on(store, 400, limits=Limits())
    assert (await store.load(["h-ann"]))["h-ann"].sessions


async def test_what_a_household_holds_that_does_not_open_goes_like_everything_else(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household(), cast.household("h-cleo", {"cleo": cast.CLEO})), NOW)
    broken = text("UPDATE people SET body = :noise WHERE household = 'h-ann'")
    await store._database.write(lambda connection: connection.execute(broken, {"noise": b"\x01\x00\x01" + bytes(60)}))
    await on(store, 0, 366, limits=Limits())
    assert await count(store) == {"entries": 2, "schedules": 1}


async def test_a_note_on_what_is_gone_goes_and_one_of_another_bot_stays(store: SqlStore, breaks: Break) -> None:
    home = cast.household()
    await store.commit(cast.fresh(home), NOW)
    other = text("INSERT INTO meta (name, value) VALUES ('unreadable:8:sessions:s', '2026-03-01')")
    await store._database.write(lambda connection: connection.execute(other))
    breaks("session")
    await on(store, 0)
    assert len(await notes(store)) == 2
    await store._database.write(lambda connection: connection.execute(text("DELETE FROM sessions")))
    await on(store, 1)
    assert await notes(store) == ["unreadable:8:sessions:s"]
