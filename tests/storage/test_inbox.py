"""What arrives is kept once, claimed in order with its household, and blanked when it is done."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import pytest
import storage_cast as cast
from storage_cast import BEN, CLEO, EVE, GROUP, NOW, Opening

from bot.app.ports import Commit, Post
from bot.couple.keeping import Limits
from bot.storage.store import SqlStore
from bot.talk.heard import Posted


async def test_an_update_is_kept_once_however_often_it_comes(store: SqlStore) -> None:
    assert await store.receive([cast.update(1), cast.update(2), cast.update(1)], NOW) == 2
    assert await store.receive([cast.update(2), cast.update(3)], NOW) == 1
    assert await store.receive([], NOW) == 0
    assert [item.key for item in (await store.claim(NOW, 10)).items] == ["u1", "u2", "u3"]


async def test_a_done_update_is_not_taken_in_again(store: SqlStore) -> None:
    await store.receive([cast.update(1)], NOW)
    await store.commit(cast.done(*(await store.claim(NOW, 10)).items), NOW)
    assert await store.receive([cast.update(1)], NOW) == 0
    assert (await store.claim(NOW, 10)).items == []


async def test_webhooks_that_come_together_each_learn_what_was_new(store: SqlStore) -> None:
    calls = [store.receive([cast.update(n // 2)], NOW) for n in range(20)]
    assert sum(await asyncio.gather(*calls)) == 10
    assert (await store.counts(NOW)).inbox == 10


async def test_rows_come_in_the_order_of_arrival_and_at_most_as_many_as_asked(store: SqlStore) -> None:
    await store.receive([cast.update(n) for n in (9, 3, 7, 1)], NOW)
    assert [item.key for item in (await store.claim(NOW, 3)).items] == ["u9", "u3", "u7"]


async def test_a_stranger_has_no_household(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.couple()), NOW)
    await store.receive([cast.update(1, EVE, raw=b"raw")], NOW)
    batch = await store.claim(NOW, 10)
    assert (batch.items[0].household, batch.items[0].user, batch.items[0].raw) == (None, EVE, b"raw")
    assert batch.households == {}


async def test_a_persons_update_comes_with_their_household_whole(store: SqlStore) -> None:
    home = cast.couple()
    await store.commit(cast.fresh(home, cast.household("h-cleo", {"cleo": CLEO})), NOW)
    await store.receive([cast.update(1, BEN)], NOW)
    batch = await store.claim(NOW, 10)
    assert batch.items[0].household == "h-ann"
    assert batch.households == {"h-ann": home}


async def test_whoever_speaks_in_the_couples_group_speaks_to_the_couple(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.couple(), cast.household("h-cleo", {"cleo": CLEO})), NOW)
    await store.receive([cast.update(1, EVE, GROUP), cast.update(2, CLEO, GROUP), cast.update(3, CLEO, -999)], NOW)
    items = (await store.claim(NOW, 10)).items
    assert [item.household for item in items] == ["h-ann", "h-ann", "h-cleo"]


async def test_another_bot_sees_nothing_of_it(store: SqlStore, opening: object) -> None:
    await store.commit(cast.fresh(cast.couple()), NOW)
    await store.receive([cast.update(1)], NOW)
    store._bot = 8
    assert (await store.claim(NOW, 10)).items == []
    assert await store.sendable(NOW, 10) == []
    store._bot = cast.BOT


async def test_a_signal_for_a_household_arrives_once(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.couple()), NOW)
    signal = Posted("moved", {"chat": -5})
    for _ in range(2):
        await store.post("h-ann", signal, "w1", NOW)
    (item,) = (await store.claim(NOW, 10)).items
    assert (item.source, item.household, item.user, item.chat) == ("post", "h-ann", 0, 0)
    assert item.key.startswith("p")
    assert msgspec.json.decode(item.raw, type=Posted) == signal


async def test_a_signal_that_leads_nowhere_is_dropped_without_a_word(store: SqlStore) -> None:
    await store.post("h-nobody", Posted("hello"), "w1", NOW)
    assert (await store.claim(NOW, 10)).items == []
    assert (await store.counts(NOW)).inbox == 0


async def test_an_invitation_leads_to_its_household_until_it_is_over(store: SqlStore) -> None:
    await store.commit(cast.fresh(cast.couple()), NOW)
    good, guess = (Post(Posted("join"), invitation=hash) for hash in ("ab" * 32, "cd" * 32))
    await store.commit(Commit(posts=[("u1:0", good), ("u1:1", guess)]), NOW)
    await store.commit(Commit(posts=[("u2:0", good)]), NOW + timedelta(days=3))
    items = (await store.claim(NOW, 10)).items
    assert [(item.household, item.source) for item in items] == [("h-ann", "post")]


async def test_a_withdrawn_invitation_leads_nowhere(store: SqlStore) -> None:
    home = cast.couple()
    await store.commit(cast.fresh(home), NOW)
    home.invitation = None
    await store.commit(Commit(changed=[cast.everything(home)]), NOW)
    await store.commit(Commit(posts=[("u1:0", Post(Posted("join"), invitation="ab" * 32))]), NOW)
    assert (await store.claim(NOW, 10)).items == []


async def test_a_turn_that_failed_leaves_its_row_dead_with_the_class_of_the_error(store: SqlStore) -> None:
    await store.receive([cast.update(1), cast.update(2)], NOW)
    items = (await store.claim(NOW, 10)).items
    await store.commit(Commit(done=items, dead={"u1": "ValueError"}), NOW)
    assert (await store.claim(NOW, 10)).items == []
    assert (await store.counts(NOW)).inbox == 0


async def lives(opening: Opening, count: int) -> list[list[tuple[str, int]]]:
    """What each of so many processes begins with after an unclean stop; none comes to an end."""
    seen = []
    for _ in range(count):
        store = await opening()
        items = (await store.claim(NOW, 64, careful=True)).items
        seen.append([(item.key if item.source == "update" else item.source, item.attempts) for item in items])
        await store.close()
    return seen


async def test_after_three_crashes_a_row_is_dead_and_the_next_one_goes_on(opening: Opening) -> None:
    store = await opening()
    await store.receive([cast.update(1), cast.update(2)], NOW)
    await store.close()
    assert await lives(opening, 5) == [[("u1", 1)], [("u1", 2)], [("u1", 3)], [("u2", 1)], [("u2", 2)]]


async def test_a_timer_that_crashes_the_process_is_put_aside_as_well(opening: Opening) -> None:
    store = await opening()
    await store.commit(cast.fresh(cast.household(due=NOW)), NOW)
    await store.close()
    assert [[source for source, _ in one] for one in await lives(opening, 8)] == [["timer"]] * 3 + [["schedule"]] * 3 + [[], []]


async def test_a_database_that_fails_again_and_again_is_no_crash(store: SqlStore) -> None:
    await store.receive([cast.update(1)], NOW)
    for _ in range(10):
        (item,) = (await store.claim(NOW, 64, careful=True)).items
        assert (item.key, item.attempts) == ("u1", 1)


async def test_what_was_done_long_ago_is_deleted_and_what_waits_is_not(store: SqlStore) -> None:
    await store.receive([cast.update(1), cast.update(2)], NOW)
    await store.commit(cast.done((await store.claim(NOW, 1)).items[0]), NOW)
    await store.purge(NOW + timedelta(days=9), Limits(), timedelta(days=7))
    assert [item.key for item in (await store.claim(NOW, 10)).items] == ["u2"]
    assert await store.receive([cast.update(1), cast.update(2)], NOW) == 1


async def test_a_cancelled_caller_does_not_tear_a_commit(store: SqlStore) -> None:
    call = asyncio.ensure_future(store.receive([cast.update(1)], NOW))
    await asyncio.wait([call], timeout=0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await store.receive([cast.update(2)], NOW) == 1
