"""Questions of every kind, with their ways out."""

from __future__ import annotations

from random_flows.sketch import EVERYBODY, Part, Sketch, State

KEYS = ({"x": "Answer x", "y": "Answer y"}, {"x": "Answer x", "y": "Answer y", "skip": "Not this one"})
SPANS = {"30m": "Half an hour", "3h": "Three hours"}
KINDS = ("number", "time", "morning", "date", "duration", "voice")
COACHES = ("i-statement", "promise", "apology", "listening")


def question(sketch: Sketch, party: str) -> str:
    """A text for a party, at times with something in it that they may read."""
    number = len(sketch.labels)
    if not sketch.chance(3):
        return f"Question {number}."
    return f"Question {number} about {{{sketch.draw.pick(sketch.known_to(party))}}}."


def _choices(sketch: Sketch) -> State:
    return {"choices": dict(sketch.draw.pick(KEYS))} | ({"words": True} if sketch.chance(6) else {})


def _answer(sketch: Sketch) -> State:
    """What counts as an answer."""
    what = sketch.draw.number(12)
    if what < 6:
        return _choices(sketch)
    if what == 6:
        return {"kind": sketch.draw.pick(KINDS)}
    if what == 7:
        return {"scale": "1..4"}
    if what == 8:
        return {"choices": dict(KEYS[0]), "many": True}
    more = {"coach": sketch.draw.pick(COACHES)} if what == 9 else {"skip": "Not this one"} if what == 10 else {}
    return {"max": 300, **more}


def _silence(sketch: Sketch, label: str | None) -> State:
    """What comes when nothing does; the reminder goes to whoever is asked."""
    remind = {"remind": {"30m": "Once more."}} if sketch.chance(6) else {}
    return {**remind, "after": {sketch.span(): sketch.go(label)}}


def ways(sketch: Sketch, state: State, party: str | None, label: str | None) -> State:
    """`next`, in one of its three forms: plainly, by the answer, by guards."""
    keys = [k for k in state.get("choices", {}) if k != "skip"] if not state.get("many") and party else []
    if keys and "words" not in state and sketch.chance(2):
        targets = {key: sketch.go(label) for key in keys}
        return targets | {"otherwise": sketch.go(label)}
    return guards(sketch, party, label)


def guards(sketch: Sketch, party: str | None, label: str | None):  # type: ignore[no-untyped-def]
    """Plainly, or by what is known on this path."""
    if sketch.chance(2):
        return sketch.go(label)
    known = list(sketch.names) if sketch.names and sketch.chance(4) else sketch.known_to(label if party is None else party)
    name = sketch.draw.pick(known)
    test = sketch.draw.pick([f"{name} == 'x'", f"{name} != 'y'", "n < 2", "answer == 'x'" if party else f"'x' in {name}"])
    private = party is not None or sketch.names.get(name) not in (None, EVERYBODY)
    way = {"if": test, "to": sketch.go(label)}
    if sketch.chance(2):
        target = sketch.draw.pick(["n", "span", sketch.name(label or party or EVERYBODY) if private else sketch.name(EVERYBODY)])
        way["set"] = {target: {"n": "n + 1", "span": "'2h'"}.get(target, sketch.draw.pick([name, "'x'"]))}
    if sketch.chance(6) and len(sketch.parties) > 1 and label is None:
        way["swap"] = list(sketch.parties)
    return [way, {"to": sketch.go(label)}]


def private(sketch: Sketch, label: str | None) -> State:
    """A question that its owner alone reads: what follows is theirs alone, but in a talk with oneself."""
    party = sketch.party(label)
    then = party if len(sketch.parties) > 1 else label
    state: State = {"say": {party: question(sketch, party)}, "ask": party, **_answer(sketch)}
    state["save"] = sketch.name(party if len(sketch.parties) > 1 else EVERYBODY)
    state["next"] = ways(sketch, state, party, then)
    return state | _silence(sketch, then)


def public(sketch: Sketch, label: str | None) -> State:
    """A question whose answer its owner sends."""
    party = sketch.party(label)
    told = party if label or sketch.chance(2) else sketch.draw.pick(["both", "each"])
    state: State = {"say": {told: question(sketch, label or (party if told == party else None))}, "ask": party}
    state |= {"to": sketch.other(party) if sketch.other(party) and sketch.chance(4) else "both", **_answer(sketch)}
    state["save"] = sketch.name(EVERYBODY)
    state["next"] = ways(sketch, state, party, None)
    return state | _silence(sketch, label)


def how_long(sketch: Sketch, label: str | None) -> State:
    """A duration, and what waits for it."""
    party = sketch.party(label)
    public = label is not None or sketch.chance(2)
    then = None if public or len(sketch.parties) == 1 else party
    state: State = {"say": {party: "How long?"}, "ask": party, "choices": dict(SPANS), "save": "span"}
    if public:
        state["to"] = "both"
    wait = f"w{len(sketch.labels)}"
    sketch.labels[wait] = then
    sketch.states[wait] = {"after": {"span": sketch.go(then)}}
    return {**state, "next": wait, **_silence(sketch, label if public else then)}


def each(sketch: Sketch, label: str | None) -> State | None:
    """Both, hidden from one another."""
    if label is not None or len(sketch.parties) == 1:
        return None
    answer = _answer(sketch)
    name = f"e{sketch.draw.number(2)}"
    state: State = {"say": {"each": question(sketch, None)}, "ask": "each", **answer, "save": name}
    if sketch.chance(3):
        state["to"] = "both"
    else:
        sketch.each.append(name)
    state["next"] = _compared(sketch, name) if "to" in state and sketch.chance(2) else sketch.go(None)
    return state | _silence(sketch, None)


def _compared(sketch: Sketch, name: str) -> list[State]:
    first, second = sketch.parties
    return [{"if": f"{name} of {first} == {name} of {second}", "to": sketch.go(None)}, {"to": sketch.go(None)}]


PARTS: tuple[tuple[int, Part], ...] = ((7, private), (5, public), (2, how_long), (3, each))
