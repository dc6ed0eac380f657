"""Phrases are looked for only where their words are: nothing that was read before is read otherwise for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
import test_any_text
import test_danger
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bot.coach
from bot.coach import TASKS, danger, phrases, read
from bot.coach.danger import highest
from bot.coach.needs import LETTERS, Phrase, keys_of
from bot.coach.text import plain

FOLDER = Path(bot.coach.__file__).parent / "phrases"
SIGNS = ("self_harm", "partner_self_harm", "victim", "harm_other")
NAMED = ("apology", "i_statement", "listening", "promise", "quiet", "evidence")
BLOCKS = [pytest.param(block.pattern, id=f"{name} {n}") for name in SIGNS for n, block in enumerate(phrases.blocks(name))]
EVERY = BLOCKS + [pytest.param(p, id=f"{name} {title}") for name in NAMED for title, p in phrases.patterns(name).items()]
WORDS = sorted(
    {word for file in FOLDER.glob("*.txt") for word in file.read_text("utf-8").replace("|", " ").split() if word.isalpha()}
)
quick = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)


@contextmanager
def everything_looked_for() -> Iterator[None]:
    with patch.object(Phrase, "may_be", lambda self, keys: True):
        highest.cache_clear()
        yield
    highest.cache_clear()


def both_ways(text: str) -> None:
    """The same is found whether or not phrases are left out beforehand."""
    found = [danger(text, "en"), *(read(task, text, "en") for task in TASKS)]
    with everything_looked_for():
        assert found == [danger(text, "en"), *(read(task, text, "en") for task in TASKS)]


@pytest.mark.parametrize("phrase", EVERY)
def test_whatever_matches_a_phrase_has_what_the_phrase_needs(phrase: Phrase) -> None:
    @quick
    @given(st.from_regex(phrase.regex, fullmatch=False))
    def holds(line: str) -> None:
        assert phrase.may_be(keys_of(line.split()))

    holds()


def samples() -> Iterator[str]:
    for table in (
        test_danger.SELF_HARM,
        test_danger.PARTNERS_LIFE,
        test_danger.VICTIM,
        test_danger.HARM_OTHER,
        test_danger.NOTHING,
    ):
        for texts in table.values():
            yield from texts
    yield from test_any_text.SAID
    for story in sorted((Path(bot.__file__).parents[1] / "flows").glob("*/stories/*.yaml")):
        yield from said_in(yaml.safe_load(story.read_text("utf-8")))


def said_in(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from said_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from said_in(value)


def test_every_sample_and_story_reads_the_same() -> None:
    texts = list(dict.fromkeys(samples()))
    assert len(texts) > 300
    for text in texts:
        both_ways(text)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_text_reads_the_same(text: str) -> None:
    both_ways(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, ".", ",", "?", "i", "he", "me", "my"]), max_size=40))
def test_any_heap_of_the_phrases_own_words_reads_the_same(words: list[str]) -> None:
    both_ways(" ".join(words))


def test_a_text_without_the_words_of_a_phrase_is_not_searched() -> None:
    text = plain("We had soup and then we went for a walk by the river.")
    skipped = [block.pattern for name in SIGNS for block in phrases.blocks(name) if not block.pattern.may_be(text.keys)]
    assert len(skipped) > 0.95 * len(BLOCKS)


def test_what_is_not_understood_asks_for_nothing() -> None:
    assert Phrase([r"\w+ \S*"], {}).may_be(frozenset())
    assert Phrase([r"kill|\w+"], {}).may_be(frozenset())
    assert not Phrase([r"kill(?:ed|ing)?|hit \w+ {ME}"], {"ME": "me|us"}).may_be(keys_of(["hit", "you"]))
    assert Phrase([r"kill(?:ed|ing)?|hit \w+ {ME}"], {"ME": "me|us"}).may_be(keys_of(["hit", "us"]))
    assert max(map(len, keys_of(["everything"]))) == LETTERS
