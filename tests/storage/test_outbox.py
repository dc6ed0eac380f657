"""Messages leave in order per chat, replies before nudges; what became of them is written, and a nudge never goes twice."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
import storage_cast as cast
from sqlalchemy import update
from storage_cast import ANN, BEN, GROUP, NOW

from bot.app.outbox import Outbox
from bot.app.ports import Commit, Later, Moved, Never, Outcome, Outgoing, OutRow, Revoked, Sent, Unknown
from bot.clock import ManualClock
from bot.storage.store import SqlStore
from bot.storage.tables import outbox
from bot.talk.heard import Posted
from bot.words.message import Kind

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


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
    rows = await box.sendable(NOW, 10)
    assert [(row.message.text, row.hurried) for row in rows] == [("nudge a", True), ("reply b", False)]


async def test_what_stands_behind_a_nudge_hurries_it_once_it_may_go_itself(box: SqlStore) -> None:
    await put(
        box,
        cast.out("1", text="nudge a", kind="nudge"),
        cast.out("2", person="ben", chat=BEN, text="nudge b", kind="nudge"),
        cast.out("3", person="ben", chat=BEN, text="late", kind="unasked"),
        cast.out("4", text="later", due=NOW + SECOND),
    )
    for after, expected in ((0, [("nudge b", True), ("nudge a", False)]), (1, [("nudge a", True), ("nudge b", True)])):
        rows = await box.sendable(NOW + after * SECOND, 10)
        assert [(row.message.text, row.hurried) for row in rows] == expected
        assert {row.priority for row in rows} == {1}, "hurried or not, it is never sent twice"


async def test_a_reply_behind_a_nudge_under_way_or_put_off_waits_for_it(box: SqlStore) -> None:
    await put(
        box, cast.out("1", text="nudge", kind="nudge"), cast.out("2", text="nudge 2", kind="nudge"), cast.out("3", text="reply")
    )
    row = await head(box)
    await box.sending([row.id])
    assert await box.sendable(NOW, 10) == []
    await box.settle([(row, Later(5.0))], NOW)
    assert await box.sendable(NOW + 4 * SECOND, 10) == []
    (row,) = await box.sendable(NOW + 5 * SECOND, 10)
    await box.settle([(row, Sent(1))], NOW)
    assert [(row.message.text, row.hurried) for row in await box.sendable(NOW, 10)] == [("nudge 2", True)]


async def test_a_row_in_flight_blocks_its_chat(box: SqlStore) -> None:
    await put(box, cast.out("1"), cast.out("2"))
    await box.sending([(await head(box)).id])
    assert await box.sendable(NOW, 10) == []


async def recall(box: SqlStore, *names: str) -> None:
    await box.commit(Commit(recalled=[(ANN, name) for name in names]), NOW)


async def test_what_is_recalled_goes_no_more_and_the_next_one_does(box: SqlStore) -> None:
    await put(
        box,
        cast.out("1", text="both", name="ann/days"),
        cast.out("2", text="both in words", name="ann/days"),
        cast.out("3", person="ben", chat=BEN, text="another's", name="ann/days"),
        cast.out("4", text="a word"),
    )
    await recall(box, "ann/days")
    assert await texts(box) == ["another's", "a word"]


async def test_what_is_recalled_after_it_was_read_is_not_begun(box: SqlStore) -> None:
    await put(box, cast.out("1", name="ann/days"), cast.out("2", person="ben", chat=BEN))
    rows = {row.chat: row.id for row in await box.sendable(NOW, 10)}
    await recall(box, "ann/days")
    assert await box.sending(list(rows.values())) == {rows[BEN]}
    assert [await box.stands(rows[chat]) for chat in (ANN, BEN)] == [False, True]


@pytest.mark.parametrize("outcome", [Later(1), Unknown(), Never("recalled"), Sent(5)], ids=lambda o: type(o).__name__)
async def test_what_is_recalled_in_flight_comes_back_by_no_outcome(box: SqlStore, outcome: Outcome) -> None:
    await put(box, cast.out("1", name="ann/days"), cast.out("2", text="next"))
    row = await head(box)
    await box.sending([row.id])
    assert await box.stands(row.id)
    await recall(box, "ann/days")
    assert not await box.stands(row.id)
    await box.settle([(row, outcome)], NOW)
    assert await texts(box, 10 * SECOND) == ["next"]


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
    assert (await box.counts(NOW + SECOND)).outbox == 2


async def test_what_is_said_behind_the_edit_of_something_that_is_not_due_does_not_wait_for_it(box: SqlStore) -> None:
    await put(
        box,
        cast.out("1", name="q", due=NOW + HOUR, text="later"),
        cast.out("2", edits="q", text="edit"),
        cast.out("3", text="help"),
    )
    assert await texts(box) == ["help"]
    await box.settle([(await head(box), Sent(1))], NOW)
    assert await texts(box) == []
    assert await texts(box, HOUR) == ["later"]
    (late,) = await box.sendable(NOW + HOUR, 10)
    await box.settle([(late, Sent(77))], NOW + HOUR)
    (edit,) = await box.sendable(NOW + HOUR, 10)
    assert (edit.message.text, edit.edit) == ("edit", 77)


async def test_an_edit_finds_the_newest_of_that_name_before_it(box: SqlStore) -> None:
    for key, shown in (("1", 11), ("2", 12)):
        await put(box, cast.out(key, name="q"))
        await box.settle([(await head(box), Sent(shown))], NOW)
    await put(box, cast.out("3", edits="q"), cast.out("4", name="q"))
    assert (await head(box)).edit == 12


async def test_a_network_that_stays_away_for_weeks_is_waited_for(box: SqlStore) -> None:
    await put(box, cast.out("1"))
    await box._database.write(lambda connection: connection.execute(update(outbox).values(tries=32_767)))
    await box.settle([(await head(box), Later(15.0))], NOW)
    assert (await box.sendable(NOW + HOUR, 1))[0].tries == 32_767


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


async def test_a_nudge_that_came_too_late_to_be_sent_is_told_to_its_household_once(box: SqlStore) -> None:
    await put(box, cast.out("1", kind="nudge", name="ann/n:7"), cast.out("2", text="two", name="ann/n:8"))
    late = await head(box)
    for _ in range(2):
        await box.settle([(late, Never("too-late"))], NOW)
    await box.settle([(await head(box), Never("too-late"))], NOW)
    (item,) = (await box.claim(NOW, 10)).items
    assert (item.household, msgspec.json.decode(item.raw, type=Posted)) == ("h-ann", Posted("missed", {"message": "ann/n:7"}))


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


@pytest.mark.parametrize("kind", ["flow", "safety", "unasked"])
async def test_a_message_of_unknown_fate_is_never_left_and_waits_before_it_goes_again(box: SqlStore, kind: Kind) -> None:
    await put(box, cast.out("1", text="one", kind=kind), cast.out("2", text="two", kind=kind))
    row = await head(box)
    for tries in range(1, 6):
        await box.settle([(row, Unknown(8.0))], NOW)
        assert await texts(box, 7 * SECOND) == []
        (row,) = await box.sendable(NOW + 8 * SECOND, 10)
        assert (row.message.text, row.tries) == ("one", tries)


async def test_what_a_talk_says_by_itself_goes_before_nudges_and_once_more_and_not_to_who_pauses(box: SqlStore) -> None:
    await put(box, cast.out("1", text="nudge", kind="nudge"), cast.out("2", person="ben", chat=BEN, text="late", kind="unasked"))
    assert await texts(box) == ["late", "nudge"]
    await box.sending([row.id for row in await box.sendable(NOW, 10)])
    await box.recover(NOW)
    (row,) = await box.sendable(NOW, 10)
    assert row.message.text == "late"
    await box.settle([(row, Later(0.0))], NOW)
    await box.commit(Commit(withdrawn=["ben"]), NOW)
    assert await texts(box) == []


@pytest.mark.parametrize("outcome", [Later(1), Later(1, flood=True), Unknown(), Sent(5)], ids=repr)
@pytest.mark.parametrize("kind", ["nudge", "unasked"])
async def test_what_was_in_flight_when_its_person_paused_comes_back_by_no_outcome(
    box: SqlStore, kind: Kind, outcome: Outcome
) -> None:
    await put(box, cast.out("1", kind=kind), cast.out("2", text="reply"))
    (row,) = [row for row in await box.sendable(NOW, 10) if row.priority]
    await box.sending([row.id])
    await box.commit(Commit(withdrawn=["ann"]), NOW)
    await box.settle([(row, outcome)], NOW)
    assert await texts(box, HOUR) == ["reply"]


async def test_an_unknown_nudge_is_left(box: SqlStore) -> None:
    await put(box, cast.out("1", kind="nudge"))
    await box.settle([(await head(box), Unknown())], NOW)
    assert await box.sendable(NOW, 10) == []


class Wire:
    """Takes everything."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def send(self, row: OutRow) -> Outcome:
        self.texts.append(row.message.text)
        return Sent(row.id)


@pytest.mark.parametrize(("after", "sent"), [(4 * HOUR - SECOND, ["nudge", "reply"]), (4 * HOUR, ["reply"])])
async def test_a_nudge_that_waited_until_it_is_over_is_never_sent_and_holds_up_nothing(
    box: SqlStore, after: timedelta, sent: list[str]
) -> None:
    await put(box, cast.out("1", text="nudge", kind="nudge", until=NOW + 4 * HOUR), cast.out("2", text="reply"))
    wire, clock = Wire(), ManualClock(NOW + after)
    outbox = Outbox(box, wire, clock)
    while await outbox.turn(clock.now()) is not None:
        clock.set(clock.now() + SECOND)
    assert wire.texts == sent
    assert (await box.counts(clock.now())).outbox == 0
    assert (await box.claim(clock.now(), 10)).items == []


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


async def test_marks_for_which_no_call_was_made_are_taken_back_as_if_they_had_never_been(box: SqlStore) -> None:
    await put(box, cast.out("1", kind="nudge"), cast.out("2", person="ben", chat=BEN, text="reply", name="q"))
    before = await box.sendable(NOW, 10)
    await box.sending([row.id for row in before])
    await box.unsent([row.id for row in before])
    assert await box.sendable(NOW, 10) == before


async def test_what_was_sent_or_recalled_meanwhile_is_not_taken_back(box: SqlStore) -> None:
    await put(box, cast.out("1", text="sent"), cast.out("2", person="ben", chat=BEN, text="recalled", name="q"))
    rows = await box.sendable(NOW, 10)
    await box.sending([row.id for row in rows])
    await box.settle([(row, Sent(5)) for row in rows if row.chat == ANN], NOW)
    await box.commit(Commit(recalled=[(BEN, "q")]), NOW)
    await box.unsent([row.id for row in rows])
    assert await box.sendable(NOW, 10) == []


async def test_a_message_that_each_crash_finds_in_flight_is_never_left_and_its_waits_grow(box: SqlStore) -> None:
    await put(box, cast.out("1", text="one"), cast.out("2", text="two"))
    now = NOW
    for wait in (0, 2, 4, 8):
        await box.sending([row.id for row in await box.sendable(now, 10)])
        await box.recover(now)
        assert wait == 0 or await box.sendable(now + (wait - 1) * SECOND, 10) == []
        now += wait * SECOND
        assert [row.message.text for row in await box.sendable(now, 10)] == ["one"]


async def test_a_nudge_that_goes_on_waiting_for_a_network_is_left_by_the_first_crash_that_finds_it_in_flight(box: SqlStore) -> None:
    await put(box, cast.out("1", kind="nudge"))
    await box.settle([(await head(box), Later(0.0))], NOW)
    await box.sending([(await head(box)).id])
    await box.recover(NOW)
    assert await texts(box, HOUR) == []


async def test_questions_that_wait_are_known_by_name(box: SqlStore) -> None:
    await put(box, cast.out("1", question="v1"), cast.out("2", question="v2"))
    await box.receive([cast.update(1)], NOW)
    assert (await box.claim(NOW, 10)).unshown == {"v1", "v2"}
    await box.settle([(await head(box), Sent(1))], NOW)
    assert (await box.claim(NOW, 10)).unshown == {"v2"}


async def test_an_empty_settlement_writes_nothing(box: SqlStore) -> None:
    await box.settle([], NOW)
    await box.sending([])
