"""Who brings in more than anybody can answer is told once; danger and the words that always work come before that."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from stored import office
from world import a_couple, a_world

from bot.app.ports import Commit, Update
from bot.app.quotas import ANSWERS_A_DAY, BURST, BYTES_A_DAY, Quotas
from bot.talk.heard import Command, Pressed, Where, Who, Wrote
from bot.talk.turn import Quota, take_turn

pytestmark = pytest.mark.carries("T18")

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
ANN = Who(101, "Ann", "en")
HERE = Where(101, True)
DAY = 24 * 3600


def text(words: str = "tea", after: float = 0) -> Wrote:
    return Wrote(ANN, HERE, words, NOON + timedelta(seconds=after))


def press() -> Pressed:
    return Pressed(ANN, HERE, "!menu", "c1")


def test_twenty_at_once_then_one_a_second() -> None:
    quotas = Quotas()
    assert [quotas.of(101, text(), 9, NOON) for _ in range(BURST)] == ["fine"] * BURST
    assert [quotas.of(101, text(), 9, NOON) for _ in range(3)] == ["over", "dropped", "dropped"]
    assert quotas.of(102, text(), 9, NOON) == "fine"
    later = [quotas.of(101, text(after=n), 9, NOON) for n in range(2, 12)]
    assert later.count("fine") >= 9


def test_a_day_has_two_hundred_answers_and_a_megabyte() -> None:
    quotas = Quotas()
    found = [quotas.of(101, text(after=2 * n), 9, NOON) for n in range(ANSWERS_A_DAY + 1)]
    assert found == ["fine"] * ANSWERS_A_DAY + ["over"]
    assert quotas.of(102, text(), BYTES_A_DAY + 1, NOON) == "over"
    assert quotas.of(101, text(after=DAY), 9, NOON) == "fine"


def test_what_was_written_over_an_hour_and_arrives_at_once_is_no_flood() -> None:
    quotas, late = Quotas(), NOON + timedelta(hours=1)
    found = [quotas.of(101, heard, 9, late) for n in range(30) for heard in (text(after=120 * n), *([press()] if n < 9 else []))]
    assert set(found) == {"fine"}


def test_presses_carry_no_time_and_count_by_their_arrival() -> None:
    quotas = Quotas()
    assert [quotas.of(101, press(), 9, NOON) for _ in range(BURST + 1)] == ["fine"] * BURST + ["over"]
    assert quotas.of(101, press(), 9, NOON + timedelta(minutes=1)) == "fine"


def test_what_a_batch_counted_stands_once_it_is_committed() -> None:
    quotas = Quotas()
    for _ in range(3):
        quotas.begin()
        assert [quotas.of(101, text(), 9, NOON) for _ in range(BURST)] == ["fine"] * BURST
    quotas.keep()
    quotas.begin()
    assert quotas.of(101, text(), 9, NOON) == "over"


async def answers(folder: Path, refusals: int) -> list[str]:
    """What Ann is told for a burst, when the disk refuses its batch so many times first."""
    house = await office(folder, NOON)
    commit, refused = house.store.commit, iter(range(refusals))

    async def full_first(batch: Commit, now: datetime) -> None:
        if next(refused, None) is not None:
            raise OSError(28, "No space left on device")
        await commit(batch, now)

    house.store.commit = full_first  # type: ignore[method-assign]
    await house.store.receive([Update(id, 101, 101, msgspec.json.encode(text())) for id in range(BURST)], NOON)
    for _ in range(refusals):
        with pytest.raises(OSError, match="No space"):
            await house.desk.turn(NOON)
    await house.settle()
    await house.store.close()
    return house.texts(101)


async def test_what_a_full_disk_refused_is_answered_when_it_is_tried_again(tmp_path: Path) -> None:
    for folder in (tmp_path / "whole", tmp_path / "refused"):
        folder.mkdir()
    whole = await answers(tmp_path / "whole", 0)
    assert whole
    assert await answers(tmp_path / "refused", 3) == whole


def said(heard: Wrote | Command, quota: Quota) -> list[str]:
    world = a_world()
    ann, _ = a_couple(world)
    turn = take_turn(world.household(ann.user), heard, world.setting, world.now, world.draw, quota=quota)
    return [m.text for m in turn.messages]


@pytest.mark.parametrize("word", ["sos", "help", "stop", "exit", "pause"])
def test_the_words_that_always_work_work_over_quota(word: str) -> None:
    assert said(Command(ANN, HERE, word), "dropped") != []


def test_danger_is_read_over_quota() -> None:
    assert any("call" in line for line in said(text("I want to kill myself"), "dropped"))


def test_anything_else_is_answered_once() -> None:
    assert "a lot at once" in said(text(), "over")[0]
    assert said(text(), "dropped") == []
    assert said(Command(ANN, HERE, "menu"), "dropped") == []
