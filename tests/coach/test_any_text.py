"""What holds for any text at all: nothing raises, and the way it is typed changes nothing."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach import TASKS, danger, read
from bot.coach.text import LONGEST, plain

SAID = [
    "I don't want to be alive anymore",
    "he's going to hit me, he said he'll kill me if I leave",
    "I'll break his legs",
    "she won't let me leave the house",
    "I'm not suicidal, just sad",
    "he's never hit me and I wouldn't hit him",
    "I can't stop thinking about killing myself",
    "we're fine, it's a lovely day",
]
WORDS = ["i", "he", "me", "kill", "hit", "not", "sorry", "but", "if", "you", "never", "want", "to", "die", ".", "?", "’"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(TASKS)), st.text(max_size=300))
def test_no_text_raises(task: str, text: str) -> None:
    assert read(task, text, "en").task == task


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(TASKS)), st.lists(st.sampled_from(WORDS), max_size=80))
def test_no_heap_of_its_own_words_raises(task: str, words: list[str]) -> None:
    read(task, " ".join(words), "en")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(SAID),
    st.sampled_from([str.lower, str.upper, str.title, str]),
    st.sampled_from(["'", "’", "‘", "`", "´", ""]),
    st.sampled_from(["", ".", "!!!", "...", " …", "?!", "\n"]),
    st.sampled_from([" ", "  ", "\t"]),
)
def test_danger_does_not_depend_on_typing(text: str, case: object, mark: str, end: str, gap: str) -> None:
    typed = case(text).replace("'", mark).replace(" ", gap) + end  # type: ignore[operator]
    assert danger(typed, "en") == danger(text, "en")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_in_either_form_are_the_same_word(form: str) -> None:
    assert plain(unicodedata.normalize(form, "my fiancé")) == plain("my fiancé")


@pytest.mark.parametrize("task", TASKS)
def test_the_longest_text_is_read_to_its_end(task: str) -> None:
    text = "word " * ((LONGEST - 40) // 5) + ". I want to die"
    read(task, text, "en")
    assert danger(text, "en") is not None


def test_spellings_that_are_two_words_are_told_apart() -> None:
    assert words_of("ill go") == [("i", "will", "go")]
    assert words_of("im ill") == [("i", "am", "ill")]
    assert words_of("hell hit me") == [("he", "will", "hit", "me")]
    assert words_of("what the hell") == [("what", "the", "hell")]


def words_of(text: str) -> list[tuple[str, ...]]:
    return [sentence.words for sentence in plain(text).sentences]
