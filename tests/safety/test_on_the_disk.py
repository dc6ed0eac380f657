"""Leaving, forgetting, pausing and exiting as they are written down and sent: rows, keys, queues, messages taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from stored import Office, office, on_disk, paired, welcomed

from bot.couple.keeping import Limits
from bot.storage.tables import micro

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
    clearing, typed = [row for row in house.sent[101] if row.message.delete]
    assert len(clearing.message.ids) == len(said)
    assert typed.message.ids == tuple(range(house.letters, 0, -1))
    assert house.sent[101].index(typed) < len(house.sent[101]) - 1
    await house.passes(48 * 3600)
    await house.says(101, "/exit")
    first, second = [row for row in house.sent[101] if row.message.delete][-2:]
    assert first.message.ids == ()
    assert second.message.ids == (house.letters,)


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


@pytest.mark.carries("T21", "S29")
async def test_a_month_after_the_last_of_two_left_nothing_is_there_that_was_of_both(house: Office) -> None:
    """Each keeps what is their own; what was planned, open, said or finished together is gone, and no message of it is known."""
    await paired(house, ANN, BEN)
    for user, name in (ANN, BEN):
        await house.passes(60)
        await house.says(user, "/settings", name)
        for label in ("Each week or month", "A talk for two", "Yes, once a week", "Sunday"):
            await house.taps(user, label, name)
        await house.says(user, "18:00", name)
    await house.says(101, "/menu")
    await house.taps(101, "Choose your ground rules")
    await house.taps(101, "Now")
    couple = set(await house.store.household_ids())
    assert (await _rows(house, "schedules"), await _rows(house, "timers") > 0, len(couple)) == (1, True, 1)
    for user, name in (ANN, BEN):
        await house.passes(60)
        await house.says(user, "/leave", name)
        await house.taps(user, "Go on", name)
        await house.taps(user, "Never", name)
    await house.passes(31 * 86400)
    await house.store.purge(house.now, Limits(), timedelta(days=7))
    for table in ("schedules", "groups", "invitations", "entries"):
        assert await _rows(house, table) == 0, table
    assert await _rows(house, f"outbox where settled < {micro(house.now - timedelta(days=30))}") == 0
    homes = (await house.store.load(await house.store.household_ids())).values()
    assert sorted(len(h.people) for h in homes) == [1, 1]
    for home in homes:
        assert (home.schedules, home.done, home.group) == ({}, {}, None)
        assert all(s.root.flow == "quiet-moment" and s.people == list(home.people) for s in home.sessions.values())
        (person,) = home.people.values()
        assert "joint" not in person.consents
        assert person.typed == []


async def _rows(house: Office, table: str) -> int:
    from sqlalchemy import text

    return int(await house.store._database.read(lambda c: c.execute(text(f"select count(*) from {table}")).scalar_one()))
