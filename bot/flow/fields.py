"""The kinds of words an author can write behind a key. Reader, checker, drawing, schema and manual all read them from here.

A kind of state is a frozen dataclass whose fields are declared with `word(...)`: the name of the field is the key in YAML (an
underscore stands for a space), the `Kind` says what may stand behind it.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import Any


class Takes(Enum):
    """What may stand behind a key; the value is how a message to the author names it."""

    TEXT = "a text"
    PARTY = "one of the parties"
    ASKED = "one of the parties, or each"
    TO = "self, both or one of the parties"
    NAME = "a name in small letters"
    NAMES = "a list of names"
    EXPRESSION = "an expression"
    SPAN = 'a time such as "15m", "3h", "7d", or the name of a saved one'
    NUMBER = "a whole number"
    FLAG = "true or false"
    CHOICES = "choices: `key: text on the button`, or {from: BOOK or LIST}"
    SCALE = "a scale such as 1..10"
    KIND = "one of text, number, time, date, duration, zone, language, country, voice"
    FLOW = "the name of a flow"
    ROLES = "{role there: role here}"
    GIVES = "{name in the sub-talk: expression}"
    TAKES = "{name here: name in the sub-talk}, or {name: {union: name}}"
    ACT = "one of the bot's own acts"
    BOOK = "the name of a book"
    TARGET = "the name of a state"
    COACH = "one of the coach's readers"
    EACH = "each"
    WHEN = "a date, a time until then, day, workdays, mon … sun, week, month, or the {name} of an answer"
    CLOCK = 'a fixed hour such as "20:00", or evening'


def word(takes: Takes, default: Any = None, *, needed: bool = False, about: str = "") -> Any:
    """A field of a kind of state: what it takes, its value when nothing is said, and one sentence for the manual."""
    return field(default=default, metadata={"takes": takes, "needed": needed, "about": about})
