"""Messages leave in order per chat, replies before nudges; what became of them is written, and a nudge never goes twice."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
import storage_cast as cast
from storage_cast import ANN, BEN, GROUP, NOW

from bot.app.ports import Commit, Later, Moved, Never, Outgoing, OutRow, Revoked, Sent, Unknown
from bot.storage.store import SqlStore
from bot.talk.heard import Posted

SECOND = timedelta(seconds=1)


@pytest.fixture
async def box(store: SqlStore) -> SqlStore:
    """Ann and Ben are there, and nothing waits."""
    await store.commit(cast.fresh(cast.couple()), NOW)
    return store


async def put(box: SqlStore, *out: Outgoing) -> None:
    await box.commit(Commit(outgoing=list(out)), NOW)


async def head(box: SqlStore) -> OutRow:
    (row,) = await box.sendable(NOW, 10)
    return row


async def texts(box: SqlStore, after: timedelta = timedelta(0)) -> list[str]:
    return [row.message.text for row in await box.sendable(NOW + after, 10)]


async def test_a_message_comes_out_as_it_went_in(box: SqlStore) -> None:
    out = cast.out("u1:0", name="q", silent=True)
    await put(box, out)
    row = await head(box)
    assert row.message == out.message
    assert (row.household, row.chat, row.priority, row.tries, row.group, row.edit) == ("h-ann", ANN, 0, 0, False, None)


async def test_the_same_message_is_put_once(box: SqlStore) -> None:
    await put(box, cast.out("tv1:after:0"))
    await put(box, cast.out("tv1:after:0"))
    assert (await box.counts(NOW)).outbox == 1


async def test_only_the_oldest_of_each_chat_may_go(box: SqlStore) -> None:
    await put(box, cast.out("1", text="a1"), cast.out("2", text="a2"), cast.out("3", person="ben", chat=BEN, text="b1"))
    assert await texts(box) == ["a1", "b1"]
    assert len(await box.sendable(NOW, 1)) == 1


async def test_replies_go_before_nudges_but_never_past_an_older_one_in_their_own_chat(box: SqlStore) -> None:
    await put(
        box,
        cast.out("1", text="nudge a", kind="nudge"),
        cast.out("2", text="reply a"),
        cast.out("3", person="ben", chat=BEN, text="reply b", kind="safety"),
    )
    assert await texts(box) == ["reply b", "nudge a"]


async def test_a_row_in_flight_blocks_its_chat(box: SqlStore) -> None:
    await put(box, cast.out("1"), cast.out("2"))
    await box.sending([(await head(box)).id])
    assert await box.sendable(NOW, 10) == []


async def test_a_message_whose_time_has_not_come_blocks_nobody(box: SqlStore) -> None:
    await put(box, cast.out("1", text="later", due=NOW + 10 * SECOND), cast.out("2", text="now"))
    assert await texts(box) == ["now"]
    assert await texts(box, 10 * SECOND) == ["later"]


async def test_a_sent_row_is_over(box: SqlStore) -> None:
    await put(box, cast.out("1", text="one"), cast.out("2", text="two"))
    await box.settle([(await head(box), Sent(77))], NOW)
    assert await texts(box) == ["two"]


@pytest.mark.parametrize(("flood", "tries"), [(False, 1), (True, 0)])
async def test_a_row_put_off_blocks_its_chat_until_it_is_tried_again(box: SqlStore, flood: bool, tries: int) -> None:
    await put(box, cast.out("1", text="one"), cast.out("2", text="two"))
    await box.settle([(await head(box), Later(5.0, flood))], NOW)
    assert await texts(box, 4 * SECOND) == []
    (row,) = await box.sendable(NOW + 5 * SECOND, 10)
    assert (row.message.text, row.tries) == ("one", tries)


async def test_an_edit_finds_the_newest_message_of_its_name_in_its_chat(box: SqlStore) -> None:
    await put(box, cast.out("1", name="q"), cast.out("2", person="ben", chat=BEN, name="q"))
    rows = await box.sendable(NOW, 10)
    await box.settle([(row, Sent(70 + n)) for n, row in enumerate(rows)], NOW)
    await put(box, cast.out("3", edits="q"), cast.out("4", name="q"))
    row = await head(box)
    assert row.edit == 70
    await box.settle([(row, Sent(70))], NOW)
    await box.settle([(await head(box), Sent(90))], NOW)
    await put(box, cast.out("5", edits="q"))
    assert (await head(box)).edit == 90


async def test_an_edit_of_what_never_arrived_is_skipped_and_the_next_one_comes_up(box: SqlStore) -> None:
    await put(box, cast.out("1", name="q"), cast.out("2", edits="q"), cast.out("3", edits="nothing"), cast.out("4", text="x"))
    await box.settle([(await head(box), Never("refused"))], NOW)
    assert await texts(box) == ["x"]


async def test_an_edit_waits_for_a_message_that_is_still_to_be_sent(box: SqlStore) -> None:
    await put(box, cast.out("1", name="q", due=NOW + SECOND), cast.out("2", edits="q"))
    assert await box.sendable(NOW, 10) == []
    assert (await box.counts(NOW)).outbox == 2


async def test_a_blocked_person_is_reported_once_and_what_else_waited_for_them_is_dropped(box: SqlStore) -> None:
    await put(box, cast.out("1"), cast.out("2"), cast.out("3", person="ben", chat=BEN, text="ben"))
    first = (await box.sendable(NOW, 10))[0]
    for _ in range(2):
        await box.settle([(first, Never("blocked"))], NOW)
    assert await texts(box) == ["ben"]
    (item,) = (await box.claim(NOW, 10)).items
    assert (item.household, msgspec.json.decode(item.raw, type=Posted)) == (
        "h-ann",
        Posted("unreachable", {"user": ANN}),
    )


@pytest.mark.parametrize("why", ["refused", "too-late"])
async def test_a_refused_message_harms_no_other(box: SqlStore, why: str) -> None:
    await put(box, cast.out("1"), cast.out("2", text="two"))
    await box.settle([(await head(box), Never(why))], NOW)  # type: ignore[arg-type]
    assert await texts(box) == ["two"]
    assert (await box.claim(NOW, 10)).items == []


async def test_a_group_that_moved_takes_its_rows_and_its_couple_along(box: SqlStore) -> None:
    await put(box, *(cast.out(str(n), person=None, chat=GROUP, text=str(n)) for n in range(2)))
    await box.settle([(await head(box), Moved(-100999))], NOW)
    row = await head(box)
    assert (row.chat, row.message.text, row.group) == (-100999, "0", True)
    await box.receive([cast.update(1, chat=-100999)], NOW)
    batch = await box.claim(NOW, 10)
    assert msgspec.json.decode(batch.items[0].raw, type=Posted) == Posted("moved", {"from": GROUP, "to": -100999})
    group = batch.households["h-ann"].group
    assert (batch.items[1].household, group and group.chat) == ("h-ann", -100999)


async def test_an_unknown_flow_message_goes_once_more_and_then_no_more(box: SqlStore) -> None:
    await put(box, cast.out("1", text="one"), cast.out("2", text="two"))
    await box.settle([(await head(box), Unknown())], NOW)
    assert await texts(box) == ["one"]
    await box.settle([(await head(box), Unknown())], NOW)
    assert await texts(box) == ["two"]


async def test_an_unknown_nudge_is_left(box: SqlStore) -> None:
    await put(box, cast.out("1", kind="nudge"))
    await box.settle([(await head(box), Unknown())], NOW)
    assert await box.sendable(NOW, 10) == []


async def test_a_token_that_is_not_valid_leaves_the_rows_alone(box: SqlStore) -> None:
    await put(box, cast.out("1", kind="nudge"))
    row = await head(box)
    await box.sending([row.id])
    await box.settle([(row, Revoked())], NOW)
    assert await head(box) == row


async def test_after_a_crash_a_message_in_flight_goes_again_and_a_nudge_does_not(box: SqlStore) -> None:
    await put(box, cast.out("1", kind="nudge"), cast.out("2", person="ben", chat=BEN, text="reply"))
    assert await box.recover(NOW) is False
    await box.sending([row.id for row in await box.sendable(NOW, 10)])
    assert await box.recover(NOW) is True
    assert await texts(box) == ["reply"]


async def test_questions_that_wait_are_known_by_name(box: SqlStore) -> None:
    await put(box, cast.out("1", question="v1"), cast.out("2", question="v2"))
    await box.receive([cast.update(1)], NOW)
    assert (await box.claim(NOW, 10)).unshown == {"v1", "v2"}
    await box.settle([(await head(box), Sent(1))], NOW)
    assert (await box.claim(NOW, 10)).unshown == {"v2"}


async def test_an_empty_settlement_writes_nothing(box: SqlStore) -> None:
    await box.settle([], NOW)
    await box.sending([])
