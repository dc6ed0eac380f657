"""What a person meant: typed words in, a value that a flow can keep out. One file per kind of answer.

Pure, forgiving and never raising: what is not understood gives nothing, and the flow asks again, kindly. What could be
several things gives all of them, and the flow lets the person choose. Nothing here guesses a country or a zone from a
language. A kind is added by its file and its line in `KINDS`; `text` and `voice` need no understanding and have none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.flow.understanding.country import understand_country
from bot.flow.understanding.day import understand_day
from bot.flow.understanding.duration import understand_duration
from bot.flow.understanding.number import understand_number
from bot.flow.understanding.time import understand_time
from bot.flow.understanding.tongue import understand_language
from bot.flow.understanding.zone import understand_zone

__all__ = [
    "KINDS", "Answer", "Heard", "understand", "understand_country", "understand_day", "understand_duration",
    "understand_language", "understand_number", "understand_time", "understand_zone",
]  # fmt: skip

Answer = str | int | float


@dataclass(frozen=True, slots=True)
class Heard:
    """Where words were heard: the person's language, and the date where they are."""

    language: str
    today: date


def _one(answer: Answer | None) -> tuple[Answer, ...]:
    return () if answer is None else (answer,)


KINDS: dict[str, Callable[[str, Heard], tuple[Answer, ...]]] = {
    "number": lambda text, heard: _one(understand_number(text, heard.language)),
    "time": lambda text, heard: _one(understand_time(text, heard.language)),
    "morning": lambda text, heard: _one(understand_time(text, heard.language, prefer_evening=False)),
    "date": lambda text, heard: _one(understand_day(text, heard.language, heard.today)),
    "duration": lambda text, heard: _one(understand_duration(text, heard.language)),
    "zone": lambda text, heard: tuple(understand_zone(text, heard.language)),
    "country": lambda text, heard: tuple(understand_country(text, heard.language)),
    "language": lambda text, heard: tuple(understand_language(text, heard.language)),
}


def understand(kind: str, text: str, heard: Heard) -> tuple[Answer, ...]:
    """Nothing if it was not understood, one answer, or the few it could be. KeyError if `kind` is not in KINDS."""
    return KINDS[kind](text, heard)
