"""Every sentence that a person reads goes through gettext: with a tongue that marks each one, nothing arrives unmarked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.authoring.sentences import of_bot, of_flow
from bot.authoring.stories import read_story, run
from bot.wiring import COMMANDS
from bot.words.tongues import Tongues
from tests.world import SHIPPED, shipped

MARK = "\u2063"
STORIES = sorted(SHIPPED.glob("*/stories/*.yaml"))


class Marked(Mapping[str, str]):
    """A catalogue that knows every sentence and marks it."""

    def __getitem__(self, key: str) -> str:
        return key + MARK

    def get(self, key: str, default: object = None) -> str:  # type: ignore[override]
        return key + MARK

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@pytest.mark.parametrize("file", STORIES, ids=lambda f: f"{f.parts[-3]}/{f.stem}")
def test_nothing_arrives_that_did_not_go_through_gettext(file: Path) -> None:
    story, problems = read_story(file.read_text("utf-8"), str(file))
    assert story is not None, problems
    result = run(story, shipped(), Tongues({"en": Marked()}))
    assert result.world is not None
    for chat in result.world.chats.values():
        for arrival in chat.arrivals:
            assert not arrival.text or MARK in arrival.text, arrival.text
            assert all(MARK in label or len(label) >= 59 for label in arrival.labels), arrival.labels


def test_translators_get_every_sentence_that_is_shown() -> None:
    """What is looked up while stories run is in the collected sentences."""
    asked: set[str] = set()

    class Listening(Marked):
        def get(self, key: str, default: object = None) -> str:  # type: ignore[override]
            asked.add(key)
            return key

    for file in STORIES:
        story, _ = read_story(file.read_text("utf-8"), str(file))
        assert story is not None
        run(story, shipped(), Tongues({"en": Listening()}))
    known = {*of_bot(), *COMMANDS.values(), *(s for f in shipped().latest.values() for s, _, _ in of_flow(f))}
    made_here = {text for text in asked - known if not text.startswith(("✓ ", "• ", "{"))}
    assert made_here == set()
