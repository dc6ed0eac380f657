"""What outlives its time is deleted, shown on a clock moved by hand; what was forgotten is on no disk (S33, S35, T20, T21)."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
import storage_cast as cast

from bot.app.ports import Changed, Commit, Sent
from bot.couple.household import Entry, Front, Held, Household, Invitation, Note, Typed
from bot.couple.keeping import Limits, outdated, without
from bot.flow.session import Progress
from bot.flow.values import Value
from bot.storage import retention, sealed_rows
from bot.storage.backup import back_up
from bot.storage.master import Master
from bot.storage.opening import open_store
from bot.storage.store import SqlStore

DAY = timedelta(days=1)
WEEK = 7 * DAY
CHECKINS = Limits(books={"check-ins": 90 * DAY})


def entry(book: str, at: datetime = cast.NOW) -> Entry:
    return Entry(f"e-{book}", book, cast.alone("canary-evening", "ann"), at, "ann")


def home_with(*books: str) -> Household:
    home = cast.household()
    home.entries = {e.id: e for e in (entry(book) for book in books)}
    return home


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    urls = (f"sqlite+aiosqlite:///{tmp_path}/data/data.db", f"sqlite+aiosqlite:///{tmp_path}/keys/keys.db")
    store = await open_store(*urls, lambda: cast.MASTER, cast.BOT, lambda: cast.NOW)
    yield store
    await store.close()


def rows(tmp_path: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(tmp_path / "data" / "data.db") as database:
        return database.execute(query).fetchall()


def test_check_ins_stay_ninety_days_and_a_journal_until_its_owner_deletes_it() -> None:
    home = home_with("check-ins", "journal")
    assert not outdated(home, cast.NOW + 90 * DAY, CHECKINS).entries
    assert outdated(home, cast.NOW + 91 * DAY, CHECKINS).entries == {"e-check-ins"}
    assert outdated(home, cast.NOW + 5000 * DAY, CHECKINS).entries == {"e-check-ins"}


def test_a_talk_that_nobody_goes_on_with_stays_a_year_and_one_that_was_held_ninety_days() -> None:
    home = cast.household()
    (session,) = home.sessions.values()
    assert not outdated(home, cast.NOW + 365 * DAY, Limits())
    assert outdated(home, cast.NOW + 366 * DAY, Limits()).sessions == {session.id}
    session.status = "held"
    assert not outdated(home, cast.NOW + 90 * DAY, Limits())
    assert outdated(home, cast.NOW + 91 * DAY, Limits()).sessions == {session.id}


def test_a_question_put_again_keeps_a_talk_alive_and_so_does_a_timer() -> None:
    home = cast.household()
    (session,) = home.sessions.values()
    home.people["ann"].front = Front(session.id, "v", cast.NOW + 300 * DAY)
    assert not outdated(home, cast.NOW + 366 * DAY, Limits())
    timed = cast.household(due=cast.NOW + 400 * DAY)
    assert not outdated(timed, cast.NOW + 399 * DAY, Limits())


def test_with_a_talk_goes_its_place_in_front() -> None:
    home = cast.household()
    (session,) = home.sessions.values()
    home.people["ann"].front = Front(session.id, "v", cast.NOW)
    then = cast.NOW + 366 * DAY
    after, people = without(home, outdated(home, then, Limits()), then, Limits())
    assert people == {"ann"}
    assert after.people["ann"].front is None
    assert not after.sessions
    assert home.sessions


async def test_a_year_of_days_leaves_what_is_to_stay_and_nothing_else(store: SqlStore, tmp_path: Path) -> None:
    await store.commit(cast.fresh(home_with("check-ins", "journal")), cast.NOW)
    for day in range(0, 400, 10):
        await store.purge(cast.NOW + day * DAY, CHECKINS, WEEK)
        (kept,) = (await store.load(["h-ann"])).values()
        assert ("e-check-ins" in kept.entries) is (day <= 90), day
        assert bool(kept.sessions) is (day <= 365), day
        assert "e-journal" in kept.entries
    assert rows(tmp_path, "SELECT id FROM sessions UNION SELECT session FROM session_parts") == []


async def test_updates_lose_their_text_when_done_and_their_row_after_eight_days(store: SqlStore, tmp_path: Path) -> None:
    await store.receive([cast.update(1), cast.update(2), cast.update(3)], cast.NOW)
    batch = await store.claim(cast.NOW, 2)
    await store.commit(Commit(done=batch.items, dead={batch.items[1].key: "ValueError"}), cast.NOW)
    assert rows(tmp_path, "SELECT key, raw IS NULL FROM inbox ORDER BY id") == [("u1", 1), ("u2", 0), ("u3", 0)]
    await store.purge(cast.NOW + WEEK + DAY / 2, Limits(), WEEK)
    assert rows(tmp_path, "SELECT key, raw IS NULL FROM inbox ORDER BY id") == [("u1", 1), ("u2", 1), ("u3", 0)]
    await store.purge(cast.NOW + 9 * DAY, Limits(), WEEK)
    assert rows(tmp_path, "SELECT key, raw IS NULL FROM inbox ORDER BY id") == [("u3", 0)]


async def test_messages_lose_their_text_when_sent_and_their_row_after_a_month(store: SqlStore, tmp_path: Path) -> None:
    await store.commit(cast.fresh(cast.household()), cast.NOW)
    await store.commit(Commit(outgoing=[cast.out("u1:0"), cast.out("u1:1")]), cast.NOW)
    (row,) = await store.sendable(cast.NOW, 10)
    await store.settle([(row, Sent(5))], cast.NOW)
    assert rows(tmp_path, "SELECT idem, payload IS NULL FROM outbox ORDER BY id") == [("u1:0", 1), ("u1:1", 0)]
    await store.purge(cast.NOW + 30 * DAY, Limits(), WEEK)
    assert len(rows(tmp_path, "SELECT 1 FROM outbox")) == 2
    await store.purge(cast.NOW + 31 * DAY, Limits(), WEEK)
    assert rows(tmp_path, "SELECT idem FROM outbox") == [("u1:1",)]


async def test_a_household_that_changes_meanwhile_waits_for_the_next_time(store: SqlStore) -> None:
    await store.commit(cast.fresh(home_with("check-ins")), cast.NOW)
    load = store.load

    async def changed_after(ids: list[str]) -> dict[str, Household]:
        found = await load(ids)
        await store.commit(Commit(changed=[Changed(h, h.revision) for h in (await load(ids)).values()]), cast.NOW)
        return found

    store.load = changed_after  # type: ignore[method-assign, assignment]
    assert await store.purge(cast.NOW + 91 * DAY, CHECKINS, WEEK) == 0
    store.load = load  # type: ignore[method-assign]
    assert await store.purge(cast.NOW + 91 * DAY, CHECKINS, WEEK) == 1


@pytest.mark.parametrize(("module", "name"), [(sealed_rows, "household_row"), (retention, "outdated")])
async def test_a_household_that_breaks_holds_up_no_other_and_the_log_is_emptied(
    store: SqlStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    module: ModuleType,
    name: str,
) -> None:
    homes = [home_with("check-ins") for _ in range(3)]
    for n, home in enumerate(homes):
        home.id, home.people = f"h-{n}", {f"p-{n}": msgspec.structs.replace(home.people["ann"], id=f"p-{n}", user=n + 1)}
        home.sessions, home.schedules = {}, {}
        home.entries = {f"e-{n}": msgspec.structs.replace(entry("check-ins"), id=f"e-{n}")}
    await store.commit(cast.fresh(*homes), cast.NOW)
    real = getattr(module, name)

    def breaks(given: Household | Changed, *rest: object) -> object:
        home = given.household if isinstance(given, Changed) else given
        if home.id == "h-1":
            raise ValueError
        return real(given, *rest)

    monkeypatch.setattr(module, name, breaks)
    assert await store.purge(cast.NOW + 91 * DAY, CHECKINS, WEEK) == 2
    assert rows(tmp_path, "SELECT id FROM entries") == [("e-1",)]
    assert [record.message for record in caplog.records] == ["purge.failed"]
    assert (tmp_path / "data" / "data.db-wal").stat().st_size == 0


async def test_where_the_database_fails_the_log_is_emptied_all_the_same(
    store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.commit(cast.fresh(home_with("check-ins")), cast.NOW)

    async def fails(_ids: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(store, "load", fails)
    with pytest.raises(OSError, match="disk"):
        await store.purge(cast.NOW, Limits(), WEEK)
    assert (tmp_path / "data" / "data.db-wal").stat().st_size == 0


async def test_with_whoever_is_gone_goes_the_text_of_their_updates_that_were_put_aside(store: SqlStore, tmp_path: Path) -> None:
    await store.commit(cast.fresh(cast.couple()), cast.NOW)
    await store.receive([cast.update(1), cast.update(2, cast.BEN), cast.update(3, chat=cast.GROUP), cast.update(4)], cast.NOW)
    batch = await store.claim(cast.NOW, 3)
    await store.commit(Commit(done=batch.items[:2], dead={"u1": "ValueError", "u2": "ValueError"}), cast.NOW)
    home = batch.households["h-ann"]
    home.people.pop("ann")
    gone = Changed(home, home.revision, people={"ann"}, entries=set(home.entries))
    await store.commit(Commit(done=batch.items[2:], dead={"u3": "ValueError"}, changed=[gone]), cast.NOW)
    assert rows(tmp_path, "SELECT key, raw IS NULL FROM inbox ORDER BY id") == [("u1", 1), ("u2", 0), ("u3", 1), ("u4", 0)]


async def test_after_both_are_forgotten_no_byte_of_theirs_is_on_the_disk_or_in_the_next_copy(
    store: SqlStore, tmp_path: Path
) -> None:
    home = cast.couple()
    await store.commit(cast.fresh(home), cast.NOW)
    await store.receive([cast.update(1)], cast.NOW)
    await store.commit(Commit(outgoing=[cast.out("u9:0")]), cast.NOW)
    batch = await store.claim(cast.NOW, 5)
    blobs = [
        bytes(row[0])
        for table in ("people", "sessions", "entries", "session_parts")
        for row in rows(tmp_path, f"SELECT body FROM {table}")
    ]
    wrapped = keys_of(tmp_path)
    known = batch.households["h-ann"]
    gone = Changed(known, known.revision, False, set(known.people), set(known.sessions), set(known.entries), set(known.schedules))
    known.people, known.sessions, known.entries, known.schedules, known.group, known.invitation = {}, {}, {}, {}, None, None
    await store.commit(Commit(done=batch.items, changed=[gone]), cast.NOW)
    await store.purge(cast.NOW, Limits(), WEEK)
    back_up(
        *(f"sqlite+aiosqlite:///{tmp_path}/{kind}/{kind}.db" for kind in ("data", "keys")),
        tmp_path / "copies",
        Master(cast.MASTER),
        cast.NOW,
    )
    disk = b"".join(file.read_bytes() for file in sorted(tmp_path.rglob("*")) if file.is_file())
    assert blobs
    assert not [blob for blob in (*blobs, *wrapped[:-1]) if blob in disk]
    for canary in (b"canary", b"h-ann", str(cast.ANN).encode(), str(cast.GROUP).encode()):
        assert canary not in disk


def keys_of(tmp_path: Path) -> list[bytes]:
    """The wrapped keys of people and households; the lobby's stays, and those of days for a while."""
    with sqlite3.connect(tmp_path / "keys" / "keys.db") as database:
        found = database.execute("SELECT owner, wrapped FROM keys").fetchall()
    return [bytes(w) for owner, w in found if not owner.startswith("lobby")] + [b""]


def test_a_value_that_both_may_read_counts_like_any_entry() -> None:
    home = home_with("check-ins")
    home.entries["e-check-ins"].text = Value("canary-shared", "ann", frozenset(("ann", "ben")))
    assert outdated(home, cast.NOW + 91 * DAY, CHECKINS).entries == {"e-check-ins"}


# -- what waits for somebody ------------------------------------------------------------------------------


def draft(by: str | None = "ann", place: str = "apart", agreed: bool = False, due: datetime | None = None) -> Household:
    """A text that somebody wrote for themselves in a talk that nobody else knows of."""
    home = cast.household(due=due)
    (session,) = home.sessions.values()
    session.by, session.place, session.agreed = by, place, agreed  # type: ignore[assignment]
    session.top.values = {"secret": cast.alone("canary-secret", "ann")}
    return home


@pytest.mark.parametrize("days", [3, 7])
def test_a_draft_stays_a_week_or_less_as_it_is_set_also_where_its_flow_would_keep_it_longer(days: int) -> None:
    home, limits = draft(due=cast.NOW + 30 * DAY), Limits(drafts=days * DAY)
    assert not outdated(home, cast.NOW + days * DAY, limits)
    assert outdated(home, cast.NOW + (days + 1) * DAY, limits).sessions == set(home.sessions)


def test_a_draft_that_is_worked_on_stays() -> None:
    home = draft()
    (session,) = home.sessions.values()
    home.people["ann"].front = Front(session.id, "v", cast.NOW + 6 * DAY)
    assert not outdated(home, cast.NOW + 12 * DAY, Limits())


def test_what_the_other_knows_of_is_no_draft_and_ends_in_its_own_time() -> None:
    shared = draft(due=cast.NOW + 30 * DAY)
    (session,) = shared.sessions.values()
    session.top.values["sent"] = Value("canary-shared", "ann", frozenset(("ann", "ben")))
    for home in (draft(due=cast.NOW + 30 * DAY, agreed=True), draft(due=cast.NOW + 30 * DAY, place="together"), shared):
        assert not outdated(home, cast.NOW + 8 * DAY, Limits()).sessions


def test_in_a_talk_that_goes_on_only_the_text_that_was_never_sent_goes() -> None:
    home = draft(agreed=True, due=cast.NOW + 30 * DAY)
    (session,) = home.sessions.values()
    session.top.progress = {"ann": Progress("drafted", "canary-unsent"), "ben": Progress("answered", "canary-kept")}
    then = cast.NOW + 8 * DAY
    gone = outdated(home, then, Limits())
    after, _ = without(home, gone, then, Limits())
    assert (gone.drafts, gone.sessions) == ({session.id}, frozenset())
    assert after.sessions[session.id].top.progress == {"ann": Progress(), "ben": Progress("answered", "canary-kept")}
    assert session.top.progress["ann"].content == "canary-unsent"


async def test_of_a_person_ids_stay_two_days_held_words_a_week_unopened_notes_a_year_and_an_invitation_its_day(
    store: SqlStore,
) -> None:
    home = cast.couple()
    ann = home.people["ann"]
    ann.typed = [Typed(7, cast.NOW)]
    ann.waiting = [Held("canary-held", "s", "v", cast.NOW)]
    ann.notes = [Note("n", (b"canary-note",), cast.NOW)]
    home.invitation = Invitation("ab" * 32, "ann", cast.NOW + DAY, None, "canary-asker")
    await store.commit(cast.fresh(home), cast.NOW)
    for day in (0, 1, 2, 7, 8, 365, 366):
        await store.purge(cast.NOW + day * DAY, Limits(), WEEK)
        (kept,) = (await store.load(["h-ann"])).values()
        left = kept.people["ann"]
        assert bool(left.typed) is (day < 2), day
        assert bool(left.waiting) is (day <= 7), day
        assert bool(left.notes) is (day <= 365), day
        assert (kept.invitation is not None) is (day < 1), day


async def test_the_audit_stays_ninety_days(store: SqlStore, tmp_path: Path) -> None:
    await store.commit(Commit(audit=[(cast.ANN, "status")]), cast.NOW)
    await store.purge(cast.NOW + 90 * DAY, Limits(), WEEK)
    assert rows(tmp_path, "SELECT actor, act FROM audit") == [(cast.ANN, "status")]
    await store.purge(cast.NOW + 91 * DAY, Limits(), WEEK)
    assert rows(tmp_path, "SELECT act FROM audit") == []


# -- what can be set --------------------------------------------------------------------------------------


def test_settings_shorten_what_people_were_told_and_never_lengthen_it() -> None:
    from world import shipped

    from bot.config import Settings
    from bot.wiring.written import limits_of

    usual = limits_of(Settings(), shipped())
    assert usual.drafts == 7 * DAY
    assert usual.books == {"drafts": 7 * DAY, "days": 90 * DAY, "thanks": 90 * DAY, "talks": 90 * DAY}
    short = limits_of(Settings(retention={"checkins": 30, "drafts": 2}), shipped())  # type: ignore[arg-type]
    assert short.drafts == 2 * DAY
    assert short.books == {"drafts": 2 * DAY, "days": 30 * DAY, "thanks": 30 * DAY, "talks": 30 * DAY}
    for wrong in ({"checkins": 91}, {"drafts": 8}, {"checkins": 0}):
        with pytest.raises(ValueError, match="retention"):
            Settings(retention=wrong)  # type: ignore[arg-type]
