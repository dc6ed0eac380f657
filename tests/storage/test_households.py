"""Households come back as they were; a changed one is refused; two become one; what is gone is gone."""

from __future__ import annotations

import copy

import pytest
import storage_cast as cast
from sqlalchemy import select
from storage_cast import ANN, BEN, CLEO, NOW

from bot.app.ports import Changed, Commit, Conflict, Post
from bot.couple.household import Household
from bot.storage.store import SqlStore
from bot.storage.tables import entries, session_parts
from bot.talk.heard import Posted


async def load(store: SqlStore, user: int = ANN) -> Household:
    """The household of a user, as a turn would see it."""
    await store.receive([cast.update(900 + user, user)], NOW)
    batch = await store.claim(NOW, 1)
    await store.commit(cast.done(*batch.items), NOW)
    return batch.households[batch.items[0].household or ""]


async def test_a_household_comes_back_exactly(store: SqlStore) -> None:
    home = cast.couple()
    await store.commit(cast.fresh(home), NOW)
    found = await load(store)
    assert found == home
    assert list(found.people) == ["ann", "ben"]


async def test_what_was_not_named_is_not_written(store: SqlStore) -> None:
    home = cast.couple()
    await store.commit(cast.fresh(home), NOW)
    home.people["ann"].name, home.people["ben"].name = "Anna", "Benny"
    await store.commit(Commit(changed=[Changed(home, 0, people={"ann"})]), NOW)
    found = await load(store)
    assert (found.people["ann"].name, found.people["ben"].name) == ("Anna", "canary-name-ben")
    assert found.revision == 1


async def test_a_household_changed_by_somebody_else_is_refused_and_nothing_of_the_commit_is_written(store: SqlStore) -> None:
    home, other = cast.couple(), cast.household("h-cleo", {"cleo": CLEO})
    await store.commit(cast.fresh(home, other), NOW)
    await store.commit(Commit(changed=[Changed(home, 0)]), NOW)
    other.done = {"talk": "now"}
    with pytest.raises(Conflict):
        await store.commit(Commit(changed=[Changed(other, 0), Changed(home, 0)], outgoing=[cast.out("u1:0")]), NOW)
    assert (await load(store, CLEO)).done == {"canary-talk": "2026-01-01"}
    assert await store.sendable(NOW, 10) == []


async def test_the_same_stranger_twice_is_a_conflict(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household("h-1", {"a": ANN})), NOW)
    with pytest.raises(Conflict):
        await store.commit(cast.fresh(cast.household("h-2", {"b": ANN})), NOW)


async def test_gone_parts_are_deleted(store: SqlStore) -> None:
    home = cast.household(due=NOW)
    await store.commit(cast.fresh(home), NOW)
    names = cast.everything(home)
    home.sessions.clear()
    home.entries.pop("e1-h-ann")
    home.schedules.clear()
    await store.commit(Commit(changed=[names]), NOW)
    found = await load(store)
    assert (found.sessions, list(found.entries), found.schedules) == ({}, ["e2-h-ann"], {})
    assert await store.next_due() is None


async def test_two_households_become_one_with_everything_that_waits(store: SqlStore) -> None:
    home, other = cast.household("h-ann", {"ann": ANN}), cast.household("h-ben", {"ben": BEN}, due=NOW)
    await store.commit(cast.fresh(home, other), NOW)
    await store.post("h-ben", Posted("waiting"), "w1", NOW)
    messages = [cast.out("u1:0", "h-ben", "ben", BEN), cast.out("u1:1", "h-ben", None, -5)]
    await store.commit(Commit(outgoing=messages), NOW)
    moved = copy.deepcopy(other)
    home.people.update(moved.people)
    home.sessions.update(moved.sessions)
    home.entries.update(moved.entries)
    home.schedules.update(moved.schedules)
    await store.commit(Commit(changed=[cast.everything(home, merged="h-ben")]), NOW)

    batch = await store.claim(NOW, 10)
    assert {(item.source, item.household) for item in batch.items} == {
        ("post", "h-ann"),
        ("timer", "h-ann"),
        ("schedule", "h-ann"),
    }
    home.revision = 1
    assert batch.households == {"h-ann": home}
    assert {row.household for row in await store.sendable(NOW, 10)} == {"h-ann"}
    assert len(await store.sendable(NOW, 10)) == 2


async def test_a_household_is_found_by_its_id_also_after_a_merge(store: SqlStore) -> None:
    home, other = cast.household("h-ann", {"ann": ANN}), cast.household("h-ben", {"ben": BEN})
    await store.commit(cast.fresh(home, other), NOW)
    assert await store.load(["h-ben", "h-nobody"]) == {"h-ben": other}
    home.people.update(other.people)
    await store.commit(Commit(changed=[cast.everything(home, merged="h-ben")]), NOW)
    assert {id: list(found.people) for id, found in (await store.load(["h-ben"])).items()} == {"h-ann": ["ann", "ben"]}
    assert await store.load([]) == {}


async def test_a_signal_for_a_household_that_was_merged_follows_it(store: SqlStore) -> None:
    home, other = cast.household("h-ann", {"ann": ANN}), cast.household("h-ben", {"ben": BEN})
    await store.commit(cast.fresh(home, other), NOW)
    home.people.update(other.people)
    await store.commit(Commit(changed=[Changed(home, 0, people={"ben"}, merged="h-ben")]), NOW)
    await store.commit(Commit(posts=[("u1:0", Post(Posted("late"), household="h-ben"))]), NOW)
    assert [item.household for item in (await store.claim(NOW, 10)).items] == ["h-ann"]


async def test_who_leaves_takes_their_own_along(store: SqlStore) -> None:
    home = cast.couple()
    await store.commit(cast.fresh(home), NOW)
    ben = home.people.pop("ben")
    entry = home.entries.pop("e2-h-ann")
    own = Household("h-ben", cast.BOT, people={"ben": ben}, entries={entry.id: entry})
    left = Changed(home, 0, people={"ben"}, entries={entry.id})
    await store.commit(Commit(changed=[left, cast.everything(own, fresh=True)]), NOW)
    assert list((await load(store, ANN)).people) == ["ann"]
    assert await load(store, BEN) == own


async def test_who_is_forgotten_is_a_stranger_and_still_hears_goodbye(store: SqlStore) -> None:
    home = cast.household("h-ann", {"ann": ANN})
    await store.commit(cast.fresh(home), NOW)
    await store.commit(Commit(outgoing=[cast.out("u1:0")]), NOW)
    names = cast.everything(home)
    for part in (home.people, home.sessions, home.entries, home.schedules):
        part.clear()
    await store.commit(Commit(changed=[names], outgoing=[cast.out("u2:0", text="Goodbye")]), NOW)
    await store.receive([cast.update(5, ANN)], NOW)
    batch = await store.claim(NOW, 10)
    assert (batch.items[0].household, batch.households) == (None, {})
    assert [row.message.text for row in await store.sendable(NOW, 10)] == ["Goodbye"]


async def test_of_who_is_forgotten_nothing_is_left_behind_with_the_partner(store: SqlStore) -> None:
    home = cast.couple()
    await store.commit(cast.fresh(home), NOW)
    home.people.pop("ann")
    await store.commit(Commit(changed=[Changed(home, 0, people={"ann"})]), NOW)
    found = await load(store, BEN)
    assert (list(found.people), list(found.entries)) == (["ben"], ["e2-h-ann"])
    assert found.sessions["s-h-ann"].top.values["secret"].content is None
    owned = await store._database.read(lambda c: [r.owner for t in (session_parts, entries) for r in c.execute(select(t))])
    assert owned == ["h-ann"]


async def test_flow_texts_are_kept_once_per_version(store: SqlStore) -> None:
    await store.keep_flow("h1", "checkin", b"name: checkin")
    await store.keep_flow("h1", "checkin", b"name: other")
    assert await store.flow_texts() == {"h1": ("checkin", b"name: checkin")}


async def test_the_sandbox_sees_what_runs(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household(due=NOW)), NOW)
    seen = await store.inspect()
    assert [(s["household"], s["flow"], s["state"], s["waiting_for"]) for s in seen["sessions"]] == [
        ("h-ann", "canary-flow", "talk.canary-state", ["ann"])
    ]
    assert [(t["visit"], t["name"]) for t in seen["timers"]] == [("v-h-ann", "canary-after")]
