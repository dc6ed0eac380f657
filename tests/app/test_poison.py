"""One update that cannot be dealt with holds up nobody: it is put aside, its author hears one sentence, and help works at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from stored import Office, office, welcomed

from bot.app.failing import CONFLICTS
from bot.app.ports import Commit, Conflict, Unwritable
from bot.app.proving import Proofs
from bot.clock import ManualClock
from bot.couple.household import Group, Household
from bot.flow import engine
from bot.storage import plan
from bot.talk.heard import Command, Pressed, Where, Who, Wrote

ANN, CLEO = 101, 103
TALK = "three-questions"
WRONG = "Something went wrong on my side"
CARD = "findahelpline"
LATER = timedelta(days=1, minutes=1)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Office]:
    """Ann is asked something in a talk with herself; Cleo is welcome too."""
    made = await office(tmp_path, datetime(2026, 1, 5, 19, 0, tzinfo=UTC))
    await welcomed(made, ANN, "Ann")
    await welcomed(made, CLEO, "Cleo")
    await made.hear(Pressed(Who(ANN, "Ann", "en"), Where(ANN, True), f"!begin.{TALK}", "b1"))
    yield made
    await made.store.close()


async def query(house: Office, statement: str, **given: Any) -> list[tuple[Any, ...]]:
    def run(connection: Any) -> list[tuple[Any, ...]]:
        done = connection.execute(text(statement), given)
        return [tuple(row) for row in done] if done.returns_rows else []

    return await house.store._database.write(run)


async def dead(house: Office) -> list[str]:
    return [error for (error,) in await query(house, "select error from inbox where status = 2 order by id")]


async def turns(house: Office) -> None:
    """The desk works as its loop does: what it cannot write it tries again."""
    for _ in range(40):
        try:
            if not await house.desk.turn(house.now):
                return await house.settle()
        except (Conflict, Unwritable):
            continue
    raise AssertionError("the same thing is done again and again")


def ann_says(house: Office, what: str) -> Wrote | Command:
    who, where = Who(ANN, "Ann", "en"), Where(ANN, True)
    return Command(who, where, what[1:], "", house.now) if what.startswith("/") else Wrote(who, where, what, house.now)


async def arrive(house: Office, *heard: Any) -> None:
    """They arrive and nothing is done about them yet."""
    with patch.object(house, "settle", _nothing):
        await house.hear(*heard)


async def _nothing() -> None:
    return None


# -- where it can go wrong ------------------------------------------------------------------------------


@contextmanager
def in_the_talk(house: Office) -> Iterator[None]:
    step = engine.step

    def raising(session: Any, signal: Any, world: Any) -> Any:
        if session.top.flow == TALK:
            raise RuntimeError("ours")
        return step(session, signal, world)

    with patch("bot.flow.engine.step", raising):
        yield


@contextmanager
def in_the_words(house: Office) -> Iterator[None]:
    from bot.talk import placing

    say = placing.say

    def raising(work: Any, session: Any, effect: Any) -> None:
        if session.top.flow == TALK:
            raise KeyError("ours")
        say(work, session, effect)

    with patch("bot.talk.placing.say", raising):
        yield


@contextmanager
def in_the_writing(house: Office) -> Iterator[None]:
    """Whatever changes a talk of Ann's cannot be written: a value that no column takes."""
    good = plan.plan

    def raising(commit: Commit, *given: Any) -> Any:
        if any(s.top.flow == TALK for c in commit.changed for id, s in c.household.sessions.items() if id in c.sessions):
            raise OverflowError("too large")
        return good(commit, *given)

    with patch("bot.storage.plan.plan", raising):
        yield


@contextmanager
def in_the_guard(house: Office) -> Iterator[None]:
    """A household that is always changed by somebody else: two rows of the database contradict each other."""
    good = house.store._commit

    def refusing(connection: Any, commit: Commit, *given: Any) -> None:
        if any(c.household.by_user(ANN) and c.sessions for c in commit.changed):
            raise Conflict
        good(connection, commit, *given)

    with patch.object(house.store, "_commit", refusing):
        yield


@pytest.mark.parametrize("goes_wrong", [in_the_talk, in_the_words, in_the_writing, in_the_guard])
async def test_wherever_a_turn_breaks_its_row_is_put_aside_and_what_follows_in_that_chat_is_answered(
    house: Office, goes_wrong: Callable[[Office], Any]
) -> None:
    before = len(house.texts(ANN))
    with goes_wrong(house):
        cleo = Command(Who(CLEO, "Cleo", "en"), Where(CLEO, True), "when", "", house.now)
        await arrive(house, ann_says(house, "long and grey"), ann_says(house, "/sos"), cleo)
        await turns(house)
    said = house.texts(ANN)[before:]
    assert WRONG in said[0]
    assert "/sos" in said[0]
    assert "/menu" in said[0]
    assert CARD in said[1]
    assert len(said) == 2
    assert "Nothing is planned" in house.texts(CLEO)[-1]
    assert len(await dead(house)) == 1
    await house.says(ANN, "/menu")
    assert "What would you like" in house.texts(ANN)[-1] or "Welcome back" in house.texts(ANN)[-1]


@pytest.mark.parametrize("word", ["/sos", "/help", "I want to kill myself"])
async def test_where_every_turn_of_somebody_breaks_whoever_needs_help_gets_the_card_all_the_same(house: Office, word: str) -> None:
    with patch("bot.talk.turn.nudging.heard_from", side_effect=KeyError("ours")):
        await house.says(ANN, word)
        assert CARD in house.texts(ANN)[-1]
        assert "112" in house.texts(ANN)[-1], "of the country that she named"
        await house.says(ANN, "long and grey")
        assert WRONG in house.texts(ANN)[-1]
    assert await dead(house) == ["KeyError"] * 2


async def test_help_that_cannot_be_written_down_is_given_all_the_same(house: Office) -> None:
    good = plan.plan

    def raising(commit: Commit, *given: Any) -> Any:
        if commit.changed:
            raise OverflowError("too large")
        return good(commit, *given)

    with patch("bot.storage.plan.plan", raising):
        await arrive(house, ann_says(house, "I want to kill myself"))
        await turns(house)
    assert CARD in house.texts(ANN)[-1]


async def test_what_was_put_aside_keeps_its_words_sealed_for_the_operator(house: Office, caplog: pytest.LogCaptureFixture) -> None:
    with in_the_writing(house):
        await arrive(house, ann_says(house, "long and grey"))
        await turns(house)
    ((raw,),) = await query(house, "select raw from inbox where status = 2")
    assert raw
    assert b"grey" not in raw
    assert "turn.given_up" in caplog.text
    assert "grey" not in caplog.text
    assert (await house.store.figures())["dead"] == 1


async def test_a_stranger_whose_first_word_breaks_is_told_too(house: Office) -> None:
    stranger = Who(104, "Eve", "en"), Where(104, True)
    with patch("bot.talk.turn.know", side_effect=RuntimeError("ours")):
        await house.hear(Command(*stranger, "start", "", house.now))
    assert WRONG in house.texts(104)[-1]
    await house.hear(Command(*stranger, "sos", "", house.now))
    assert CARD in house.texts(104)[-1]
    assert await dead(house) == ["RuntimeError"]


async def test_an_update_that_does_not_open_is_put_aside_with_one_sentence(house: Office) -> None:
    await arrive(house, ann_says(house, "long and grey"), ann_says(house, "/sos"))
    await query(house, "update inbox set raw = zeroblob(60) where id = (select min(id) from inbox where status = 0)")
    await turns(house)
    assert WRONG in house.texts(ANN)[-2]
    assert CARD in house.texts(ANN)[-1]
    assert len(await dead(house)) == 1


async def test_a_talk_that_does_not_open_is_left_out_and_all_else_goes_on(house: Office) -> None:
    (kept,) = await query(
        house, "select id, body from sessions where household = (select household from people where user_id = 101)"
    )
    await query(house, "update sessions set body = zeroblob(60) where id = :id", id=kept[0])
    await house.says(ANN, "/sos")
    assert CARD in house.texts(ANN)[-1]
    await house.says(ANN, "/menu")
    assert await dead(house) == []
    await house.hear(Pressed(Who(ANN, "Ann", "en"), Where(ANN, True), f"!begin.{TALK}", "b2"))
    assert "How was the day?" in house.texts(ANN)[-1]
    await house.says(ANN, "grey")
    assert await dead(house) == []


async def test_a_talk_that_opens_again_is_there_with_its_timers(house: Office) -> None:
    ((id, body),) = await query(
        house, "select id, body from sessions where household = (select household from people where user_id = 101)"
    )
    timers = await query(house, "select session from timers where session = :id", id=id)
    assert timers
    await query(house, "update sessions set body = zeroblob(60) where id = :id", id=id)
    await house.passes(3 * 24 * 3600.0)
    assert await query(house, "select session from timers where session = :id", id=id) == timers
    await query(house, "update sessions set body = :body where id = :id", id=id, body=body)
    await house.passes(LATER.total_seconds())
    assert await query(house, "select id from sessions where id = :id", id=id) == [], "its question stood open for too long"


@pytest.mark.parametrize("table", ["households", "people"])
async def test_where_a_household_does_not_open_its_people_are_helped_all_the_same(house: Office, table: str) -> None:
    key = "id" if table == "households" else "household"
    named = f"{key} = (select household from people where user_id = 101)"
    ((whole,),) = await query(house, f"select body from {table} where {named}")
    await query(house, f"update {table} set body = zeroblob(60) where {named}")
    before = len(house.texts(ANN))
    cleo = Command(Who(CLEO, "Cleo", "en"), Where(CLEO, True), "when", "", house.now)
    await house.hear(ann_says(house, "long and grey"), ann_says(house, "/sos"), ann_says(house, "I want to kill myself"), cleo)
    said = house.texts(ANN)[before:]
    assert [WRONG in said[0], CARD in said[1], CARD in said[2]] == [True, True, True]
    assert "/sos" in said[0]
    assert "Nothing is planned" in house.texts(CLEO)[-1]
    assert await dead(house) == ["Closed"] * 3
    planned = "select t.session, s.id from timers t, schedules s order by 1, 2"
    waiting = await query(house, planned)
    await house.passes(2 * 24 * 3600.0)
    assert await query(house, planned) == waiting, "what is due meanwhile waits"
    await query(house, f"update {table} set body = :whole where {named}", whole=whole)
    await house.says(ANN, "/when")
    assert WRONG not in house.texts(ANN)[-1], "nothing of it was written over"


async def test_a_tap_in_a_household_that_does_not_open_is_answered(house: Office) -> None:
    await query(house, "update households set body = zeroblob(60)")
    await house.hear(Pressed(Who(ANN, "Ann", "en"), Where(ANN, True), "!begin.menu", "b9"))
    assert [row.message.callback for row in house.sent[ANN]][-1] == "b9"
    assert WRONG in house.texts(ANN)[-1]


async def test_where_nothing_at_all_can_be_written_the_desk_waits_longer_and_longer(house: Office) -> None:
    stop, clock = asyncio.Event(), Paused()
    await arrive(house, ann_says(house, "long and grey"))
    clock.stop, clock.most = stop, 5
    with patch("bot.storage.plan.plan", side_effect=TypeError("ours")) as tried:
        await house.desk.run(stop, clock)
    assert clock.pauses == [0.1, 0.2, 0.4, 0.8, 1.6]
    assert tried.call_count < 10
    await turns(house)
    assert len(await dead(house)) == 1


class Paused(ManualClock):
    """A clock that counts how long it was asked to wait, and says when it is enough."""

    stop: asyncio.Event
    most: int

    def __init__(self) -> None:
        super().__init__(datetime(2026, 1, 5, 19, 0, tzinfo=UTC))
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if len(self.pauses) >= self.most:
            self.stop.set()


class Stumbles:
    """A count whose answer cannot be read."""

    async def members(self, chat: int) -> int | None:
        raise AttributeError


async def test_a_group_that_cannot_be_counted_holds_up_nobody_and_is_not_proven(house: Office) -> None:
    home = Household("h-ann", 7, {}, group=Group(-50, "Us", "asked"))
    assert await Proofs(Stumbles()).counts({"h-ann": home}, [], house.now) == {"h-ann": 0}


async def test_a_database_that_is_away_or_full_puts_nothing_aside(house: Office) -> None:
    refused = 0

    async def full(*given: Any) -> Any:
        nonlocal refused
        refused += 1
        raise OperationalError("", None, Exception("database or disk is full"))

    await arrive(house, ann_says(house, "long and grey"), ann_says(house, "/sos"))
    with patch.object(house.store._database, "write", full):
        for _ in range(CONFLICTS * 4):
            with pytest.raises(OperationalError):
                await house.desk.turn(house.now)
    assert refused == CONFLICTS * 4
    await turns(house)
    assert await dead(house) == []
    assert CARD in house.texts(ANN)[-1]
    assert not any(WRONG in said for said in house.texts(ANN))
