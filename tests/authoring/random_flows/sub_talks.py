"""Talks inside talks: one that both lead, one that somebody leads alone, and one for each."""

from __future__ import annotations

from random_flows.sketch import EVERYBODY, Part, Sketch, State

OUTCOMES = ("finished", "postponed", "stopped")
GIVEN, TAKEN = "v0", "v0"


def _by_outcome(sketch: Sketch, label: str | None):  # type: ignore[no-untyped-def]
    if sketch.chance(3):
        return sketch.go(label)
    return {sketch.draw.pick(OUTCOMES): sketch.go(label), "otherwise": sketch.go(label)}


def both(sketch: Sketch, label: str | None) -> State | None:
    if label is not None or "pair" not in sketch.runs:
        return None
    roles = {"as": dict(zip(sketch.runs["pair"], sketch.parties[::-1], strict=True))} if sketch.chance(2) else {}
    give = {"give": {GIVEN: sketch.draw.pick(sketch.known_to(None))}} if sketch.chance(2) else {}
    take = {"take": {sketch.name("nobody"): sketch.draw.pick([TAKEN, "v_e0", "v_o0"])}} if sketch.chance(3) else {}
    return {"run": "pair", **roles, **give, **take, "next": _by_outcome(sketch, None)}


def alone(sketch: Sketch, label: str | None) -> State | None:
    """A part that is one person's alone: what comes of it is theirs."""
    if "own" not in sketch.runs:
        return None
    party = sketch.party(label)
    give = {"give": {GIVEN: sketch.draw.pick(sketch.known_to(party))}} if sketch.chance(2) else {}
    take = {"take": {sketch.name(party): sketch.draw.pick([TAKEN, "v_e0"])}} if sketch.chance(2) else {}
    return {"run": "own", "as": {"me": party}, **give, **take, "next": _by_outcome(sketch, party)}


def for_each(sketch: Sketch, label: str | None) -> State | None:
    """Side by side; with `reveal`, with a list of both, or with neither."""
    if label is not None or "own" not in sketch.runs:
        return None
    taken = f"t{sketch.draw.number(2)}"
    state: State = {"run": "own", "for": "each", "within": sketch.span()}
    what = sketch.draw.number(4)
    if what == 3:
        return {**state, "next": {"both": sketch.go(None), "otherwise": sketch.go(None)}}
    from_there = sketch.draw.pick(["v_e0", "v_e1", TAKEN])
    if what == 2:
        sketch.names["united"] = EVERYBODY if sketch.chance(2) else "nobody"
        return {**state, "take": {"united": {"union": from_there}}, "next": {"both": sketch.go(None), "otherwise": sketch.go(None)}}
    sketch.each.append(taken)
    return {
        **state,
        "take": {taken: from_there},
        "reveal": [taken],
        "next": {"shared": sketch.go(None), "otherwise": sketch.go(None)},
    }


PARTS: tuple[tuple[int, Part], ...] = ((2, both), (2, alone), (3, for_each))
