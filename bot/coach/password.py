"""Recognises a password, PIN, one-time code or unlock pattern that somebody hands over, so that nobody keeps it.

Openness between two people is not having each other's keys: a shared password is how one comes to watch the other. Only a
secret that stands there is one; talk about passwords ("he wants my password") is talk. It reads what was typed rather than plain
words, because secrets are made of signs, and it reads every language it has words for, whatever language its author chose.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.coach import phrases
from bot.coach.text import APOSTROPHES, LONGEST

PIECE: Final = re.compile(r"[:=]+|[^\s:=]+")
AROUND: Final = "\"“”„«»‹›()[]{}<>*_`'"
ENDS: Final = ".,;!?…"
ANNOUNCED: Final = re.compile(r"( (?:is|are|was|ist|lautet|[:=]+)) (?:\. )+")
"""What stands on the next line belongs to this one."""

PHRASES: Final = {name: phrase.regex for name, phrase in phrases.patterns("password").items()}
OTHER_CODES: Final = PHRASES["OTHER_CODES"]
SHOWN: Final = (PHRASES["GIVEN"], PHRASES["GIVEN_FIRST"])
ALONE: Final = PHRASES["ALONE"]


def holds_password(text: str) -> bool:
    """Whether a password or a code stands in `text`, of which at most the first 4,096 characters are read. Never raises."""
    line = OTHER_CODES.sub("~", _line(text))
    return any(pattern.search(line) for pattern in SHOWN) or ALONE.fullmatch(line.strip(" .")) is not None


def _line(text: str) -> str:
    """Pieces with one space between; `:` and `=` stand alone, `.` and `,` where a clause ends, quotes and brackets go."""
    folded = unicodedata.normalize("NFC", text[:LONGEST]).lower().translate(APOSTROPHES)
    line = " . ".join(" ".join(_pieces(line)) for line in folded.splitlines() if line.strip())
    return ANNOUNCED.sub(r"\1 ", line)


def _pieces(line: str) -> Iterator[str]:
    for piece in PIECE.findall(line):
        bare = piece.strip(AROUND)
        word = bare.rstrip(ENDS).rstrip(AROUND)
        yield from (word,) if word else ()
        yield from (bare[len(bare.rstrip(ENDS))],) if bare != bare.rstrip(ENDS) else ()
