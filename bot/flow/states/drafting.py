"""Free text before it is an answer: shown back to its owner, with the coach's one question, until they tap Send.

After the tap it rests for `undo`, so that it can be taken back; nobody else sees that it is on its way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.flow import phrases
from bot.flow.effects import Option, Refused
from bot.flow.states import accepting
from bot.flow.values import Value

if TYPE_CHECKING:
    from bot.flow.hand import Hand
    from bot.flow.signals import Answered
    from bot.flow.states.ask import Ask


def draft(ask: Ask, hand: Hand, signal: Answered, text: Any) -> None:
    progress = hand.progress(signal.person)
    progress.content, progress.marks = text, signal.marks
    progress.items = {"hint": signal.suggestion} if signal.suggestion else {}
    for_others = ask.to != "self" and not signal.shared
    if for_others or signal.suggestion:
        hand.no_timer(f"send:{signal.person}")
        close_preview(ask, hand, signal.person)
        progress.stage = "drafted"
        return preview(ask, hand, signal.person)
    accepting.accept(ask, hand, signal.person, Value(text), shown=signal.shared)


def close_preview(ask: Ask, hand: Hand, person: str) -> None:
    """An older preview loses its buttons: nobody shall send what does not stand above the button."""
    if hand.progress(person).stage in ("drafted", "sending"):
        hand.ticked(person, f"p:{hand.visit}", None)


def preview(ask: Ask, hand: Hand, person: str) -> None:
    progress, other = hand.progress(person), hand.partner(person)
    text = {"text": Value(progress.content, person, frozenset({person}))}
    for_others = ask.to != "self" and other is not None
    head = hand.line(phrases.PREVIEW, other=other) if for_others else hand.line(phrases.YOUR_TEXT)
    lines = [head, hand.line("{text}", text)]
    if progress.items.get("hint"):
        lines.append(hand.line(progress.items["hint"]))
    options = _options(hand, phrases.SEND_TO if for_others else phrases.KEEP_SO, other)
    hand.say(person, *lines, visit=hand.visit, name=f"p:{hand.visit}", options=options, free=True, protect=True)


def _options(hand: Hand, go: str, other: str | None) -> tuple[tuple[Option, ...], ...]:
    return ((Option(hand.line(go, other=other), "send!"),), (Option(hand.line(phrases.CHANGE), "change!"),))


def unsend(hand: Hand, person: str) -> bool:
    """A text on its way is a draft again, with the buttons of one."""
    progress = hand.progress(person)
    if progress.stage != "sending":
        return False
    hand.no_timer(f"send:{person}")
    progress.stage = "drafted"
    hand.edit(person, f"p:{hand.visit}", _options(hand, phrases.SEND_TO, hand.partner(person)), visit=hand.visit)
    return True


def decide(ask: Ask, hand: Hand, person: str, key: str) -> None:
    progress, name = hand.progress(person), f"p:{hand.visit}"
    if progress.stage == "drafted" and key == "send!":
        return send(ask, hand, person)
    if progress.stage == "sending" and key == "undo!":
        hand.no_timer(f"send:{person}")
        progress.stage = "drafted"
        hand.ticked(person, name, None)
        return preview(ask, hand, person)
    if progress.stage == "drafted" and key == "change!":
        progress.stage, progress.content, progress.marks, progress.items = "asked", None, (), {}
        hand.ticked(person, name, None)
        return hand.say(person, hand.line(phrases.WRITE_ANEW), visit=hand.visit, free=True)
    return hand.effect(Refused(person, hand.line(phrases.CLOSED)))


def send(ask: Ask, hand: Hand, person: str) -> None:
    name = f"p:{hand.visit}"
    other = hand.partner(person)
    if ask.to == "self" or not hand.world.undo or other is None:
        hand.ticked(person, name, hand.line(phrases.SEND_TO, other=other) if other and ask.to != "self" else None)
        return accept_draft(ask, hand, person)
    hand.progress(person).stage = "sending"
    hand.timer(f"send:{person}", hand.now + hand.world.undo)
    hand.edit(person, name, ((Option(hand.line(phrases.TAKE_BACK), "undo!"),),), visit=hand.visit)
    return None


def accept_draft(ask: Ask, hand: Hand, person: str) -> None:
    accepting.accept(ask, hand, person, Value(hand.progress(person).content))
