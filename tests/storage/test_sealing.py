"""What people said lies nowhere in clear, opens only where it belongs, and is gone when its key is."""

from __future__ import annotations

import asyncio
import copy
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import storage_cast as cast
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from storage_cast import ANN, BEN, NOW, Opening, Place

from bot.app.ports import Changed, Commit, Sent
from bot.clock import ManualClock
from bot.config import Settings
from bot.flow.model import Flows
from bot.flow.session import Frame, Progress, Session, Step
from bot.flow.values import Value
from bot.logs import hashed
from bot.storage import meta
from bot.storage.engine import InUse
from bot.storage.files import Refused
from bot.storage.sealing import Key, Ring, Sealed
from bot.storage.snapshot import join, split
from bot.storage.store import SqlStore
from bot.talk.heard import Posted
from bot.talk.work import Setting
from bot.wiring.bench import Bench
from bot.wiring.upkeep import chores_of

PEOPLE = ("ann", "ben")

ids = st.sampled_from([*PEOPLE, "eve"])
names = st.text(min_size=1, max_size=3)
contents = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=5), st.lists(st.text(max_size=3)))
values = st.builds(Value, contents, st.none() | ids, st.none() | st.frozensets(ids, max_size=3))
told = st.dictionaries(names, values, max_size=4)
steps = st.builds(Step, ids, names, st.just({}), st.just([]), told, st.none() | st.frozensets(ids))
given_so_far = st.builds(Progress, stage=names, content=contents, items=st.dictionaries(names, names, max_size=2))
frames = st.builds(
    Frame,
    flow=names,
    hash=names,
    values=told,
    history=st.lists(steps, max_size=2),
    progress=st.dictionaries(ids, given_so_far, max_size=3),
)
sessions = st.builds(Session, id=names, people=st.just(list(PEOPLE)), frames=st.lists(frames, min_size=1, max_size=3))


@given(sessions)
def test_a_session_is_cut_up_and_put_together_exactly(session: Session) -> None:
    before = copy.deepcopy(session)
    shared, parts = split(session, PEOPLE)
    assert session == before
    joined = join(copy.deepcopy(shared), parts)
    assert joined == before
    assert [list(f.values) for f in joined.frames] == [list(f.values) for f in before.frames]


@given(sessions)
def test_nobody_holds_what_another_alone_may_read(session: Session) -> None:
    shared, parts = split(session, PEOPLE)
    assert parts.keys() <= set(PEOPLE)
    for owner, part in parts.items():
        assert all(kept.value.readers == {owner} for kept in part.values)
    for frame in shared.frames:
        private = [v for v in frame.values.values() if v.owner in PEOPLE and v.readers == {v.owner}]
        assert [v.content for v in private] == [None] * len(private)


def test_a_blob_opens_in_its_own_place_only() -> None:
    ring = Ring([("ann", Key(b"a" * 32)), ("ben", Key(b"b" * 32))])
    blob = ring.seal("ann", "entries", "body", "e1", b"text")
    assert ring.open("ann", "entries", "body", "e1", blob) == b"text"
    for place in (("ann", "entries", "body", "e2"), ("ann", "people", "body", "e1"), ("ben", "entries", "body", "e1")):
        with pytest.raises(Sealed):
            ring.open(*place, blob)
    for broken in (b"", blob[:5], b"\x02" + blob[1:], blob[:-1] + bytes([blob[-1] ^ 1]), None):
        with pytest.raises(Sealed):
            ring.open("ann", "entries", "body", "e1", broken)
    assert blob[:3] == b"\x01\x00\x01"


def test_the_same_words_never_look_the_same() -> None:
    ring = Ring([("ann", Key(b"a" * 32))])
    assert ring.seal("ann", "t", "c", "r", b"text") != ring.seal("ann", "t", "c", "r", b"text")


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_no_word_lies_on_the_disk_in_clear(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    await store.receive([cast.update(1)], NOW)
    await store.commit(cast.fresh(cast.couple(), cast.household("h-cleo", {"cleo": 2001}, due=NOW)), NOW)
    items = (await store.claim(NOW, 10)).items
    more = [cast.out(f"{item.key}:0", name="canary-name", edits="canary-edits", question="canary-q") for item in items]
    await store.commit(Commit(done=items[1:], outgoing=more), NOW)
    written = bytes_on_disk(tmp_path)
    assert len(written) > 100_000
    assert b"canary" not in written
    await store.close()
    assert b"canary" not in bytes_on_disk(tmp_path)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_what_is_done_is_blanked(opening: Opening, data_file: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.household("h-ann", {"ann": ANN})), NOW)
    await store.receive([cast.update(1)], NOW)
    items = (await store.claim(NOW, 10)).items
    await store.commit(Commit(done=items, outgoing=[cast.out("u1:0", name="q")]), NOW)
    await store.settle([(row, Sent(5)) for row in await store.sendable(NOW, 10)], NOW)
    await store.close()
    with sqlite3.connect(data_file) as raw:
        assert raw.execute("SELECT status, raw FROM inbox").fetchall() == [(1, None)]
        ((payload, name, message),) = raw.execute("SELECT payload, name, message FROM outbox").fetchall()
    raw.close()
    assert (payload, message) == (None, 5)
    assert name


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_one_persons_row_under_anothers_name_stays_closed(opening: Opening, data_file: Path) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.household()), NOW)
    await store.close()
    with sqlite3.connect(data_file) as raw:
        raw.execute("UPDATE entries SET body = (SELECT body FROM entries WHERE id = 'e1-h-ann')")
    raw.close()
    store = await opening()
    await store.receive([cast.update(1)], NOW)
    batch = await store.claim(NOW, 10)
    assert [(item.household, item.closed) for item in batch.items] == [("h-ann", False)]
    assert list(batch.households["h-ann"].entries) == ["e1-h-ann"]


@pytest.mark.parametrize("table", ["people", "sessions", "session_parts", "schedules"])
async def test_a_row_that_does_not_open_costs_itself_or_closes_the_household(store: SqlStore, table: str) -> None:
    await store.commit(cast.fresh(cast.household(), cast.household("h-cleo", {"cleo": cast.CLEO})), NOW)
    broken = text(f"UPDATE {table} SET body = :noise WHERE household = 'h-ann'")
    await store._database.write(lambda connection: connection.execute(broken, {"noise": b"\x01\x00\x01" + bytes(60)}))
    await store.receive([cast.update(1), cast.update(2, cast.CLEO)], NOW)
    batch = await store.claim(NOW, 10)
    closed = table == "people"
    assert [(item.household, item.closed) for item in batch.items] == [("h-ann", closed), ("h-cleo", False)]
    left = batch.households.get("h-ann")
    assert (
        closed
        if left is None
        else {"sessions": left.sessions, "session_parts": left.sessions, "schedules": left.schedules}[table] == {}
    )


async def test_a_signal_to_a_household_that_does_not_open_is_put_aside(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household()), NOW)
    await store._database.write(lambda connection: connection.execute(text("UPDATE households SET body = NULL")))
    await store.post("h-ann", Posted("hello"), "w1", NOW)
    assert (await store.claim(NOW, 10)).items == []
    assert (await store.figures())["dead"] == 1


async def test_a_person_whose_key_is_gone_is_gone_and_the_partner_is_not(opening: Opening) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    await store._safe.forget(["ann"])
    await store.receive([cast.update(1, ANN), cast.update(2, BEN)], NOW)
    batch = await store.claim(NOW, 10)
    assert [item.household for item in batch.items] == [None, "h-ann"]
    home = batch.households["h-ann"]
    assert (list(home.people), list(home.entries)) == (["ben"], ["e2-h-ann"])
    assert home.sessions["s-h-ann"].top.values["secret"].content is None
    assert home.sessions["s-h-ann"].top.values["shared"].content == "canary-shared"


async def test_a_household_whose_key_is_gone_leaves_two_strangers(opening: Opening) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.household(due=NOW)), NOW)
    await store._safe.forget(["h-ann"])
    await store.receive([cast.update(1, ANN)], NOW)
    batch = await store.claim(NOW, 10)
    assert [(item.key, item.household) for item in batch.items] == [("u1", None)]
    await store.commit(cast.fresh(cast.household("h-new", {"new": ANN})), NOW)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("owner", ["ann", "h-ann"])
async def test_a_key_that_does_not_open_closes_its_own_household_alone_until_it_is_put_back(
    opening: Opening, tmp_path: Path, owner: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = await opening()
    ours, other = cast.couple(), cast.household("h-cleo", {"cleo": cast.CLEO})
    await store.commit(cast.fresh(ours, other), NOW)
    whole = cast.damage(tmp_path, owner)
    await store.receive([cast.update(1, ANN), cast.update(2, cast.CLEO)], NOW)
    batch = await store.claim(NOW, 10)
    assert [(item.household, item.closed, item.user) for item in batch.items] == [
        ("h-ann", True, ANN), ("h-cleo", False, cast.CLEO)
    ]  # fmt: skip
    assert batch.households == {"h-cleo": other}
    await store.commit(Commit(done=batch.items, changed=[cast.everything(batch.households["h-cleo"])]), NOW)
    assert next(record.fields for record in caplog.records if record.message == "keys.damaged") == {"owner": hashed(owner)}
    cast.put_back(tmp_path, owner, whole)
    await store.receive([cast.update(3, ANN)], NOW)
    assert (await store.claim(NOW, 10)).households == {"h-ann": ours}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_without_the_lobbys_key_nothing_is_answered(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    cast.damage(tmp_path, "lobby")
    with pytest.raises(Refused, match="does not open"):
        await store.receive([cast.update(1)], NOW)


async def test_forgetting_takes_the_keys_along(opening: Opening) -> None:
    store = await opening()
    home = cast.couple()
    await store.commit(cast.fresh(home), NOW)
    home.people.pop("ann")
    await store.commit(Commit(changed=[Changed(home, 0, people={"ann"})]), NOW)
    ring = await store._safe.ring(["ann", "ben", "h-ann"])
    assert ("ann" in ring, "ben" in ring, "h-ann" in ring) == (False, True, True)


class PowerGone(BaseException):
    """The process ends here."""


async def test_a_crash_between_data_and_keys_does_not_keep_a_key(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await opening()
    home = cast.couple()
    await store.commit(cast.fresh(home), NOW)
    home.people.pop("ann")

    async def crash(_owners: object) -> None:
        raise PowerGone

    monkeypatch.setattr(store._safe, "forget", crash)
    with pytest.raises(PowerGone):
        await store.commit(Commit(changed=[Changed(home, 0, people={"ann"})]), NOW)
    await store.close()
    again = await opening()
    assert "ann" not in await again._safe.ring(["ann"])
    assert await again._database.read(meta.intended) == []


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_forgetting_is_done_once_nobody_reads_what_was_erased_any_more(opening: Opening, tmp_path: Path) -> None:
    store = await opening()
    home = cast.household("h-ann", {"ann": ANN})
    await store.commit(cast.fresh(home), NOW)
    for database in (store._database, store._safe._database):
        await database._writer.plainly("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(tmp_path / "keys" / "keys.db")) as backup:
        backup.execute("BEGIN")
        (wrapped,) = backup.execute("SELECT wrapped FROM keys WHERE owner = 'ann'").fetchone()
        names = cast.everything(home)
        for part in (home.people, home.sessions, home.entries, home.schedules):
            part.clear()
        await store.commit(Commit(changed=[names]), NOW)
        assert "ann" not in await store._safe.ring(["ann"])
        assert await store._database.read(meta.intended) == ["ann", "h-ann"]
        with pytest.raises(InUse):
            await store.forget()
    assert wrapped in bytes_on_disk(tmp_path)
    assert await store.forget() == 2
    assert wrapped not in bytes_on_disk(tmp_path)
    assert await store._database.read(meta.intended) == []


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_what_kept_a_key_from_being_forgotten_is_tried_again_within_the_hour(
    opening: Opening, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, clock = await opening(), ManualClock(NOW)
    home = cast.couple()
    await store.commit(cast.fresh(home), NOW)
    home.people.pop("ann")

    async def full(_owners: object) -> None:
        raise OSError(28, "No space left on device")

    settings = Settings(database_url=place[0], keys_url=place[1], sandbox="http://127.0.0.1:1")
    chores = chores_of(Bench(settings, clock, *(asyncio.Event() for _ in range(3)), store, Setting(Flows({}, {}))))
    await chores.turn(NOW)
    with monkeypatch.context() as disk:
        disk.setattr(store._safe, "forget", full)
        await store.commit(Commit(changed=[Changed(home, 0, people={"ann"})]), NOW)
    assert "ann" in await store._safe.ring(["ann"])
    await chores.turn(NOW + timedelta(hours=1))
    assert "ann" not in await store._safe.ring(["ann"])


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_forgotten_words_leave_no_byte_even_sealed(opening: Opening, tmp_path: Path, data_file: Path) -> None:
    store = await opening()
    home = cast.household("h-ann", {"ann": ANN})
    await store.commit(cast.fresh(home), NOW)
    with sqlite3.connect(data_file) as raw:
        sealed = [row[0] for row in raw.execute("SELECT body FROM people UNION SELECT body FROM sessions").fetchall()]
    raw.close()
    names = cast.everything(home)
    for part in (home.people, home.sessions, home.entries, home.schedules):
        part.clear()
    await store.commit(Commit(changed=[names]), NOW)
    left = bytes_on_disk(tmp_path)
    assert len(sealed) == 2
    assert not any(blob[20:40] in left for blob in sealed)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_files_are_for_the_bot_alone(opening: Opening, data_file: Path) -> None:
    store = await opening()
    await store.receive([cast.update(1)], NOW)
    for file in data_file.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert stat.S_IMODE(data_file.parent.stat().st_mode) == 0o700


async def test_what_goes_goes_even_while_others_wait(opening: Opening) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.couple()), NOW)
    calls = [store.receive([cast.update(n)], NOW) for n in range(5)]
    found = await asyncio.gather(store.claim(NOW, 5), store.sendable(NOW, 5), store.counts(NOW), *calls)
    assert found[3:] == [1] * 5
