"""The schema of a flow's file: its head, and its states by kind. The first word that a state has decides its kind."""

from __future__ import annotations

from typing import Any

from bot.authoring.grammar import COMMON, EVERY, FINALS, HEAD, NEEDED_HEAD, PLACES, WAY_OUT, WHOSE
from bot.authoring.schema.parts import (
    NAME,
    PARTS,
    SCALAR,
    SLUG,
    SPAN,
    STATE_NAME,
    TARGET,
    TEXT,
    Part,
    mapping,
    one_of,
    one_or_list,
    part,
)
from bot.authoring.states import fields, opening
from bot.flow.fields import Takes
from bot.flow.model import OTHERWISE
from bot.flow.states import KINDS
from bot.flow.states.kind import Kind
from bot.flow.states.plain import Nest

STATES = mapping({"$ref": "#/$defs/state"}, STATE_NAME, minProperties=1)
CONSTANT: Part = {"type": [*SCALAR, "null"]}

HEADS: dict[str, Part] = {
    "flow": SLUG,
    "version": {"type": "integer"},
    "title": TEXT,
    "summary": TEXT,
    "sources": one_or_list(TEXT),
    "parties": {"anyOf": [NAME, {"type": "array", "items": NAME, "minItems": 1, "maxItems": 2}]},
    "place": one_of(PLACES),
    "needs": one_or_list(SLUG),
    "suggest": one_or_list(SLUG),
    "values": mapping(one_or_list(CONSTANT)),
    "schedule": {
        "type": "object",
        "properties": {"every": one_or_list(one_of(EVERY)), "at": PARTS[Takes.CLOCK], "for": one_of(WHOSE)},
        "required": ["every", "at", "for"],
        "additionalProperties": False,
    },
    "initial": TARGET,
    "states": STATES,
    "safety": PARTS[Takes.FLAG],
    "hidden": PARTS[Takes.FLAG],
}

COMMONS: dict[str, Part] = {
    "say": {"anyOf": [TEXT, mapping(TEXT)]},
    "next": {"$ref": "#/$defs/next"},
    "after": mapping(TARGET, SPAN["pattern"]),
    "remind": mapping(TEXT, SPAN["pattern"], maxProperties=1),
    "final": one_of(FINALS),
    "suggest": one_or_list(SLUG),
    "declassify": {
        "type": "object",
        "properties": {"values": one_or_list(NAME), "reason": TEXT},
        "required": ["values", "reason"],
        "additionalProperties": False,
    },
    "initial": TARGET,
    "states": STATES,
}

WAYS: dict[str, Part] = {
    "if": PARTS[Takes.EXPRESSION],
    "to": TARGET,
    "set": PARTS[Takes.GIVES],
    "swap": {"type": "array", "items": NAME, "minItems": 2, "maxItems": 2},
}


def flow_schema() -> dict[str, Any]:
    """The schema of `flow.yaml`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A flow",
        "description": "A talk for two, or with oneself.",
        **_mapping(_told(HEADS, HEAD), NEEDED_HEAD),
        "$defs": {"state": _state(), "next": _next({"type": "object", "additionalProperties": _way()}), "way": _long_way()}
        | {f"any-{word}": one for word, one in _told(COMMONS, COMMON).items()}
        | {_id(kind): _kind(kind) for kind in KINDS},
    }


def _state() -> Part:
    """Every word, so that an editor can offer it; then strictly by kind, in the order in which kinds are told apart."""
    every = _told(COMMONS, COMMON)
    for kind in reversed(KINDS):
        every |= {word: {"description": _about(kind)} if word == kind.WORD else one for word, one in _own(kind).items()}
    chain: Part = {"$ref": f"#/$defs/{_id(KINDS[-1])}"}
    for kind in reversed(KINDS[:-1]):
        chain = {"if": {"required": list(opening(kind))}, "then": {"$ref": f"#/$defs/{_id(kind)}"}, "else": chain}
    return {"type": "object", "properties": {w: {"description": p.get("description", "")} for w, p in every.items()}, **chain}


def _kind(kind: type[Kind]) -> Part:
    common: dict[str, Part] = {word: {"$ref": f"#/$defs/any-{word}"} for word in COMMON}
    if kind.OUTCOMES:
        ways = {outcome: _way() for outcome in dict.fromkeys((*kind.OUTCOMES, OTHERWISE))}
        common["next"] = {**_next(_mapping(ways)), "description": COMMON["next"]}
    needed = ("initial", "states") if kind is Nest else tuple(w for w, f in fields(kind).items() if f.metadata["needed"])
    own = _own(kind)
    required = tuple(own) if kind.INNER else needed
    return {"description": _about(kind), **_mapping({**common, **own}, required)}


def _own(kind: type[Kind]) -> dict[str, Part]:
    """The words of a kind; of some they stand inside the mapping behind its first word."""
    own = {word: part(f.metadata["takes"], f.metadata["about"]) for word, f in fields(kind).items()}
    if not kind.INNER:
        return own
    needed = tuple(w for w, f in fields(kind).items() if f.metadata["needed"])
    return {kind.WORD: {"description": _about(kind), **_mapping(own, needed)}}


def _about(kind: type[Kind]) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def _id(kind: type[Kind]) -> str:
    return kind.WORD.replace(" ", "-")


def _next(by_answer: Part) -> Part:
    """A target, targets by answer, or a list of ways out."""
    return {"anyOf": [TARGET, by_answer, {"type": "array", "items": _way(), "minItems": 1}]}


def _way() -> Part:
    return {"anyOf": [TARGET, {"$ref": "#/$defs/way"}]}


def _long_way() -> Part:
    return _mapping(_told(WAYS, WAY_OUT), ("to",))


def _mapping(properties: dict[str, Part], required: tuple[str, ...] = ()) -> Part:
    return {
        "type": "object",
        "properties": properties,
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }


def _told(parts: dict[str, Part], about: dict[str, str]) -> dict[str, Part]:
    """Every word with what is said of it."""
    return {word: {**parts[word], "description": sentence} for word, sentence in about.items()}
