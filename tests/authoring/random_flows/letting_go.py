"""What two agree to, and how answers are let go: `agree`, `share`, `reveal`."""

from __future__ import annotations

from random_flows.asking import question
from random_flows.sketch import EVERYBODY, Part, Sketch, State


def agree(sketch: Sketch, label: str | None) -> State | None:
    """Both are asked; at times with an answer of one of them in the invitation, which its author sends by saying when."""
    if len(sketch.parties) == 1 or any("agree" in s for s in sketch.states.values()):
        return None
    own = [n for n, owner in sketch.names.items() if owner == label and label]
    if label is not None and not own:
        return None
    shown = f" It is about {{{own[0]}}}." if own else ""
    state: State = {"say": f"{question(sketch, None)}{shown}", "agree": "Yes, gladly"}
    if own:
        state["shares"] = own[:1]
        sketch.names[own[0]] = EVERYBODY
    elif sketch.chance(5):
        state["no if"] = f"{sketch.draw.pick(sketch.known_to(None))} == 'y'"
    light = {"light": sketch.go(None)} if sketch.chance(2) else {}
    return {**state, "within": sketch.span(), "next": {"both": sketch.go(None, fresh=True), **light, "otherwise": _closes(sketch)}}


def _closes(sketch: Sketch) -> str:
    """One line that names nobody."""
    sketch.states["later"] = {"say": "We leave it here for today.", "final": "postponed"}
    sketch.labels["later"] = "nobody"
    return "later"


def share(sketch: Sketch, label: str | None) -> State | None:
    """What one wrote for themselves, by their tap."""
    owner = sketch.party(label)
    own = [n for n, o in sketch.names.items() if o == owner]
    if sketch.other(owner) is None or not own:
        return None
    state: State = {"share": own[: 1 + sketch.draw.number(2)], "with": sketch.other(owner), "within": sketch.span()}
    if sketch.chance(3):
        asked = {"when asked": "Something was written for you.", "offer for": "30d"}
        return {**state, **asked, "next": {"offered": sketch.go(None), "kept": sketch.go(owner)}}
    return {**state, "next": {"sent": sketch.go(None), "kept": sketch.go(owner)}}


def reveal(sketch: Sketch, label: str | None) -> State | None:
    if label is not None or not sketch.each:
        return None
    items = list(dict.fromkeys(sketch.each))[: 1 + sketch.draw.number(2)]
    shared = sketch.go(None)
    if sketch.chance(2):
        sketch.states["shown"] = {"say": "This is what you both shared: {shared}", "next": shared}
        sketch.labels["shown"] = "nobody"
        shared = "shown"
    return {"reveal": items, "within": sketch.span(), "next": {"shared": shared, "otherwise": sketch.go(None)}}


PARTS: tuple[tuple[int, Part], ...] = ((2, agree), (3, share), (3, reveal))
