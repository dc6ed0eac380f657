"""Who brings in more than anybody can answer is told once; danger and the words that always work come before that."""

from datetime import UTC, datetime, timedelta

import pytest
from world import a_couple, a_world

from bot.app.quotas import ANSWERS_A_DAY, BURST, BYTES_A_DAY, Quotas
from bot.talk.heard import Command, Where, Who, Wrote
from bot.talk.turn import Quota, take_turn

pytestmark = pytest.mark.carries("T18")

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
ANN = Who(101, "Ann", "en")
HERE = Where(101, True)


def text(words: str = "tea") -> Wrote:
    return Wrote(ANN, HERE, words, NOON)


def test_twenty_at_once_then_one_a_second() -> None:
    quotas = Quotas()
    assert [quotas.of(101, text(), 9, NOON) for _ in range(BURST)] == ["fine"] * BURST
    assert [quotas.of(101, text(), 9, NOON) for _ in range(3)] == ["over", "dropped", "dropped"]
    assert quotas.of(102, text(), 9, NOON) == "fine"
    later = [quotas.of(101, text(), 9, NOON + timedelta(seconds=n)) for n in range(2, 12)]
    assert later.count("fine") >= 9


def test_a_day_has_two_hundred_answers_and_a_megabyte() -> None:
    quotas = Quotas()
    found = [quotas.of(101, text(), 9, NOON + timedelta(seconds=2 * n)) for n in range(ANSWERS_A_DAY + 1)]
    assert found == ["fine"] * ANSWERS_A_DAY + ["over"]
    assert quotas.of(102, text(), BYTES_A_DAY + 1, NOON) == "over"
    assert quotas.of(101, text(), 9, NOON + timedelta(days=1)) == "fine"


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
