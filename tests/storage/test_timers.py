"""Timers and schedules: rows point at moments, the household says what they mean."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import storage_cast as cast
from storage_cast import ANN, NOW

from bot.app.ports import Changed, Commit
from bot.storage.store import SqlStore
from bot.storage.tables import micro
from bot.talk.heard import Began, Due

HOUR = timedelta(hours=1)


async def test_what_is_due_comes_after_what_arrived(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household(due=NOW)), NOW)
    await store.receive([cast.update(1)], NOW)
    items = (await store.claim(NOW, 10)).items
    assert [item.key for item in items] == ["u1", f"tv-h-ann:canary-after:{micro(NOW)}", f"sd-h-ann:{NOW.isoformat()}"]
    assert msgspec.json.decode(items[1].raw, type=Due) == Due("s-h-ann", "v-h-ann", "canary-after")
    assert msgspec.json.decode(items[2].raw, type=Began) == Began("d-h-ann")
    assert [item.row for item in items[1:]] == [0, 0]


async def test_nothing_is_due_before_its_moment(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household(due=NOW + HOUR)), NOW)
    assert (await store.claim(NOW, 10)).items == []
    assert await store.next_due() == NOW + HOUR
    assert (await store.counts(NOW)).next == NOW + HOUR


async def test_a_done_timer_is_over_even_if_its_session_was_not_written(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household(due=NOW)), NOW)
    items = (await store.claim(NOW, 10)).items
    await store.commit(Commit(done=items), NOW)
    assert (await store.claim(NOW, 10)).items == []


async def test_a_done_timer_that_its_session_still_holds_does_not_spin(store: SqlStore) -> None:
    home = cast.household(due=NOW)
    await store.commit(cast.fresh(home), NOW)
    items = (await store.claim(NOW, 10)).items
    await store.commit(Commit(done=items, changed=[cast.everything(home)]), NOW)
    assert (await store.claim(NOW, 10)).items == []


async def test_a_timer_set_anew_rings_again(store: SqlStore) -> None:
    home = cast.household(due=NOW)
    await store.commit(cast.fresh(home), NOW)
    items = (await store.claim(NOW, 10)).items
    home.sessions["s-h-ann"].frames[0].timers[0].due = NOW + HOUR
    home.schedules["d-h-ann"].due = NOW + 24 * HOUR
    changed = Changed(home, 0, sessions={"s-h-ann"}, schedules={"d-h-ann"})
    await store.commit(Commit(done=items, changed=[changed]), NOW)
    assert (await store.claim(NOW, 10)).items == []
    assert [item.source for item in (await store.claim(NOW + HOUR, 10)).items] == ["timer"]
    assert len((await store.claim(NOW + 24 * HOUR, 10)).items) == 2


async def test_frozen_timers_held_sessions_and_paused_schedules_do_not_ring(store: SqlStore) -> None:
    frozen, held = cast.household("h-1", {"a": 1}, NOW), cast.household("h-2", {"b": 2}, NOW)
    frozen.sessions["s-h-1"].frames[0].timers[0].left = 5.0
    held.sessions["s-h-2"].status = "held"
    for home in (frozen, held):
        home.schedules[f"d-{home.id}"].paused = True
    await store.commit(cast.fresh(frozen, held), NOW)
    assert (await store.claim(NOW, 10)).items == []


async def test_the_longest_due_come_first(store: SqlStore) -> None:
    late, later = cast.household("h-1", {"a": 1}, NOW - HOUR), cast.household("h-2", {"b": 2}, NOW - 2 * HOUR)
    await store.commit(cast.fresh(late, later), NOW)
    assert [item.household for item in (await store.claim(NOW, 2)).items] == ["h-2", "h-2"]


async def test_a_delayed_send_counts_as_due(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.household("h-ann", {"ann": ANN})), NOW)
    await store.commit(Commit(outgoing=[cast.out("u1:0", due=NOW + HOUR)]), NOW)
    assert await store.next_due() == NOW + HOUR
    assert (await store.counts(NOW)).outbox == 0
    assert (await store.counts(NOW + HOUR - timedelta(seconds=30))).outbox == 1
