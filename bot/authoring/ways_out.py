"""The ways out of states: `next` and `after` become edges, and targets are looked for from the inside outwards."""

from __future__ import annotations

import yaml

from bot.authoring import shapes
from bot.authoring.grammar import WAY_OUT
from bot.authoring.nodes import Reading, is_null
from bot.authoring.problems import nearest
from bot.authoring.raw import Node, Raw
from bot.flow.conditions import Expression
from bot.flow.model import OTHERWISE, Edge
from bot.flow.states.acts import ACTS, Act
from bot.flow.states.ask import Ask
from bot.flow.states.kind import Kind
from bot.flow.states.pick import NONE, Pick
from bot.flow.states.plain import Nest


def read_edges(reading: Reading, raws: dict[str, Raw]) -> None:
    """Ways out of every state; targets are looked for from the inside outwards."""
    for raw in raws.values():
        if "after" in raw.words:
            _after(reading, raw, raws)
        if isinstance(raw.kind, Pick) and "none" in raw.words:
            _none(reading, raw, raws)
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
    known = [r.path.rsplit(".", 1)[-1] for r in raws.values()]
    hint = f"`{name}` stands inside another state; lead to that one" if name in known else nearest(name, known)
    reading.problem(node, "target", f"there is no state `{name}` from here outwards", hint)
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


def _none(reading: Reading, raw: Raw, raws: dict[str, Raw]) -> None:
    node = raw.words["none"][1]
    where = target(reading, node, raw, raws)
    if where is not None:
        raw.edges.append((Edge(raw.path, "next", where, on=NONE, spot=reading.spot(node)), node))


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
    if isinstance(kind, Pick):
        return ("skip",)
    if isinstance(kind, Ask):
        if kind.choices:
            return (*[c.key for c in kind.choices], "skip")
        return None if kind.source or kind.scale or kind.kind != "text" else ("skip",)
    if isinstance(kind, Act):
        return ACTS.get(kind.do, ())
    return kind.OUTCOMES or None


def _listed(reading: Reading, raw: Raw, raws: dict[str, Raw], node: yaml.SequenceNode) -> None:
    for position, item in enumerate(node.value):
        edge = _edge(reading, raw, raws, item, None)
        if edge is None:
            continue
        last = position == len(node.value) - 1
        guarded = isinstance(item, yaml.MappingNode) and "if" in [k.value for k, _ in item.value]
        if last and guarded:
            reading.problem(
                item,
                "reach",
                "the last way out has an `if`: when it does not hold the talk is stuck",
                "end the list with {to: state}",
            )
        if not last and not guarded:
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
    reading.unknown(((k, n) for k, (n, _) in words.items()), WAY_OUT, "a way out")
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
