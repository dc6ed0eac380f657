"""Leaving, forgetting, pausing and exiting as they are written down and sent: rows, keys, queues, messages taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stored import Office, office, on_disk, paired, welcomed

ANN, BEN = (101, "Ann"), (102, "Ben")
EVENING = datetime(2026, 1, 5, 19, 0, tzinfo=UTC)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Office]:
    made = await office(tmp_path, EVENING)
    yield made
    await made.store.close()


@pytest.mark.carries("S29")
async def test_leaving_moves_one_person_with_their_key_and_leaves_the_other_where_they_were(house: Office) -> None:
    await paired(house, ANN, BEN)
    await house.says(101, "/leave")
    await house.taps(101, "Go on")
    await house.taps(101, "Now")
    await house.passes(1)
    await house.taps(102, "Open", "Ben")
    assert "closed" in house.texts(102)[-1]
    await house.says(101, "/menu")
    assert "Invite your partner" in house.labels(101)
    await house.says(101, "/leave")
    assert "You share nothing" in house.texts(101)[-1]


@pytest.mark.carries("S29")
async def test_two_who_left_can_be_a_pair_again(house: Office) -> None:
    await paired(house, ANN, BEN)
    await house.says(101, "/leave")
    await house.taps(101, "Go on")
    await house.taps(101, "Now")
    await house.passes(1)
    await house.taps(102, "Open", "Ben")
    await house.taps(102, "Yes", "Ben")
    await house.says(101, "/menu")
    await house.taps(101, "Invite your partner")
    await house.says(102, f"/start {house.link(101)}", "Ben")
    await house.taps(101, "Yes, and I agree")
    await house.taps(102, "Yes, I agree", "Ben")
    assert any("both here" in text for text in house.texts(102)[-2:])


@pytest.mark.carries("S30", "T20")
async def test_after_forgetting_nothing_of_them_lies_anywhere(house: Office, tmp_path: Path) -> None:
    await welcomed(house, 101, "canary-name")
    await house.says(101, "canary-text one two three", "canary-name")
    await house.says(101, "/forget", "canary-name")
    await house.says(101, "forget me", "canary-name")
    assert (await house.store.counts(house.now)).inbox == 0
    assert not await _rows(house, "people")
    assert not await _rows(house, "households")
    await house.store.close()
    assert on_disk(tmp_path, ["canary-name", "canary-text"]) == []


@pytest.mark.carries("S26", "S30")
async def test_exit_takes_away_what_was_said_and_knows_which_messages_that_is(house: Office) -> None:
    await welcomed(house, 101, "Ann")
    said = [row for row in house.sent[101] if row.message.callback is None and row.edit is None]
    await house.says(101, "/exit")
    clearing = next(row for row in house.sent[101] if row.message.delete)
    assert len(clearing.message.ids) == len(said)
    assert house.sent[101].index(clearing) < len(house.sent[101]) - 1
    await house.passes(48 * 3600)
    await house.says(101, "/exit")
    again = [row for row in house.sent[101] if row.message.delete][-1]
    assert again.message.ids == ()


@pytest.mark.carries("T22", "S2")
async def test_a_pause_takes_back_what_is_queued(house: Office) -> None:
    await paired(house, ANN, BEN)
    house.now = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)
    await house.says(101, "/settings")
    await house.taps(101, "How discreet")
    await house.taps(101, "For what comes unasked")
    await house.says(102, "/menu", "Ben")
    await house.taps(102, "Choose your ground rules", "Ben")
    await house.taps(102, "Now", "Ben")
    waiting = (await house.store.counts(house.now)).next
    assert waiting is not None
    await house.says(101, "/pause")
    before = len(house.sent[101])
    await house.passes(9 * 3600)
    assert [row.message.kind for row in house.sent[101][before:] if row.edit is None] == []


async def _rows(house: Office, table: str) -> int:
    from sqlalchemy import text

    return int(await house.store._database.read(lambda c: c.execute(text(f"select count(*) from {table}")).scalar_one()))
