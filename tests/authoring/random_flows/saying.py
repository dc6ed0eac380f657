"""States that ask nobody: a line, a wait, a fork, an act of the bot's own, an exception that is signed."""

from __future__ import annotations

from random_flows.asking import guards, question
from random_flows.sketch import EVERYBODY, Part, Sketch, State


def say(sketch: Sketch, label: str | None) -> State:
    told = label or sketch.draw.pick([*sketch.parties, "both", "each"])
    party = told if told in sketch.parties else None
    return {"say": {told: question(sketch, party).replace("Question", "Line")}, "next": sketch.go(label)}


def fork(sketch: Sketch, label: str | None) -> State:
    """Nothing is said, and the way depends on what is known."""
    return {"next": guards(sketch, None, label)}


def wait(sketch: Sketch, label: str | None) -> State:
    said = {"say": {label or sketch.draw.pick([*sketch.parties, "both"]): "It is quiet now."}} if sketch.chance(2) else {}
    return {**said, "after": {sketch.draw.pick([sketch.span(), "span"]): sketch.go(label)}}


def signed(sketch: Sketch, label: str | None) -> State | None:
    """From here on the answers are for both, and so is the path of their owner."""
    own = [n for n, owner in sketch.names.items() if owner == label]
    if label is None or len(sketch.parties) == 1 or not own or not sketch.chance(3):
        return None
    names = sketch.draw.pick([own, own[:1]])
    for name in names:
        sketch.names[name] = EVERYBODY
    said = {"say": {"both": f"It was {{{names[0]}}}."}} if sketch.chance(2) else {}
    return {**said, "declassify": {"values": list(names), "reason": "Both wanted it so."}, "next": guards(sketch, None, None)}


def act(sketch: Sketch, label: str | None) -> State | None:
    """An act of the bot's own that looks at nothing but the two being two."""
    if sketch.chance(2):
        return None
    if sketch.chance(2):
        return {"do": "standing", "next": {"paired": sketch.go(label), "alone": sketch.go(label)}}
    return {"do": "last-day", "give": {"days": "7"}, "next": {"done": sketch.go(label)}}


PARTS: tuple[tuple[int, Part], ...] = ((4, say), (2, fork), (3, wait), (1, signed), (1, act))
