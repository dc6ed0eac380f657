"""`gates`: nothing leaves a private chat without a tap, and a no is never told apart from silence."""

from pathlib import Path

import pytest
from tea import said, sentences, tea

BROKEN = Path(__file__).parents[1] / "broken"
GATES = (
    "share-unasked-of-an-apology",
    "share-unasked-of-a-disclosure",
    "reveal-of-one-persons-answer",
    "reveal-of-what-is-not-taken",
)


def test_a_talk_that_ends_with_one_line_for_both_is_clean() -> None:
    assert said("gates", tea()) == []


def test_the_line_behind_otherwise_names_nobody() -> None:
    named = tea(("say: We leave it here for today.", "say: We leave it here, {one}."))
    assert sentences("gates", named) == ["the line behind `otherwise` names {one}; it names nobody"]


def test_and_is_the_same_for_both() -> None:
    one_sided = tea(("say: We leave it here for today.", "say:\n      one: They would not.\n      other: For today."))
    assert sentences("gates", one_sided) == ["the line behind `otherwise` is only for one; it is the same for both"]


def test_whoever_did_not_say_yes_is_asked_nothing_more() -> None:
    goes_on = tea(("otherwise: later}", "otherwise: sort}"))
    assert sentences("gates", goes_on) == ["after `ready` was not agreed to, `sort` goes on with somebody who did not say yes"]


@pytest.mark.parametrize("name", GATES)
def test_shares_and_reveals_that_are_refused(name: str) -> None:
    assert said("gates", (BROKEN / f"{name}.yaml").read_text("utf-8"))
