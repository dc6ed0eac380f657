"""How a sign of danger is looked for, and what takes it back: a denial, a story, an "imagine if", a time long gone.

A sign is a set of trigger words and a pattern. The pattern only ever runs on the few words around a trigger inside one
sentence, so reading stays linear however long a text is, and a text without triggers costs one set lookup.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from bot.coach import phrases
from bot.coach.needs import Phrase
from bot.coach.text import Sentence, Text

BEFORE: Final = 14
AFTER: Final = 16

SUBJECTS: Final = frozenset(["i", "he", "she", "they", "you", "we", "my", "his", "her", "husband", "wife", "partner", "in"])
ENDS_CLAUSE: Final = frozenset(["i", "he", "she", "they", "you", "we", "but", "because", "so", "then", "and", "who"])
DENIES: Final = frozenset(["not", "never", "no", "without", "nobody", "neither", "nor", "hardly", "zero", "against", "ever"])
FIRST: Final = frozenset(["i", "me", "my", "myself"])
OUTRIGHT: Final = frozenset(["i", "me", "myself"])
AT_A_LOSS: Final = ("see", "cope", "sleep", "breathe", "handle", "bear", "eat", "know", "care", "understand")
STILL_MEANT: Final = frozenset(["stop", "help", "only", "sure", "just", "even", "resist", "shake", "get", *AT_A_LOSS])

PHRASES: Final = phrases.patterns("evidence")
STORY, LONG_AGO, NOW, SUPPOSED, UNSAID = (PHRASES[name].regex for name in ("STORY", "LONG_AGO", "NOW", "SUPPOSED", "UNSAID"))


class Sign(msgspec.Struct, frozen=True):
    """`own`: only counts where nobody else is the one who acts. `lasting`: counts however long ago it began."""

    triggers: frozenset[str]
    pattern: Phrase
    own: bool = False
    lasting: bool = False
    earnest: bool = False


class Signs(msgspec.Struct, frozen=True):
    """`near`: which signs a trigger word belongs to, by their places in `signs`."""

    signs: tuple[Sign, ...]
    near: Mapping[str, tuple[int, ...]]

    def shown(self, text: Text) -> bool:
        """Whether any sentence of `text` shows one of these signs in earnest."""
        return any(_shows(text, sentence, self.signs[place]) for sentence in text.sentences for place in self._near(sentence))

    def _near(self, sentence: Sentence) -> set[int]:
        return {place for word in self.near.keys() & sentence.there for place in self.near[word]}


def signs(name: str) -> Signs:
    """The signs listed in one file of `phrases/`."""
    every = tuple(Sign(block.triggers, block.pattern, **dict.fromkeys(block.flags, True)) for block in phrases.blocks(name))
    triggers = frozenset[str]().union(*(each.triggers for each in every))
    return Signs(every, {word: tuple(n for n, each in enumerate(every) if word in each.triggers) for word in triggers})


def _shows(text: Text, sentence: Sentence, each: Sign) -> bool:
    return each.pattern.may_be(sentence.keys) and any(
        not _taken_back(text, window, match, each)
        for window in _windows(sentence.words, each.triggers)
        for match in each.pattern.regex.finditer(window)
    )


def _windows(words: tuple[str, ...], triggers: frozenset[str]) -> Iterator[str]:
    reached = -1
    for place, word in enumerate(words):
        if word in triggers and place > reached:
            reached = place + AFTER // 2
            yield " ".join(words[max(0, place - BEFORE) : place + AFTER + AFTER // 2])


def _taken_back(text: Text, window: str, match: re.Match[str], each: Sign) -> bool:
    before = window[: match.start()].split()
    if each.earnest and text.laughs:
        return True
    if STORY.search(window) or (not each.lasting and LONG_AGO.search(window) and not NOW.search(window)):
        return True
    if match[0].split(" ", 1)[0] in SUBJECTS:
        return _unsaid(before, window)
    return _denied(before) or (each.own and OUTRIGHT.isdisjoint(match[0].split()) and _of_another(before))


def _unsaid(before: list[str], window: str) -> bool:
    close = " ".join(before[-4:])
    return bool(UNSAID.fullmatch(" ".join(before[-6:]))) or any(
        SUPPOSED.fullmatch(" ".join(close.split()[-size:])) and not NOW.search(window) for size in (1, 2, 3)
    )


def _denied(before: list[str]) -> bool:
    """A denial in the same clause: walking back from what was found to whoever does it."""
    following = ""
    for word in reversed(before[-8:]):
        if word in ENDS_CLAUSE:
            return False
        if word in DENIES and following not in STILL_MEANT:
            return True
        following = word
    return False


def _of_another(before: list[str]) -> bool:
    for word in reversed(before[-7:]):
        if word in FIRST:
            return False
        if word in ("he", "she", "they", "you", "it", "we", "people", "who", "someone"):
            return True
    return False
