"""How a session moves. One pure door: `step(session, signal, world) -> effects`.

The session that comes in is the turn's own copy and is changed in place. A kind of state decides what an answer does; where it
leads is the machine's edge; this file keeps the stack, the visits, the timers and the labels right in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import assert_never

from bot.flow import phrases
from bot.flow.effects import BOTH, Begin, Effect, Ended, Refused, Say
from bot.flow.hand import MOST_MOVES, Hand, World
from bot.flow.model import Edge, Flow
from bot.flow.session import Frame, Session, Step, Timer
from bot.flow.signals import Acted, Again, Answered, Back, ChildEnded, Chose, Elapsed, Returned, Signal, Stopped
from bot.flow.states.run import RunEach
from bot.flow.values import NotAReader, Readers, Value, all_of


class Stuck(Exception):
    """A flow moved too often in one step: a loop of messages alone. Carries the flow's name."""


def begin(session: Session, world: World) -> list[Effect]:
    """Enters the first state of a session that was just made."""
    hand = Hand(session, world)
    hand.pending = ("start", None)
    return _finish(hand)


def step(session: Session, signal: Signal, world: World) -> list[Effect]:
    """What the session does about the signal. Raises `NotAReader` or `Stuck` when a flow breaks its word: hold the session then."""
    hand = Hand(session, world)
    if session.status != "running":
        return _refuse(hand, signal)
    match signal:
        case Answered() | Chose() | Acted() | ChildEnded():
            _at_visit(hand, signal)
        case Elapsed():
            _elapsed(hand, signal)
        case Returned():
            hand.state.kind.hear(hand, signal)
        case Stopped():
            _stop(hand, signal)
        case Back():
            _back(hand, signal.person)
        case Again():
            _again(hand, signal.person)
        case _:
            assert_never(signal)
    return _finish(hand)


def waits_for(session: Session, world: World) -> list[str]:
    """Whose answer the session waits for now."""
    if session.status != "running" or not session.top.state:
        return []
    hand = Hand(session, world)
    return hand.state.kind.waits_for(hand.frame, hand.everyone)


def interrupt(session: Session, flow: Flow, roles: Mapping[str, str], world: World) -> list[Effect]:
    """Pushes a flow over the present one and freezes what is left of its timers."""
    for frame in session.frames:
        for timer in frame.timers:
            timer.left = max(0.0, (timer.due - world.now).total_seconds())
    values = {n: Value(v) for n, v in flow.values.items()}
    session.frames.append(Frame(flow.name, flow.hash, values=values, roles=dict(roles), interrupting=True))
    hand = Hand(session, world)
    hand.pending = ("start", None)
    return _finish(hand)


def start_child(session: Session, person: str, world: World) -> list[Effect]:
    """The child of one partner whose own hour came begins."""
    hand = Hand(session, world)
    kind = hand.state.kind
    if isinstance(kind, RunEach) and hand.progress(person).stage == "later":
        kind.begin(hand, person)
    return _finish(hand)


def _refuse(hand: Hand, signal: Signal) -> list[Effect]:
    if isinstance(signal, Answered | Chose):
        return [Refused(signal.person, hand.line(phrases.CLOSED))]
    return []


def _at_visit(hand: Hand, signal: Answered | Chose | Acted | ChildEnded) -> None:
    """Only the innermost open state hears; a visit that is over is a closed question."""
    if signal.visit != hand.visit:
        if isinstance(signal, Answered | Chose):
            hand.effect(Refused(signal.person, hand.line(phrases.CLOSED)))
        return
    hand.state.kind.hear(hand, signal)


def _elapsed(hand: Hand, signal: Elapsed) -> None:
    """A timer of an open visit: of the kind's own, a reminder, or a way out (which closes whatever stands above it)."""
    depth = hand.session.frame_of(signal.visit)
    if depth is None:
        return
    frame = hand.session.frames[depth]
    if not any((t.visit, t.name) == (signal.visit, signal.name) and t.left is None for t in frame.timers):
        return
    frame.timers = [t for t in frame.timers if (t.visit, t.name) != (signal.visit, signal.name)]
    if signal.name.startswith("after "):
        label = _label_of_silence(hand, depth)
        del hand.session.frames[depth + 1 :]
        hand.widen(label)
        hand.widen(_readers_of_span(hand, signal))
        hand.pending = (signal.name, None)
    elif hand.frame is frame and signal.visit == hand.visit:
        _own_timer(hand, signal)


def _label_of_silence(hand: Hand, depth: int) -> Readers:
    """That a private question was left open until the deadline is as private as its answer."""
    above = [f.label for f in hand.session.frames[depth + 1 :]]
    return all_of([*above, hand.state.kind.silence(hand)])


def _readers_of_span(hand: Hand, signal: Elapsed) -> Readers:
    """A moment that was worked out from an answer may be noticed only by those who may read it."""
    owner = next(p for p, v in hand.frame.visits.items() if v == signal.visit)
    state = hand.flow.states[owner]
    spans = [s for name, s in state.after if name == signal.name]
    spans += [s for s, _ in state.remind if f"remind {s.source}" == signal.name]
    return all_of(hand.look(s.name).readers for s in spans if s.name)


def _own_timer(hand: Hand, signal: Elapsed) -> None:
    if not signal.name.startswith("remind "):
        return hand.state.kind.elapsed(hand, signal)
    readers = _readers_of_span(hand, signal)
    text = next((text for span, text in hand.state.remind if f"remind {span.source}" == signal.name), None)
    for person in hand.state.kind.waits_for(hand.frame, hand.everyone):
        if readers is not None and person not in readers:
            raise NotAReader(f"{hand.flow.name}/{hand.frame.state}")
        if text is not None:
            hand.say(person, hand.line(text), reminder=True)
    return None


def _stop(hand: Hand, signal: Stopped) -> None:
    """Somebody stopped, or it can go on no more: one line for both if both were in it, and the end."""
    agreed, people = hand.session.agreed, hand.session.people
    del hand.session.frames[1:]
    hand.frame.label = None
    if agreed and len(people) > 1 and signal.outcome == "stopped":
        hand.effects.append(Say(BOTH, (hand.line(phrases.STOPPED),)))
    _over(hand, "stopped" if signal.outcome == "stopped" else "postponed", "")


def _again(hand: Hand, person: str | None) -> None:
    kind = hand.state.kind
    waiting = kind.waits_for(hand.frame, hand.everyone)
    for one in waiting if person is None else [person] if person in waiting else []:
        kind.again(hand, one)


def _back(hand: Hand, person: str) -> None:
    """One own answer, if nothing addressed to another came of it."""
    history = [s for s in hand.frame.history if s.person == person]
    if not history:
        return hand.effect(Refused(person, hand.line(phrases.NOT_NOW_BACK)))
    step = history[-1]
    hand.frame.history = []
    if hand.visit != step.visits.get(step.state):
        _restore(hand, step)
    hand.frame.values = {k: v for k, v in step.values.items() if k in hand.frame.values} | {
        k: v for k, v in hand.frame.values.items() if "@" in k and not k.endswith(f"@{person}")
    }
    hand.frame.progress.pop(person, None)
    return hand.state.kind.again(hand, person)


def _restore(hand: Hand, step: Step) -> None:
    hand.edit(step.person, f"q:{hand.visit}")
    hand.frame.state, hand.frame.visits, hand.frame.label = step.state, dict(step.visits), step.label
    hand.frame.timers = [Timer(t.visit, t.name, t.due) for t in step.timers]
    hand.frame.progress = {}


def _finish(hand: Hand) -> list[Effect]:
    """Follows ways out until a state waits or the session is over."""
    while hand.pending is not None:
        trigger, heard = hand.pending
        hand.pending = None
        hand.moves += 1
        if hand.moves > MOST_MOVES:
            raise Stuck(hand.flow.name)
        if trigger == "start":
            _enter(hand, hand.flow.initial)
        elif trigger == "drop":
            _over(hand, "stopped", "")
        else:
            _move(hand, trigger, heard)
    _forget_history(hand)
    hand.session.revision += 1
    return hand.effects


def _forget_history(hand: Hand) -> None:
    """Whatever was said to another, sent or not, closes the way back."""
    if hand.session.status != "running" or not hand.frame.history:
        return
    person = hand.frame.history[-1].person
    told = {e.to for e in hand.effects if isinstance(e, Say)} | {e.person for e in hand.effects if isinstance(e, Begin)}
    if told - {person}:
        hand.frame.history = []


def _move(hand: Hand, trigger: str, heard: str | None) -> None:
    """Takes the first edge that fits; its guards' readers go on the path."""
    frame = hand.frame
    edge, reads = hand.flow.moves.taken(frame.state, trigger, heard, hand.look)
    if edge is None:
        return
    _declassify(hand)
    if not hand.state.declassify:
        hand.widen(all_of(v.readers for v in reads))
    hand.state.kind.leaving(hand)
    _carry_out(hand, edge)
    _enter(hand, edge.target)


def _declassify(hand: Hand) -> None:
    """The author's signed exception: here everyone in the talk may read these, and know that their owners came this far."""
    for name in hand.state.declassify:
        for key in [k for k in hand.frame.values if k.split("@")[0] == name]:
            value = hand.frame.values[key]
            hand.keep(key, value.shown_to(*hand.everyone))
            if value.owner is not None:
                hand.public(value.owner)


def _carry_out(hand: Hand, edge: Edge) -> None:
    computed = [(name, expression.value(hand.look)) for name, expression in edge.sets]
    for name, value in computed:
        readers = value.readers if hand.frame.label is None else all_of([value.readers, hand.frame.label])
        hand.keep(name, Value(value.content, value.owner, readers))
    if edge.swap is not None:
        one, other = edge.swap
        roles = hand.frame.roles
        roles[one], roles[other] = roles[other], roles[one]


def _enter(hand: Hand, path: str) -> None:
    """Leaves what is left, enters what is entered, outermost first, down to a state without an `initial`."""
    frame, flow = hand.frame, hand.flow
    outers = flow.outers(path)
    frame.visits = {p: v for p, v in frame.visits.items() if p in outers}
    kept = set(frame.visits.values())
    frame.timers = [t for t in frame.timers if t.visit in kept]
    frame.progress, frame.children = {}, {}
    for outer in outers:
        if outer not in frame.visits:
            _arrive(hand, outer)
            flow.states[outer].kind.enter(hand)
    _arrive(hand, path)
    state = flow.states[path]
    hand.answer = hand.marks = hand.outcome = None
    _declassify(hand)
    state.kind.enter(hand)
    if state.initial is not None:
        _enter(hand, state.initial)
    elif state.final is not None:
        _over(hand, state.final, state.name)


def _arrive(hand: Hand, path: str) -> None:
    """A new visit, with its timers."""
    frame, state = hand.frame, hand.flow.states[path]
    frame.state = path
    visit = hand.world.draw.id()
    frame.visits[path] = visit
    for name, span in state.after:
        hand.timer(name, hand.due(span), visit)
    for span, _ in state.remind:
        hand.timer(f"remind {span.source}", hand.due(span), visit)


def _over(hand: Hand, outcome: str, state: str) -> None:
    """A frame is over: back to the one below, or the session ends."""
    session = hand.session
    frame = session.frames.pop() if len(session.frames) > 1 else session.top
    if frame.interrupting:
        return _came_back(hand, outcome, state)
    if frame is not session.top:
        hand.outcome = None
        hand.redirect = hand.redirect if not session.agreed else {}
        return hand.state.kind.hear(hand, Returned(outcome, state, dict(frame.values), frame.label))
    session.status, session.outcome = "over", outcome
    suggest = hand.flow.states[frame.state].suggest if frame.state in hand.flow.states else ()
    frame.timers, frame.visits = [], {}
    if frame.label is not None and not frame.label.issuperset(hand.everyone):
        return hand.effect(Ended(outcome, state, dict(frame.values)))  # type: ignore[arg-type]
    return hand.effect(Ended(outcome, state, dict(frame.values), suggest or hand.flow.suggest))  # type: ignore[arg-type]


def _came_back(hand: Hand, outcome: str, state: str) -> None:
    """After an interruption: `back` goes on where it was, with what was left of the timers; anything else ends the talk."""
    if state != "back":
        del hand.session.frames[1:]
        return _over(hand, "postponed", "")
    for frame in hand.session.frames:
        for timer in frame.timers:
            if timer.left is not None:
                timer.due, timer.left = hand.now + timedelta(seconds=timer.left), None
    return _again(hand, None)
