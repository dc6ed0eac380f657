"""The schema of a story's file: what is given, and steps of one line each."""

from __future__ import annotations

from typing import Any

from bot.authoring.schema.parts import SLUG, TEXT, Part, mapping, one_of, one_or_list
from bot.authoring.stories.given import CLOCK, GROUPS, ROLES, WORDS
from bot.authoring.stories.reading import FORMS, HEAD, SPANS
from bot.authoring.stories.reading import WORDS as DOINGS

SAID = one_or_list(TEXT)
MOMENT = r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}"

GIVEN: dict[str, Part] = {
    "flow": SLUG,
    "couple": {"type": "string", "examples": ["Ann & Ben"]},
    "person": one_or_list({"type": "string"}),
    "clock": {"type": "string", "pattern": rf"^{MOMENT} \S+$", "examples": [CLOCK.removeprefix("clock: ").strip('"')]},
    "group": {"enum": [True, False, *(g for g in GROUPS if g not in ("true", "false"))]},
    "undo": {"type": "integer", "minimum": 0},
    "starter": {"type": "string"},
    "evening": {"type": "string"},
    "values": {"type": "object"},
    "role": {"anyOf": [one_of(ROLES), mapping(one_of(ROLES))]},
    "done": one_or_list(SLUG),
    "new": {"type": "boolean"},
    "books": mapping(mapping(SAID)),
}


def story_schema() -> dict[str, Any]:
    """The schema of a file in `stories/`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A story",
        "description": "A conversation that a flow's author expects, and that is played to see whether it goes so.",
        "type": "object",
        "properties": {
            "story": {**TEXT, "description": "What happens, in one sentence."},
            "given": _given(),
            "then": {"type": "array", "items": _step(), "minItems": 1, "description": "What happens, one line for each step."},
        },
        "required": list(HEAD),
        "additionalProperties": False,
    }


def _given() -> Part:
    words = {word: {**GIVEN.get(word, {}), "description": about} for word, about in WORDS.items()}
    return {
        "description": "What is so at the beginning.",
        "type": "object",
        "properties": words,
        "required": ["flow", "clock"],
        "anyOf": [{"required": ["couple"]}, {"required": ["person"]}],
        "additionalProperties": False,
    }


def _step() -> Part:
    """A line without a colon, or one with."""
    short = {"type": "string", "pattern": rf"^(?:{SPANS.pattern}|until {MOMENT}|\S+ (?:{'|'.join(DOINGS)}))$"}
    heads = r"^(?:bot to \S+|group|\S+(?: sees| does not see| taps| in group| in group taps| taps in group)?)$"
    said = mapping(SAID, heads, minProperties=1, maxProperties=1)
    return {"description": f"One of: {'; '.join(FORMS)}.", "anyOf": [short, said]}
