"""An answer that holds: it gets its owner and readers, is shown to whoever may read it, and the state goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flow import phrases
from bot.flow.effects import BOTH, Line, Option
from bot.flow.session import Frame, Step
from bot.flow.states import answers, asking
from bot.flow.values import ANYONE, Value, all_of, both

if TYPE_CHECKING:
    from bot.flow.hand import Hand
    from bot.flow.model import Choice
    from bot.flow.states.ask import Ask


def understand(ask: Ask, hand: Hand, person: str, text: str) -> None:
    found = answers.understood(hand, ask.kind, text, person)
    if not found:
        return hand.say(person, hand.line(phrases.NOT_UNDERSTOOD[ask.kind]))
    if len(found) == 1:
        return accept(ask, hand, person, Value(answers.content(ask.kind, found[0][0]), label=found[0][1]))
    progress = hand.progress(person)
    progress.stage, progress.items, hand.quietly = "which", dict(found), True
    return asking.put(ask, hand, person, hand.line(phrases.WHICH))


def accept_choice(ask: Ask, hand: Hand, person: str, choice: Choice, silent: bool = False) -> None:
    content = None if choice.skip else choice.key
    of_entry = choice.value.readers if choice.value is not None else ANYONE
    value = Value(content, None, of_entry, answers.shown(choice))
    accept(ask, hand, person, value, label=None if silent else answers.label(hand, choice))


def accept_many(ask: Ask, hand: Hand, person: str) -> None:
    picked = [c for c in ask.offered(hand, person) if c.key in hand.progress(person).picked]
    of_entries = all_of(c.value.readers for c in picked if c.value is not None)
    value = Value([c.key for c in picked], None, of_entries, [answers.shown(c) for c in picked])
    accept(ask, hand, person, value, ticks=tuple(answers.label(hand, c) for c in picked) or (hand.line(phrases.DONE),))


def accept(
    ask: Ask, hand: Hand, person: str, value: Value, label: Line | None = None, shown: bool = False, ticks: tuple[Line, ...] = ()
) -> None:
    frame, progress = hand.frame, hand.progress(person)
    before = _before(frame, person)
    value = Value(value.content, person, both(readers(ask, hand, person), value.readers), value.label)
    if ticks:
        hand.edit(person, ask.name(hand), tuple((Option(hand.tick(line), "-"),) for line in ticks))
    elif label is not None:
        hand.ticked(person, ask.name(hand), label)
    elif not ask.free() or ask.skip is not None:
        hand.edit(person, ask.name(hand))
    hand.no_timer(f"send:{person}")
    progress.stage = "answered"
    hand.answer = value
    hand.marks = Value(list(progress.marks), person, frozenset({person}))
    if ask.save is not None:
        hand.keep(ask.save, value, person if ask.ask == "each" else None)
    frame.history = [before] if ask.ask != "each" else []  # to take it back would tell whether the other has answered
    if ask.to != "self":
        hand.public(person)
        show(ask, hand, person, value, shown)
    go_on(ask, hand, person)


def _before(frame: Frame, person: str) -> Step:
    """What /back brings again."""
    return Step(person, frame.state, dict(frame.visits), list(frame.timers), dict(frame.values), frame.label, dict(frame.roles))


def readers(ask: Ask, hand: Hand, person: str) -> frozenset[str]:
    if ask.to == "self":
        return frozenset({person})
    return frozenset({*hand.everyone, *hand.world.couple}) if ask.to == "both" else frozenset({person, hand.person(ask.to)})


def show(ask: Ask, hand: Hand, person: str, value: Value, shown: bool) -> None:
    """The other reads it: in the shared place, or in their own chat; of `each` when both have answered."""
    other = hand.other(person)
    if shown or other is None:
        return
    if ask.ask == "each":
        return show_both(ask, hand)
    if value.content is None:
        return
    line = hand.line(phrases.SAID, {"text": value}, who=person)
    if not hand.session.agreed:
        return hand.say(other, line)
    return hand.say(BOTH, line, whom=person)


def show_both(ask: Ask, hand: Hand) -> None:
    if ask.save is None or ask.waits_for(hand.frame, hand.everyone):
        return
    for person in hand.everyone:
        value = hand.frame.values[f"{ask.save}@{person}"]
        other = hand.other(person)
        if value.content is not None and other is not None:
            hand.say(other, hand.line(phrases.SAID, {"text": value}, who=person))


def go_on(ask: Ask, hand: Hand, person: str) -> None:
    if ask.waits_for(hand.frame, hand.everyone):
        return hand.say(person, hand.line(phrases.KEPT_UNTIL)) if ask.free() else None
    content = hand.answer.content if hand.answer else None
    if ask.ask == "each":
        hand.answer = hand.marks = None
        return hand.leave(None)
    if ask.to == "self" and hand.beside(person):
        hand.widen(frozenset({person}))
    return hand.leave("skip" if content is None else str(content))
