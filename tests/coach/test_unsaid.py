"""What says that something is not said to the other yet, and what is only talk. Every sentence was written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach import TASKS, leaves_unsaid, predict

pytestmark = pytest.mark.carries("S38")

UNSAID = {
    "that goes on": ["I am still seeing her", "I'm still in contact with him", "I still see her every week", "we still meet", "we still text each other"],
    "that never stopped": ["I never really stopped seeing her", "the affair is still going on", "it is not over between us"],
    "that is": ["I'm still having an affair", "I have a secret lover", "i am still cheating on my wife"],
    "that is not known": ["he does not know", "She doesn't know about it yet", "my husband has no idea", "She still does not know that I met him in May"],
    "that is not told": ["I have not told him yet", "I haven't told her about the money", "I never told him the whole truth", "I did not tell my wife about it"],
    "that is hidden": ["I'm still hiding it from her", "I slept with him again", "I lied to her about when it ended"],
    "in the middle": ["It is hard to write. I still see her every week and he does not know. I am ashamed."],
}  # fmt: skip
TALK = {
    "of the other": ["he is still seeing her", "you still see her", "she still writes to him, I found the letters"],
    "of the past": ["I stopped seeing her in May", "I have told him everything", "I ended it and told her the same day"],
    "of people who may be met": [
        "I still see her mother on Sundays",
        "I am still seeing my therapist",
        "I still see her face at night",
    ],
    "of not knowing": ["he does not know what he wants", "she does not know how to say sorry", "I do not know her"],
    "of others": ["I have not told my mother yet", "I never told my boss", "the kids do not know yet"],
    "that denies": ["I am not having an affair", "I am no longer in contact with her", "I am not hiding anything from him"],
    "that supposes": ["what if I still met her?", "if I never told him he would be hurt"],
    "of a day": ["we still meet our friends on Fridays", "I still call my sister every day", "We met her again at the school"],
}


def each(table: dict[str, list[str]]) -> list[object]:
    return [pytest.param(text, id=f"{why}: {text}") for why, texts in table.items() for text in texts]


@pytest.mark.parametrize("text", each(UNSAID))
def test_it_is_heard(text: str) -> None:
    assert leaves_unsaid(text, "en")


@pytest.mark.parametrize("text", each(TALK))
def test_talk_is_only_talk(text: str) -> None:
    assert not leaves_unsaid(text, "en")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["", "still", "know", "told", "again"]))
def test_no_text_raises(text: str, word: str) -> None:
    leaves_unsaid(f"{text} {word} {text}", "en")


def test_a_language_without_patterns_is_not_guessed_at() -> None:
    assert not leaves_unsaid("I am still seeing her", "xx")
    assert leaves_unsaid("I am still seeing her", "en-GB")


def test_it_can_be_measured_and_is_no_reader_that_a_flow_could_name() -> None:
    assert predict("unsaid", "7", "I am still seeing her") == {"id": "7", "unsaid": True}
    assert "unsaid" not in TASKS
