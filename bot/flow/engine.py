"""How a session moves. One pure door: `step(session, signal, world) -> effects`.

The session that comes in is the turn's own copy and is changed in place. A kind of state decides what an answer does; where it
leads is the machine's edge; `moving` keeps the stack, the visits, the timers and the labels right in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from bot.flow import phrases
from bot.flow.effects import BOTH, Effect, Refused, Say
from bot.flow.hand import Hand, World
from bot.flow.lasting import LASTS
from bot.flow.model import Flow
from bot.flow.moving import Stuck, again, ended, finish, over
from bot.flow.session import Frame, Session, Step, Timer
from bot.flow.signals import (
    Acted,
    Again,
    Answered,
    Back,
    ChildEnded,
    Chose,
    Elapsed,
    Returned,
    Signal,
    Stopped,
    Unsent,
    Withdrawn,
)
from bot.flow.states.run import RunEach
from bot.flow.values import NotAReader, Readers, Value, all_of


def begin(session: Session, world: World) -> list[Effect]:
    """Enters the first state of a session that was just made. What somebody does alone is theirs from the start."""
    hand = Hand(session, world)
    if len(session.people) == 1 and hand.beside(session.people[0]):
        hand.widen(frozenset(session.people))
    hand.pending = ("start", None)
    return finish(hand)


def step(session: Session, signal: Signal, world: World) -> list[Effect]:
    """What the session does about the signal. Raises `NotAReader` or `Stuck` when a flow breaks its word: hold the session then.

    A session that is held can be stopped, and nothing else.
    """
    hand = Hand(session, world)
    if session.status == "over" or (session.status == "held" and not isinstance(signal, Stopped | Withdrawn)):
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
            hand.quietly = True
            _back(hand, signal.person)
        case Again():
            hand.quietly = True
            again(hand, signal.person)
        case Withdrawn():
            _withdraw(hand, signal.person)
        case Unsent():
            _unsend(hand, signal.person)
        case _:
            assert_never(signal)
    return finish(hand)


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
    return finish(hand)


def start_child(session: Session, person: str, world: World) -> list[Effect]:
    """The child of one partner whose own hour came begins."""
    hand = Hand(session, world)
    kind = hand.state.kind
    if isinstance(kind, RunEach) and hand.progress(person).stage == "later":
        kind.begin(hand, person)
    return finish(hand)


def _refuse(hand: Hand, signal: Signal) -> list[Effect]:
    if isinstance(signal, Answered | Chose):
        return [Refused(signal.person, hand.line(phrases.RESTS if hand.session.status == "held" else phrases.CLOSED))]
    return []


def _withdraw(hand: Hand, person: str) -> None:
    """In a talk of one, the part above the first flow ends; in a talk for two, the kind of state knows what is still theirs."""
    if len(hand.session.people) > 1:
        hand.state.kind.withdraw(hand, person)
    elif len(hand.session.frames) > 1:
        hand.state.kind.leaving(hand)
        over(hand, "stopped", "")


def _unsend(hand: Hand, person: str) -> None:
    """Also what rests below an interruption."""
    every = list(hand.session.frames)
    for depth in range(len(every), 0, -1):
        hand.session.frames[:] = every[:depth]
        if hand.frame.state:
            hand.state.kind.unsend(hand, person)
    hand.session.frames[:] = every


def _below(hand: Hand, signal: ChildEnded, depth: int) -> None:
    """A child ended while an interruption lies over its parent: it is written down now, and counted when the talk comes back."""
    above = hand.session.frames[depth + 1 :]
    del hand.session.frames[depth + 1 :]
    hand.state.kind.hear(hand, signal)
    hand.pending = None
    hand.session.frames += above


def _at_visit(hand: Hand, signal: Answered | Chose | Acted | ChildEnded) -> None:
    """Only the innermost open state hears; a visit that is over is a closed question."""
    if signal.visit != hand.visit:
        depth = hand.session.frame_of(signal.visit)
        if isinstance(signal, ChildEnded) and depth is not None:
            return _below(hand, signal, depth)
        if isinstance(signal, Answered | Chose):
            hand.effect(Refused(signal.person, hand.line(phrases.CLOSED)))
        return None
    return hand.state.kind.hear(hand, signal)


def _elapsed(hand: Hand, signal: Elapsed) -> None:
    """A timer of an open visit: of the kind's own, a reminder, or a way out (which closes whatever stands above it)."""
    depth = hand.session.frame_of(signal.visit)
    if depth is None:
        return
    frame = hand.session.frames[depth]
    if not any((t.visit, t.name) == (signal.visit, signal.name) and t.left is None for t in frame.timers):
        return
    frame.timers = [t for t in frame.timers if (t.visit, t.name) != (signal.visit, signal.name)]
    if signal.name == LASTS:
        _lasted(hand)
    elif signal.name.startswith("after "):
        label = _label_of_silence(hand, depth)
        del hand.session.frames[depth + 1 :]
        hand.widen(label)
        hand.widen(_readers_of_span(hand, signal))
        hand.pending = (signal.name, None)
    elif hand.frame is frame and signal.visit == hand.visit:
        _own_timer(hand, signal)


def _lasted(hand: Hand) -> None:
    """What ended where not everybody may know of it, or is still open there, is over for everybody now."""
    hand.state.kind.leaving(hand)
    label = hand.frame.label
    del hand.session.frames[1:]
    hand.widen(label)
    ended(hand, hand.state.final or "postponed", hand.state.name)


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
    return hand.timed_by(*spans)


def _own_timer(hand: Hand, signal: Elapsed) -> None:
    if not signal.name.startswith("remind "):
        return hand.state.kind.elapsed(hand, signal)
    readers = _readers_of_span(hand, signal)
    text = next((text for span, text in hand.state.remind if f"remind {span.source}" == signal.name), None)
    for person in hand.state.kind.waits_for(hand.frame, hand.everyone):
        if readers is not None and person not in readers:
            hand.widen(readers)
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
    over(hand, "stopped" if signal.outcome == "stopped" else "postponed", "")


def _back(hand: Hand, person: str) -> None:
    """One own answer, if nothing addressed to another came of it; first of all what is still on its way."""
    if hand.state.kind.unsend(hand, person):
        return hand.state.kind.again(hand, person)
    history = [s for s in hand.frame.history if s.person == person]
    if not history:
        return hand.effect(Refused(person, hand.line(phrases.NOT_NOW_BACK)))
    step = history[-1]
    if any(t.due <= hand.now for t in step.timers):  # its way out would be taken at once, and show when somebody went back
        return hand.effect(Refused(person, hand.line(phrases.NOT_NOW_BACK)))
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
    hand.frame.roles = dict(step.roles or hand.frame.roles)
    hand.frame.timers = [Timer(t.visit, t.name, t.due, private=t.private) for t in step.timers]
    hand.frame.progress = {}


__all__ = ["Stuck", "begin", "interrupt", "start_child", "step", "waits_for"]
