"""The states of a flow: words become fields of their kind, nesting is flattened, ways out become edges."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.authoring import shapes
from bot.authoring.nodes import Reading, is_null
from bot.authoring.problems import nearest
from bot.flow.conditions import Expression
from bot.flow.fields import Takes
from bot.flow.model import OTHERWISE, Edge, Span, State
from bot.flow.states import KINDS
from bot.flow.states.ask import Ask
from bot.flow.states.kind import Kind
from bot.flow.states.plain import Nest, Plain

COMMON = ("say", "next", "after", "remind", "final", "suggest", "declassify", "initial", "states")
FINALS = ("finished", "postponed", "stopped")
Node = yaml.Node
Words = dict[str, tuple[Node, Node]]


@dataclass
class Raw:
    """A state while it is read: its node, words, and the ways out whose targets are still names."""

    path: str
    node: Node
    words: Words
    kind: Kind
    outer: str | None
    inner: dict[str, str] = field(default_factory=dict)
    edges: list[tuple[Edge, Node]] = field(default_factory=list)
    after: list[tuple[str, Span]] = field(default_factory=list)


def read_states(reading: Reading, node: Node, parties: tuple[str, ...], outer: str | None = None) -> dict[str, Raw]:
    """Every state below `node`, outer ones first, by path."""
    found: dict[str, Raw] = {}
    for name, (key, value) in reading.mapping(node, "states").items():
        if not shapes._NAME.fullmatch(name.replace("-", "_")):
            reading.problem(key, "name", f"`{name}` cannot be the name of a state", "small letters, digits and hyphens")
            continue
        path = f"{outer}.{name}" if outer else name
        words = reading.mapping(value, f"state `{name}`")
        raw = Raw(path, key, words, read_kind(reading, key, words, parties), outer)
        found[path] = raw
        if "states" in words:
            below = read_states(reading, words["states"][1], parties, path)
            raw.inner = {p.rsplit(".", 1)[-1]: p for p, r in below.items() if r.outer == path}
            found |= below
    return found


def read_kind(reading: Reading, key: Node, words: Words, parties: tuple[str, ...]) -> Kind:
    """The kind that a state's words make it, with its fields."""
    kind = next((k for k in KINDS if all(w in words for w in _opening(k))), Plain)
    inside = words
    if kind.WORD == "keep":
        inside = reading.mapping(words["keep"][1], "keep")
        reading.unknown(((k, n) for k, (n, _) in inside.items()), _fields(kind), "`keep`")
        reading.unknown(((k, n) for k, (n, _) in words.items()), (*COMMON, "keep"), "a state that keeps")
    else:
        reading.unknown(((k, n) for k, (n, _) in words.items()), (*COMMON, *_fields(kind), *_extra(kind)), _where(kind))
    values = _values(reading, key, inside, kind, parties)
    return kind(**values)


def _opening(kind: type[Kind]) -> tuple[str, ...]:
    return ("run", "for") if kind.WORD == "run for each" else (kind.WORD,)


def _where(kind: type[Kind]) -> str:
    return "a state that only says" if kind is Plain else f"a state with `{kind.WORD}`"


def _fields(kind: type[Kind]) -> dict[str, Any]:
    """The key an author writes -> the field."""
    return {f.name.rstrip("_").replace("_", " "): f for f in dataclasses.fields(kind) if "takes" in f.metadata}


def _extra(kind: type[Kind]) -> tuple[str, ...]:
    return ("say",) if kind is Plain else ()


def _values(reading: Reading, key: Node, words: Words, kind: type[Kind], parties: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for word, declared in _fields(kind).items():
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


# -- ways out ----------------------------------------------------------------------------------------


def read_edges(reading: Reading, raws: dict[str, Raw]) -> None:
    """Ways out of every state; targets are looked for from the inside outwards."""
    for raw in raws.values():
        if "after" in raw.words:
            _after(reading, raw, raws)
        if "next" in raw.words and not isinstance(raw.kind, Nest):
            _next(reading, raw, raws)


def target(reading: Reading, node: Node, raw: Raw, raws: dict[str, Raw], inside: bool = False) -> str | None:
    """The path of the nearest state of that name outwards."""
    name = reading.text(node, "a target")
    if name is None:
        return None
    place: str | None = raw.path if inside else raw.outer
    while place is not None:
        if name in raws[place].inner:
            return raws[place].inner[name]
        place = raws[place].outer
    if name in raws and raws[name].outer is None:
        return name
    reading.problem(
        node,
        "target",
        f"there is no state `{name}` from here outwards",
        nearest(name, [r.path.rsplit(".", 1)[-1] for r in raws.values()]),
    )
    return None


def _after(reading: Reading, raw: Raw, raws: dict[str, Raw]) -> None:
    node = raw.words["after"][1]
    for key, (key_node, value) in reading.mapping(node, "after").items():
        how_long = shapes.time_span(reading, key_node, "a time")
        where = target(reading, value, raw, raws)
        if how_long is None or where is None:
            continue
        trigger = f"after {raw.path} {key}"
        raw.after.append((trigger, how_long))
        for leaf in raws.values():
            if leaf is raw or leaf.path.startswith(raw.path + "."):
                leaf.edges.append((Edge(leaf.path, trigger, where, owner=raw.path, spot=reading.spot(key_node)), key_node))


def _next(reading: Reading, raw: Raw, raws: dict[str, Raw]) -> None:
    node = raw.words["next"][1]
    if isinstance(node, yaml.ScalarNode) and not is_null(node):
        where = target(reading, node, raw, raws)
        if where is not None:
            raw.edges.append((Edge(raw.path, "next", where, spot=reading.spot(node)), node))
    elif isinstance(node, yaml.SequenceNode):
        _listed(reading, raw, raws, node)
    elif isinstance(node, yaml.MappingNode):
        _by_answer(reading, raw, raws, node)
    else:
        reading.problem(
            node,
            "schema",
            "`next` is a state, `answer: state` lines, or a list of {if, to}",
            "for example `next: done`",
        )


def _by_answer(reading: Reading, raw: Raw, raws: dict[str, Raw], node: Node) -> None:
    known = outcomes(raw.kind)
    for key, (key_node, value) in reading.mapping(node, "next").items():
        if known is not None and key not in (*known, OTHERWISE):
            reading.problem(key_node, "target", f"`{key}` is no answer here", nearest(key, (*known, OTHERWISE)))
            continue
        on = None if key == OTHERWISE else key
        edge = _edge(reading, raw, raws, value, on)
        if edge is not None:
            raw.edges.append((edge, key_node))
    raw.edges.sort(key=lambda e: e[0].trigger == "next" and e[0].on is None)


def outcomes(kind: Kind) -> tuple[str, ...] | None:
    """What `next` may name: answers or outcomes; None when any word may come."""
    if isinstance(kind, Ask):
        if kind.choices:
            return (*[c.key for c in kind.choices], "skip")
        return None if kind.source or kind.scale or kind.kind != "text" else ("skip",)
    if hasattr(kind, "do"):
        from bot.flow.states.acts import ACTS

        return ACTS.get(kind.do, ())
    return kind.OUTCOMES or None


def _listed(reading: Reading, raw: Raw, raws: dict[str, Raw], node: yaml.SequenceNode) -> None:
    for position, item in enumerate(node.value):
        edge = _edge(reading, raw, raws, item, None)
        if edge is None:
            continue
        last = position == len(node.value) - 1
        if last and edge.guard is not None:
            reading.problem(
                item,
                "reach",
                "the last way out has an `if`: when it does not hold the talk is stuck",
                "end the list with {to: state}",
            )
        if not last and edge.guard is None:
            reading.problem(
                item,
                "reach",
                "nothing below this line can be reached: it has no `if`",
                "move it to the end of the list",
            )
        raw.edges.append((edge, item))


def _edge(reading: Reading, raw: Raw, raws: dict[str, Raw], node: Node, on: str | None) -> Edge | None:
    if not isinstance(node, yaml.MappingNode):
        where = target(reading, node, raw, raws)
        return Edge(raw.path, "next", where, on=on, spot=reading.spot(node)) if where else None
    words = reading.mapping(node, "a way out")
    reading.unknown(((k, n) for k, (n, _) in words.items()), ("if", "to", "set", "swap"), "a way out")
    if "to" not in words:
        reading.problem(node, "target", "this way out leads nowhere", "add `to: state`")
        return None
    where = target(reading, words["to"][1], raw, raws)
    guard: Expression | None = shapes.expression(reading, words["if"][1], "`if`") if "if" in words else None
    sets = shapes.gives(reading, words["set"][1], "`set`") if "set" in words else ()
    swap = shapes.names(reading, words["swap"][1], "a party") if "swap" in words else ()
    if swap and len(swap) != 2:
        reading.problem(words["swap"][1], "schema", "`swap` takes two parties", "swap: [speaker, listener]")
        swap = ()
    pair = (swap[0], swap[1]) if swap else None
    return Edge(raw.path, "next", where, on, guard, sets, pair, spot=reading.spot(node)) if where else None


# -- the rest ----------------------------------------------------------------------------------------


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
