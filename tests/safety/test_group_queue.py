"""What waits to be said in the couple's group is not said to somebody who came meanwhile; the two hear it in private."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from stored import Office
from test_group_swapped import ANN, BEN, EVE, GOES, JOINS, PLACE, Counted, bound

from bot.app.ports import Later, Update
from bot.talk import phrases
from bot.talk.heard import Command, GroupSeen, Where, Wrote

pytestmark = pytest.mark.carries("S2", "S5", "T6")

BEGAN = datetime(2026, 1, 5, 19, 0, tzinfo=UTC)
PAUSED = "A time-out. We stop here"


async def turns(house: Office, *heard: Command | Wrote | GroupSeen) -> None:
    """The desk works while the sender is behind."""
    rows = []
    for one in heard:
        house.count += 1
        rows.append(Update(house.count, one.who.user, one.where.chat, msgspec.json.encode(one)))
    await house.store.receive(rows, house.now)
    while await house.desk.turn(house.now):
        pass


async def talking(folder: Path) -> tuple[Office, Counted]:
    """Ann and Ben in a talk that both agreed to, with a question of it in front."""
    house, counted = await bound(folder)
    await house.taps(101, "Yes, let us")
    await house.taps(102, "Yes, let us", "Ben")
    return house, counted


def timeout(house: Office) -> Command:
    return Command(BEN, Where(102, True), "timeout", "", house.now, 77)


def said(house: Office, chat: int, since: int) -> list[str]:
    return house.texts(chat)[since:]


@pytest.mark.parametrize("news", [JOINS, Wrote(EVE, PLACE, "hello", BEGAN, 5), GOES], ids=["joins", "speaks", "goes"])
@pytest.mark.parametrize("batches", [1, 2])
async def test_what_waits_for_the_group_is_said_to_the_two_alone(tmp_path: Path, news: GroupSeen | Wrote, batches: int) -> None:
    house, _ = await talking(tmp_path)
    group, ann, ben = (len(house.texts(chat)) for chat in (PLACE.chat, 101, 102))
    if batches == 1:
        await turns(house, timeout(house), news)
    else:
        await turns(house, timeout(house))
        await turns(house, news)
    await house.settle()
    await house.store.close()
    assert said(house, PLACE.chat, group) == [phrases.GROUP_MISSING if news is GOES else phrases.GROUP_SUSPENDED]
    for chat, since in ((101, ann), (102, ben)):
        why, asked = said(house, chat, since)
        assert why == (phrases.GROUP_HALF if news is GOES else phrases.GROUP_CROWDED)
        assert asked.startswith(PAUSED)
    assert "20 minutes" in house.labels(102)


async def test_an_answer_after_it_goes_on_in_private(tmp_path: Path) -> None:
    house, _ = await talking(tmp_path)
    group = len(house.texts(PLACE.chat))
    await turns(house, timeout(house))
    await turns(house, JOINS)
    await house.settle()
    await house.taps(102, "20 minutes", "Ben")
    await house.store.close()
    assert said(house, PLACE.chat, group) == [phrases.GROUP_SUSPENDED]
    assert "does that time suit you" in house.texts(101)[-1].lower()


async def test_the_last_word_of_a_talk_is_not_lost(tmp_path: Path) -> None:
    house, _ = await talking(tmp_path)
    group, before = len(house.texts(PLACE.chat)), {chat: len(house.texts(chat)) for chat in (101, 102)}
    await turns(house, Command(BEN, Where(102, True), "stop", "", house.now, 77))
    await turns(house, JOINS)
    await house.settle()
    for chat in (101, 102):
        await house.taps(chat, "Open", "Ann" if chat == 101 else "Ben")
    await house.store.close()
    assert said(house, PLACE.chat, group) == [phrases.GROUP_SUSPENDED]
    assert all(any("stopped" in text.lower() for text in said(house, chat, since)) for chat, since in before.items())


async def test_what_waits_while_nobody_can_be_counted_is_said_in_private_without_a_word_about_it(tmp_path: Path) -> None:
    house, counted = await talking(tmp_path)
    group, ann = len(house.texts(PLACE.chat)), len(house.texts(101))
    await turns(house, timeout(house))
    counted.answer = 0
    house.now += timedelta(minutes=2)
    await turns(house, Wrote(ANN, PLACE, "hm", house.now, 78))
    await house.settle()
    await house.store.close()
    assert said(house, PLACE.chat, group) == []
    assert [text[: len(PAUSED)] for text in said(house, 101, ann)] == [PAUSED]
    assert "20 minutes" in house.labels(102)


async def test_help_that_waits_is_said_all_the_same(tmp_path: Path) -> None:
    house, _ = await talking(tmp_path)
    group = len(house.texts(PLACE.chat))
    await turns(house, Command(ANN, PLACE, "sos", "", house.now, 9), timeout(house))
    await turns(house, JOINS)
    await house.settle()
    await house.store.close()
    assert said(house, PLACE.chat, group) == [phrases.GROUP_HELP, phrases.GROUP_SUSPENDED]


async def test_what_comes_back_from_the_wire_goes_no_more(tmp_path: Path) -> None:
    house, _ = await talking(tmp_path)
    group = len(house.texts(PLACE.chat))
    await turns(house, timeout(house))
    rows = [row for row in await house.store.sendable(house.now, 100) if row.chat == PLACE.chat]
    assert await house.store.sending([row.id for row in rows]) == {row.id for row in rows}
    await turns(house, JOINS)
    await house.store.settle([(row, Later(5, flood=True)) for row in rows], house.now)
    await house.passes(60)
    await house.store.close()
    assert len(rows) == 1
    assert said(house, PLACE.chat, group) == [phrases.GROUP_SUSPENDED]


async def test_that_it_is_back_is_not_said_to_somebody_new(tmp_path: Path) -> None:
    house, counted = await talking(tmp_path)
    group = len(house.texts(PLACE.chat))
    await turns(house, JOINS)
    await house.settle()
    counted.answer = 3
    await turns(house, GroupSeen(EVE, PLACE, went=(EVE,)))
    await turns(house, JOINS)
    await house.settle()
    await house.store.close()
    assert said(house, PLACE.chat, group) == [phrases.GROUP_SUSPENDED, phrases.GROUP_SUSPENDED]
