"""The stack, the visits, the timers and the labels while a session moves: what `engine` does between two signals.

A state is left by an edge and entered outermost first; every state entered gets a visit of its own, and what belongs to a visit
that is over goes with it. Labels are kept here too: a guard that read something private makes the path private.
"""

from __future__ import annotations

from datetime import timedelta

from bot.flow import lasting
from bot.flow.effects import Begin, Do, Effect, Ended, Keep, Mark, Say
from bot.flow.hand import MOST_MOVES, Hand
from bot.flow.model import Edge
from bot.flow.signals import Returned
from bot.flow.values import Value, all_of


class Stuck(Exception):
    """A flow moved too often in one step: a loop of messages alone. Carries the flow's name."""


def again(hand: Hand, person: str | None) -> None:
    kind = hand.state.kind
    waiting = kind.waits_for(hand.frame, hand.everyone)
    for one in waiting if person is None else [person] if person in waiting else []:
        kind.again(hand, one)


def finish(hand: Hand) -> list[Effect]:
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
            hand.widen(frozenset({hand.session.by or ""}))
            over(hand, "stopped", "")
        else:
            _move(hand, trigger, heard)
    _forget_history(hand)
    lasting.keep_up(hand)
    hand.session.revision += 1
    return hand.effects


def _forget_history(hand: Hand) -> None:
    """Whatever was said to another, sent or not, closes the way back, also to what was before a sub-talk; so does what was written

    down or done. What a time-out says closes nothing below it.
    """
    told = {e.to for e in hand.effects if isinstance(e, Say)} | {e.person for e in hand.effects if isinstance(e, Begin)}
    done = any(isinstance(e, Keep | Mark | Do) for e in hand.effects)
    for frame in reversed(hand.session.frames):
        if frame.history and (done or told - {frame.history[-1].person}):
            frame.history = []
        if frame.interrupting:
            return


def _move(hand: Hand, trigger: str, heard: str | None) -> None:
    """Takes the first edge that fits; its guards' readers go on the path."""
    _declassify(hand)
    edge, reads = hand.flow.moves.taken(hand.frame.state, trigger, heard, hand.look)
    if edge is None:
        return
    hand.widen(all_of(v.readers for v in reads))
    hand.state.kind.leaving(hand)
    _carry_out(hand, edge)
    _enter(hand, edge.target)


def _carry_out(hand: Hand, edge: Edge) -> None:
    computed = [(name, expression.value(hand.look)) for name, expression in edge.sets]
    for name, value in computed:
        readers = value.readers if hand.frame.label is None else all_of([value.readers, hand.frame.label])
        hand.keep(name, Value(value.content, value.owner, readers, value.label))
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
        over(hand, state.final, state.name)


def _arrive(hand: Hand, path: str) -> None:
    """A new visit, with its timers. Where a private answer says how long it may last, it is that one's alone from its beginning:

    what comes at the deadline tells of the answer, and so does until when the talk lasts for everybody.
    """
    frame, state = hand.frame, hand.flow.states[path]
    frame.state = path
    visit = hand.world.draw.id()
    frame.visits[path] = visit
    hand.widen(hand.timed_by(getattr(state.kind, "within", None), *(span for _, span in state.after)))
    for name, span in state.after:
        hand.timer(name, hand.due(span), visit, span)
    for span, _ in state.remind:
        hand.timer(f"remind {span.source}", hand.due(span), visit, span)


def over(hand: Hand, outcome: str, state: str) -> None:
    """A frame is over: back to the one below, or the session ends, at once or when everybody may know of it."""
    session = hand.session
    frame = session.frames.pop() if len(session.frames) > 1 else session.top
    if frame.interrupting:
        return _came_back(hand, outcome, state)
    if frame is not session.top:
        hand.outcome = None
        hand.redirect = hand.redirect if not session.agreed else {}
        return hand.state.kind.hear(hand, Returned(outcome, state, dict(frame.values), frame.label))
    return None if lasting.unseen_end(hand) else ended(hand, outcome, state)


def ended(hand: Hand, outcome: str, state: str) -> None:
    """The session is over."""
    session, frame = hand.session, hand.frame
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
        return ended(hand, "postponed", "")
    for frame in hand.session.frames:
        for timer in frame.timers:
            if timer.left is not None:
                timer.due, timer.left = hand.now + timedelta(seconds=timer.left), None
    lasting.came_back(hand.session)
    hand.state.kind.back(hand)
    return again(hand, None) if hand.pending is None else None


def _declassify(hand: Hand) -> None:
    """The author's signed exception: here everyone in the talk may read these, and know that their owners came this far."""
    for name in hand.state.declassify:
        for key in [k for k in hand.frame.values if k.split("@")[0] == name]:
            value = hand.frame.values[key]
            shown = value.shown_to(*hand.everyone)
            if hand.answer is value:
                hand.answer = shown
            hand.keep(key, shown)
            if value.owner is not None:
                hand.public(value.owner)
