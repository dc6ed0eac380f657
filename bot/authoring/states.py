"""The states of a flow: words become fields of their kind, nesting is flattened, ways out become edges."""

from __future__ import annotations

import dataclasses
import difflib
from typing import Any

import yaml

from bot.authoring import shapes
from bot.authoring.grammar import COMMON, FINALS
from bot.authoring.nodes import Reading
from bot.authoring.problems import nearest
from bot.authoring.raw import Node, Raw, Words
from bot.flow.fields import Takes
from bot.flow.model import Span, State
from bot.flow.states import KINDS
from bot.flow.states.kind import Kind
from bot.flow.states.plain import Nest, Plain

ALIKE = 0.6
"""How much a word must look like another to be taken for a slip, of 1 for the same."""


def read_states(reading: Reading, node: Node, parties: tuple[str, ...], outer: str | None = None) -> dict[str, Raw]:
    """Every state below `node`, outer ones first, by path."""
    found: dict[str, Raw] = {}
    for name, (key, value) in reading.mapping(node, "states").items():
        if not shapes.NAME.fullmatch(name.replace("-", "_")):
            reading.problem(key, "name", f"`{name}` cannot be the name of a state", "small letters, digits and hyphens")
            continue
        path = f"{outer}.{name}" if outer else name
        words = meant(reading, reading.mapping(value, f"state `{name}`"))
        raw = Raw(path, key, words, read_kind(reading, key, words, parties), outer)
        found[path] = raw
        if "states" in words:
            below = read_states(reading, words["states"][1], parties, path)
            raw.inner = {p.rsplit(".", 1)[-1]: p for p, r in below.items() if r.outer == path}
            found |= below
    return found


def meant(reading: Reading, words: Words) -> Words:
    """The words, with a slip in the one that makes the kind put right, so that the slip alone is said and nothing that follows."""
    mains = {kind.WORD.split()[0] for kind in KINDS if kind is not Plain}
    if not mains.isdisjoint(words):
        return words
    for word, (node, _) in words.items():
        close = difflib.get_close_matches(word, mains, n=1, cutoff=ALIKE)
        if close and word not in COMMON:
            reading.problem(node, "schema", f"`{word}` is no word of a state", f"did you mean `{close[0]}`?")
            return {close[0] if name == word else name: pair for name, pair in words.items()}
    return words


def read_kind(reading: Reading, key: Node, words: Words, parties: tuple[str, ...]) -> Kind:
    """The kind that a state's words make it, with its fields."""
    kind = next((k for k in KINDS if all(w in words for w in opening(k))), Plain)
    inside = words
    if kind.INNER:
        inside = reading.mapping(words[kind.WORD][1], kind.WORD)
        reading.unknown(((k, n) for k, (n, _) in inside.items()), fields(kind), f"`{kind.WORD}`")
        reading.unknown(((k, n) for k, (n, _) in words.items()), (*COMMON, kind.WORD), f"a state with `{kind.WORD}`")
    else:
        reading.unknown(((k, n) for k, (n, _) in words.items()), (*COMMON, *fields(kind), *_extra(kind)), _where(kind))
    values = _values(reading, key, inside, kind, parties)
    return kind(**values)


def opening(kind: type[Kind]) -> tuple[str, ...]:
    """The words that make a state one of this kind."""
    return ("run", "for") if kind.WORD == "run for each" else (kind.WORD,)


def _where(kind: type[Kind]) -> str:
    return "a state that only says" if kind is Plain else f"a state with `{kind.WORD}`"


def fields(kind: type[Kind]) -> dict[str, Any]:
    """The key an author writes -> the field."""
    return {f.name.rstrip("_").replace("_", " "): f for f in dataclasses.fields(kind) if "takes" in f.metadata}


def _extra(kind: type[Kind]) -> tuple[str, ...]:
    return ("say",) if kind is Plain else ()


def _values(reading: Reading, key: Node, words: Words, kind: type[Kind], parties: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for word, declared in fields(kind).items():
        if word not in words:
            if declared.metadata["needed"]:
                _missing(reading, key, word, kind)
            continue
        node = words[word][1]
        takes = declared.metadata["takes"]
        if takes is Takes.CHOICES and _is_source(node):
            values["source"] = shapes.slug(reading, reading.mapping(node, "choices")["from"][1], "a book or list")
            continue
        value = shapes.SHAPES[takes](reading, node, f"`{word}`")
        if value is not None:
            values[declared.name] = _party(reading, node, takes, value, parties)
    return {k: v for k, v in values.items() if v is not None}


def _is_source(node: Node) -> bool:
    return isinstance(node, yaml.MappingNode) and [k.value for k, _ in node.value] == ["from"]


def _missing(reading: Reading, key: Node, word: str, kind: type[Kind]) -> None:
    if word == "within":
        reading.problem(key, "ends", f"a state with `{kind.WORD}` needs `within`", "say how long it waits, such as `within: 24h`")
    else:
        reading.problem(key, "schema", f"`{word}` is missing here", f"a state with `{kind.WORD}` needs it")


def _party(reading: Reading, node: Node, takes: Takes, value: Any, parties: tuple[str, ...]) -> Any:
    known = {Takes.PARTY: parties, Takes.ASKED: (*parties, "each"), Takes.TO: (*parties, "self", "both")}.get(takes)
    if known is not None and value not in known:
        reading.problem(node, "name", f"`{value}` is none of the parties", nearest(value, known))
    return value


def finish(reading: Reading, raw: Raw, raws: dict[str, Raw], parties: tuple[str, ...]) -> State:
    """A state as the engine knows it."""
    words = raw.words
    final = shapes.one_of(FINALS)(reading, words["final"][1], "end") if "final" in words else None
    suggest = (
        tuple(s for n in reading.items(words["suggest"][1]) if (s := shapes.slug(reading, n, "a flow")))
        if "suggest" in words
        else ()
    )
    values, why = _declassify(reading, words)
    says = read_says(reading, words["say"][1], parties) if "say" in words else ()
    return State(
        raw.path, raw.kind, raw.outer, _initial(reading, raw), says, tuple(raw.after), _remind(reading, words), final,  # type: ignore[arg-type]
        suggest, values, why, tuple(e for e, _ in raw.edges), reading.spot(raw.node),
    )  # fmt: skip


def _initial(reading: Reading, raw: Raw) -> str | None:
    if not isinstance(raw.kind, Nest):
        return None
    if "initial" not in raw.words:
        reading.problem(raw.node, "schema", "a state with states inside needs `initial`", "name the one it begins with")
        return None
    name = reading.text(raw.words["initial"][1], "`initial`")
    if name is not None and name not in raw.inner:
        reading.problem(raw.words["initial"][1], "target", f"there is no state `{name}` inside", nearest(name, raw.inner))
        return None
    return raw.inner[name] if name else None


def read_says(reading: Reading, node: Node, parties: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """A text for both (or for oneself), or one per audience."""
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        text = shapes.words(reading, node, "`say`")
        return (("both", text),) if text else ()
    found = []
    known = (*parties, "each", "both")
    for key, (key_node, value) in reading.mapping(node, "say").items():
        if key not in known:
            reading.problem(key_node, "name", f"`{key}` is none of the parties", nearest(key, known))
        text = shapes.words(reading, value, "`say`")
        if text and key in known:
            found.append((key, text))
    return tuple(found)


def _remind(reading: Reading, words: Words) -> tuple[tuple[Span, str], ...]:
    found = []
    for _, (key_node, value) in (reading.mapping(words["remind"][1], "remind") if "remind" in words else {}).items():
        how_long = shapes.time_span(reading, key_node, "a time")
        text = shapes.words(reading, value, "`remind`")
        if how_long and text:
            found.append((how_long, text))
    if len(found) > 1:
        reading.problem(words["remind"][1], "ends", "one reminder for a state is enough", "keep one")
    return tuple(found)


def _declassify(reading: Reading, words: Words) -> tuple[tuple[str, ...], str]:
    if "declassify" not in words:
        return (), ""
    inner = reading.mapping(words["declassify"][1], "declassify")
    reading.unknown(((k, n) for k, (n, _) in inner.items()), ("values", "reason"), "`declassify`")
    if "values" not in inner or "reason" not in inner:
        reading.problem(
            words["declassify"][0],
            "schema",
            "`declassify` needs values and a reason",
            "declassify: {values: [x], reason: why it is right}",
        )
        return (), ""
    return shapes.names(reading, inner["values"][1], "a value"), reading.text(inner["reason"][1], "a reason") or ""
