"""What may stand behind a key, as JSON Schema: one part for each kind of word (`fields.Takes`), with the bounds of its reader."""

from __future__ import annotations

import re
from typing import Any

from bot.authoring import shapes
from bot.flow.conditions import LONGEST
from bot.flow.fields import Takes
from bot.flow.spans import SPAN as SPANS
from bot.flow.states.acts import ACTS

Part = dict[str, Any]

SCALAR = ["string", "number", "boolean"]


def whole(pattern: re.Pattern[str] | str) -> str:
    """A pattern that the whole text fits."""
    return f"^(?:{pattern if isinstance(pattern, str) else pattern.pattern})$"


def one_of(words: tuple[str, ...]) -> Part:
    return {"enum": list(words)}


def one_or_list(item: Part) -> Part:
    """A single word stands for a list of one."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


def mapping(value: Part, key: str | None = None, **more: Any) -> Part:
    """`key: value` lines; `key` is a pattern."""
    return {"type": "object", **({"propertyNames": {"pattern": key}} if key else {}), "additionalProperties": value, **more}


TEXT: Part = {"type": SCALAR}
NAME: Part = {"type": "string", "pattern": whole(shapes.NAME)}
SLUG: Part = {"type": "string", "pattern": whole(shapes.SLUG)}
SPAN: Part = {"type": "string", "pattern": whole(f"{SPANS.pattern}|{shapes.NAME.pattern}"), "examples": ["15m", "3h", "7d"]}
EXPRESSION: Part = {"type": SCALAR, "maxLength": LONGEST}
TARGET: Part = {"type": SCALAR}
STATE_NAME = whole(shapes.NAME.pattern.replace("_]", "_-]"))
BUTTONS: Part = mapping({**TEXT, "maxLength": shapes.LONGEST_LABEL}, whole(shapes.KEY), maxProperties=shapes.MOST_BUTTONS)
SOURCE: Part = {"type": "object", "properties": {"from": SLUG}, "required": ["from"], "maxProperties": 1}

PARTS: dict[Takes, Part] = {
    Takes.TEXT: TEXT,
    Takes.PARTY: NAME,
    Takes.ASKED: {"anyOf": [one_of(("each",)), NAME]},
    Takes.TO: {"anyOf": [one_of(("self", "both")), NAME]},
    Takes.NAME: NAME,
    Takes.NAMES: one_or_list(NAME),
    Takes.EXPRESSION: EXPRESSION,
    Takes.SPAN: SPAN,
    Takes.NUMBER: {"type": "integer", "minimum": 1, "maximum": shapes.MOST_TEXT},
    Takes.FLAG: {"type": "boolean"},
    Takes.CHOICES: {"if": SOURCE, "then": SOURCE, "else": BUTTONS},
    Takes.SCALE: {"type": "string", "pattern": whole(shapes.SCALE), "examples": ["1..5", "0..10"]},
    Takes.KIND: one_of(shapes.KINDS),
    Takes.FLOW: SLUG,
    Takes.ROLES: mapping(TEXT),
    Takes.GIVES: mapping(EXPRESSION),
    Takes.TAKES: mapping({"anyOf": [NAME, {"type": "object", "properties": {"union": NAME}, "required": ["union"]}]}),
    Takes.ACT: one_of(tuple(ACTS)),
    Takes.BOOK: SLUG,
    Takes.TARGET: TARGET,
    Takes.COACH: one_of(shapes.COACHES),
    Takes.EACH: one_of(("each",)),
    Takes.CLOCK: {"type": "string", "pattern": whole(f"evening|{shapes.CLOCK.pattern}"), "examples": ["20:00", "evening"]},
    Takes.WHEN: {"type": "string", "pattern": whole(shapes.WHEN), "examples": ["1d", "2w", "mon", "week", "2027-02-14", "{often}"]},
}


def part(takes: Takes, about: str = "") -> Part:
    """What a word takes, with what is said of it."""
    return {**PARTS[takes], "description": f"{about} Takes {takes.value}.".strip()}
