"""How people type, made plain: one place that turns a message into words.

Every reader works on these words and on nothing else, so that case, accents in either normal form, curly or missing
apostrophes, chat spelling and rows of exclamation marks mean the same to all of them. Apostrophes go first and
contractions are opened afterwards: that way "I'll", "I’ll" and "ill" arrive at the same words by construction.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Final

import msgspec

from bot.coach.needs import Keys, Phrase, keys_of

APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´ʼ＇ʹ′\u200b\u200c\u200d\u2060\ufeff\u00ad"))
LONGEST: Final = 4_096
"""Characters read at most: the longest text of one Telegram message."""

TOKEN: Final = re.compile(r"[^\W_]+|[.!?;\n…]+|[,:]|[^\w\s]")
# Bare "well" is nearly always the other word, so here alone the apostrophe decides.
WE_WILL: Final = re.compile(r"\bwe['’]ll\b")
STOP: Final = frozenset(".!?;\n…")
LAUGHTER: Final = frozenset({"lol", "lmao", "rofl", "haha", "hahaha", "hehe", "jk", "😂", "🤣", "😆", "😅", "😜"})

FOLDER: Final = resources.files("bot.coach").joinpath("phrases")


def _lines(name: str) -> Iterator[tuple[str, str]]:
    for line in FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines():
        words, _, spelled = line.partition(" = ")
        yield words, spelled


OPENED: Final = {spelled: words for words, many in _lines("spelling.txt") for spelled in many.split()}
# Without its apostrophe each of these is also a word of its own; the word before tells them apart.
TWINS: Final = {
    spelled: (words, frozenset(leads.split()))
    for words, line in _lines("twins.txt")
    for spelled, _, leads in [line.partition(" unless after ")]
}


ODD: Final = frozenset(piece for piece in (*OPENED, *TWINS) if piece.isalnum() or piece in ",&")


class Sentence(msgspec.Struct, frozen=True):
    """The words of a sentence, in order and as sets: the words themselves, and what phrases are asked for."""

    words: tuple[str, ...]
    there: frozenset[str]
    keys: Keys


class Text(msgspec.Struct, frozen=True):
    """A message as plain words. `sentences` hold words only; `line` keeps `,` and the sentence ends as ` . ` or ` ? `; `keys` are

    what phrases are asked for before they are looked for.
    """

    sentences: tuple[Sentence, ...]
    line: str
    laughs: bool
    asks: bool
    keys: Keys = frozenset()

    def has(self, *phrases: Phrase) -> bool:
        return any(phrase.found(self.line, self.keys) for phrase in phrases)

    def each(self, phrase: Phrase) -> Iterator[re.Match[str]]:
        """Every place of it."""
        return phrase.regex.finditer(self.line) if phrase.may_be(self.keys) else iter(())


@lru_cache(maxsize=1)
def plain(text: str) -> Text:
    """The words of `text`, at most the first 4,096 characters of it. Never raises.

    Danger, coach and preview read the same text one after the other: the last one is kept, and only it.
    """
    folded = WE_WILL.sub("we will", unicodedata.normalize("NFC", text[:LONGEST]).lower()).translate(APOSTROPHES)
    raw = TOKEN.findall(folded)
    marked = _opened(raw)
    line = " ".join(["", *marked, ""])
    return Text(_sentences(marked), line, not LAUGHTER.isdisjoint(raw), "?" in marked, keys_of(marked))


def _opened(raw: Iterable[str]) -> list[str]:
    """Contractions and chat spelling opened, ends of sentences as `.` or `?`, other signs left out."""
    marked: list[str] = []
    for piece in raw:
        if piece[0] in STOP:
            marked.append("?" if "?" in piece else ".")
        elif piece in ODD:
            twin = TWINS.get(piece)
            before = marked[-1] if marked else ""
            marked += (OPENED.get(piece, piece) if twin is None or before in twin[1] else twin[0]).split(" ")
        elif piece.isalnum() or piece in ",&":
            marked.append(piece)
    return marked


def _sentences(marked: list[str]) -> tuple[Sentence, ...]:
    found: list[list[str]] = [[]]
    for word in marked:
        if word in (".", "?"):
            found.append([])
        elif word != ",":
            found[-1].append(word)
    return tuple(Sentence(tuple(words), frozenset(words), keys_of(words)) for words in found if words)
