"""A talk in which a turn raised is held: it rests with all that was said in it and goes on when it is mended; the others go on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import text
from stored import Office, office, paired, welcomed

from bot.couple.household import Household
from bot.flow import engine
from bot.flow.effects import Effect
from bot.flow.hand import World
from bot.flow.session import Session
from bot.flow.signals import Again, Signal, Stopped
from bot.talk.heard import Command, Pressed, Where, Who, Wrote

ADMIN, ANN, BEN, CLEO = 700, 101, 102, 103
TALK = "three-questions"
FELL, RESTS = "so this talk rests until it is mended", "This talk rests until"
DAY = 24 * 3600.0


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Office]:
    made = await office(tmp_path, datetime(2026, 1, 5, 19, 0, tzinfo=UTC))
    setting = replace(made.desk.setting(), admins=frozenset({ADMIN}))
    made.desk.setting = lambda: setting
    yield made
    await made.store.close()


@contextmanager
def fault(flow: str = TALK, spares: type | tuple[type, ...] = (Again, Stopped)) -> Iterator[None]:
    """Whatever this flow hears raises, as a mistake of ours would."""
    step = engine.step

    def raising(session: Session, signal: Signal, world: World) -> list[Effect]:
        if session.top.flow == flow and not isinstance(signal, spares):
            raise RuntimeError("ours")
        return step(session, signal, world)

    with patch("bot.flow.engine.step", raising):
        yield


async def home_of(house: Office, user: int) -> Household:
    homes = await house.store.load(await house.store.household_ids())
    return next(home for home in homes.values() if home.by_user(user) is not None)


async def talk_of(house: Office, user: int, flow: str = TALK) -> Session | None:
    return next((s for s in (await home_of(house, user)).sessions.values() if s.root.flow == flow), None)


async def status_of(house: Office, user: int, flow: str = TALK) -> str | None:
    found = await talk_of(house, user, flow)
    return found.status if found is not None else None


async def begun(house: Office, user: int, name: str) -> None:
    """Somebody with the first question of a talk with oneself in front."""
    await welcomed(house, user, name)
    await house.hear(Pressed(Who(user, name, "en"), Where(user, True), f"!begin.{TALK}", f"b{user}"))
    assert "How was the day?" in house.texts(user)[-1]


def said(house: Office, user: int) -> str:
    return "\n".join(house.texts(user))


async def held(house: Office) -> None:
    """Ann's talk was held at her second answer."""
    await begun(house, ANN, "Ann")
    await house.says(ANN, "long and grey")
    with fault():
        await house.says(ANN, "the phone")
    assert await status_of(house, ANN) == "held"


async def dead(house: Office) -> list[str]:
    query = text("select error from inbox where status = 2 order by id")
    return list(await house.store._database.read(lambda c: c.execute(query).scalars().all()))


async def test_the_row_is_dead_the_talk_held_the_author_told_and_the_rest_of_the_batch_commits(house: Office) -> None:
    await begun(house, ANN, "Ann")
    await begun(house, CLEO, "Cleo")
    ann, cleo = (Who(ANN, "Ann", "en"), Where(ANN, True)), (Who(CLEO, "Cleo", "en"), Where(CLEO, True))
    with fault(spares=(Again, Stopped)):
        await house.hear(
            Command(*cleo, "help", "", house.now), Wrote(*ann, "long and grey", house.now), Command(*ann, "when", "", house.now)
        )
    assert await status_of(house, ANN) == "held"
    assert await status_of(house, CLEO) == "running"
    assert await dead(house) == ["RuntimeError"]
    assert FELL in said(house, ANN)
    assert "long and grey" not in said(house, ANN)
    assert "Nothing is planned" in house.texts(ANN)[-1]
    assert FELL not in said(house, CLEO)


async def test_a_tap_that_raises_is_answered(house: Office) -> None:
    await begun(house, ANN, "Ann")
    with fault():
        await house.taps(ANN, "Nothing today")
    toasts = [row.message.callback for row in house.sent[ANN] if row.message.callback is not None]
    assert toasts[-1] == f"c{house.count - 1}"
    assert FELL in house.texts(ANN)[-1]


async def test_what_is_written_to_it_meanwhile_is_told_that_it_rests_and_other_talks_begin(house: Office) -> None:
    await held(house)
    await house.says(ANN, "are you there")
    assert RESTS in house.texts(ANN)[-1]
    await house.hear(Pressed(Who(ANN, "Ann", "en"), Where(ANN, True), f"!begin.{TALK}", "again"))
    assert "How was the day?" in house.texts(ANN)[-1]
    assert [s.status for s in (await home_of(house, ANN)).sessions.values() if s.root.flow == TALK] == ["held", "running"]


async def test_it_can_be_stopped(house: Office) -> None:
    await held(house)
    await house.says(ANN, "/stop")
    assert await talk_of(house, ANN) is None
    assert "Stopped" in house.texts(ANN)[-1]


async def test_an_administrator_sees_how_many_and_lets_them_go_on_where_they_were(house: Office) -> None:
    await welcomed(house, ADMIN, "Op")
    await held(house)
    await house.says(ADMIN, "/status", "Op")
    assert "something broke: 1" in house.texts(ADMIN)[-1]
    assert "put aside: 1" in house.texts(ADMIN)[-1]
    await house.says(ADMIN, "/release", "Op")
    assert "1 of 1" in house.texts(ADMIN)[-1]
    assert await status_of(house, ANN) == "running"
    await house.taps(ANN, "Open")
    assert "What was hard?" in house.texts(ANN)[-1]
    await house.says(ANN, "the phone")
    await house.says(ANN, "tea")
    assert await talk_of(house, ANN) is None, "it came to its end"


async def test_for_everybody_else_there_is_no_such_word(house: Office) -> None:
    await held(house)
    await house.says(ANN, "/release")
    assert "I do not know that word" in house.texts(ANN)[-1]
    assert await status_of(house, ANN) == "held"


async def test_one_that_breaks_again_is_held_again_and_the_others_go_on(house: Office) -> None:
    await held(house)
    await begun(house, CLEO, "Cleo")
    with fault():
        await house.says(CLEO, "fine", "Cleo")
    with patch("bot.talk.passing.say_again", side_effect=[RuntimeError("still"), None]):
        await house.store.resume_held(house.now)
        await house.settle()
    assert sorted([await status_of(house, ANN), await status_of(house, CLEO)], key=str) == ["held", "running"]


async def test_another_version_of_the_code_tries_them_once(house: Office) -> None:
    await held(house)
    assert await house.store.renew_held("one", house.now) == 0, "the first version is only remembered"
    assert await house.store.renew_held("one", house.now) == 0
    assert await house.store.renew_held("two", house.now) == 1
    await house.settle()
    assert await status_of(house, ANN) == "running"
    assert await house.store.renew_held("two", house.now) == 0


async def test_its_timers_wait_with_it(house: Office) -> None:
    await held(house)
    await house.passes(2 * DAY)
    assert await status_of(house, ANN) == "held"
    await house.store.resume_held(house.now)
    await house.settle()
    assert await talk_of(house, ANN) is None, "its question had stood open for twenty hours"


async def test_a_timer_that_raises_holds_its_talk(house: Office) -> None:
    await begun(house, ANN, "Ann")
    with fault():
        await house.passes(DAY)
    assert await status_of(house, ANN) == "held"
    assert await dead(house) == []


async def test_a_part_that_breaks_leaves_the_run_for_two_open_and_a_run_that_breaks_takes_its_parts_along(house: Office) -> None:
    await paired(house, (ANN, "Ann"), (BEN, "Ben"))
    who = Who(ANN, "Ann", "en")
    await house.hear(Pressed(who, Where(ANN, True), "!begin.evening-check-in", "b1"))
    await house.hear(Pressed(Who(BEN, "Ben", "en"), Where(BEN, True), "!begin.evening-check-in", "b2"))
    with fault():
        await house.says(ANN, "long")
    ann = await home_of(house, ANN)
    parts = {s.people[0]: s.status for s in ann.sessions.values() if s.root.flow == TALK}
    assert sorted(parts.values()) == ["held", "running"]
    assert await status_of(house, ANN, "evening-check-in") == "running"
    with fault("evening-check-in"):
        for answer in ("grey", "the phone", "tea"):
            await house.says(BEN, answer, "Ben")
    assert {s.status for s in (await home_of(house, ANN)).sessions.values() if s.root.flow in (TALK, "evening-check-in")} == {
        "held"
    }
    await house.store.resume_held(house.now)
    await house.settle()
    assert {s.status for s in (await home_of(house, ANN)).sessions.values()} == {"running"}
