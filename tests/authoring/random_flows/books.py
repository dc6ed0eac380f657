"""What is kept: entries of a book of both, of one's own, and of one whose entries end by themselves."""

from __future__ import annotations

from random_flows.asking import question
from random_flows.sketch import EVERYBODY, Part, Sketch, State

BOOKS = """ours: {whose: both, statuses: [open, done], over: [done]}
mine: {whose: each, statuses: [open, done]}
diary: {whose: each}
"""
SHARED, OWN = ("ours",), ("mine", "diary")


def _where(sketch: Sketch, book: str) -> State:
    if not sketch.chance(3):
        return {}
    return {"where": sketch.draw.pick(["mine", "not mine"] + (["status == 'open'"] if book != "diary" else []))}


def keep(sketch: Sketch, label: str | None) -> State:
    owner = sketch.party(label)
    book = sketch.draw.pick(SHARED if label is None and sketch.chance(2) else OWN)
    name = sketch.draw.pick(sketch.known_to(owner if book in OWN else None))
    entry: State = {"book": book, "text": sketch.draw.pick([f"{{{name}}}", f"About {{{name}}}.", "Something."])}
    entry |= {"owner": owner} if book in OWN or sketch.chance(2) else {}
    entry |= {"status": "open"} if book != "diary" else {}
    return {"keep": entry, "next": sketch.go(label)}


def show(sketch: Sketch, label: str | None) -> State:
    book = sketch.draw.pick([*SHARED, *OWN])
    whose = {"ask": sketch.party(label)} if label or book in OWN or sketch.chance(2) else {}
    return {"list": book, **whose, **_where(sketch, book), "next": sketch.go(label)}


def pick(sketch: Sketch, label: str | None) -> State:
    """An entry is chosen, and at times it gets another status afterwards."""
    party = sketch.party(label)
    book = sketch.draw.pick([*SHARED, *OWN])
    then = party if len(sketch.parties) > 1 else label
    name = sketch.name(then or EVERYBODY, "p")
    state: State = {"say": {party: question(sketch, party)}, "pick": book, "ask": party, **_where(sketch, book), "save": name}
    if sketch.chance(4) and book in SHARED:
        state["to"], then = "both", None
        sketch.names[name] = EVERYBODY
    state["none"] = sketch.go(label if book in SHARED else then)
    state["next"] = _marked(sketch, name, then) if sketch.chance(2) and book != "diary" else sketch.go(then)
    return {**state, "after": {sketch.span(): sketch.go(then)}}


def _marked(sketch: Sketch, name: str, label: str | None) -> str:
    state = f"m{len(sketch.labels)}"
    sketch.labels[state] = label
    sketch.states[state] = {"mark": {"entry": name, "status": "'done'"}, "next": sketch.go(label)}
    return state


def from_book(sketch: Sketch, label: str | None) -> State:
    """A question whose buttons are entries."""
    party = sketch.party(label)
    then = party if len(sketch.parties) > 1 else label
    state: State = {"say": {party: question(sketch, party)}, "ask": party, "choices": {"from": sketch.draw.pick([*SHARED, *OWN])}}
    state |= {"skip": "Not this one", "save": sketch.name(then or EVERYBODY, "p")}
    return {**state, "next": sketch.go(then), "after": {sketch.span(): sketch.go(then)}}


PARTS: tuple[tuple[int, Part], ...] = ((2, keep), (1, show), (2, pick), (1, from_book))
