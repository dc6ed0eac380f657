"""How `ask` puts its question: where, with which buttons, and with a line that says who will read the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.flow import phrases
from bot.flow.effects import BOTH, Line, Option
from bot.flow.states import answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.hand import Hand
    from bot.flow.model import Choice
    from bot.flow.session import Progress
    from bot.flow.states.ask import Ask


HOUR, CITY = len("10:30 PM"), len("Johannesburg")


def put(ask: Ask, hand: Hand, person: str, line: Line | None, shared: bool = False) -> None:
    lines = (line,) if line is not None else ()
    more: dict[str, Any] = {
        "visit": hand.visit,
        "name": ask.name(hand),
        "options": options(ask, hand, person),
        "free": ask.free(),
        "hint": hint(ask, hand, person),
        "known": ask.to != "self" and ask.ask != "each" and not hand.quietly and hand.in_the_open(),
    }
    if shared and hand.session.agreed:
        hand.say(BOTH, *lines, whom=person, ask_private=in_private(ask, hand), **more)
    else:
        if shared:
            for other in hand.everyone:
                if other != person and line is not None:
                    hand.say(other, line)
        hand.say(person, *lines, **more)


def in_private(ask: Ask, hand: Hand) -> bool:
    return ask.to == "self" or ask.ask == "each" or ask.coach is not None or ask.takes_voice() or hand.flow.place == "apart"


def hint(ask: Ask, hand: Hand, person: str) -> Line | None:
    """Who will read the answer; and of one that may be spoken, that nobody listens to it here."""
    readers = who_reads(ask, hand, person)
    if not ask.takes_voice():
        return readers
    unheard = hand.line(phrases.VOICE_UNHEARD)
    both = {"readers": answers.phrase(readers), "unheard": answers.phrase(unheard)} if readers is not None else {}
    return hand.line("{readers} {unheard}", both) if both else unheard


def who_reads(ask: Ask, hand: Hand, person: str) -> Line | None:
    other = hand.partner(person) if ask.to != "self" else hand.other(person)
    if other is None:
        return None
    if ask.to != "self":
        shown_first = ask.free() and ask.ask != "each"
        return hand.line(phrases.OTHER_READS_LATER if shown_first else phrases.OTHER_READS, other=other)
    return hand.line(phrases.BOTH_ANSWER if ask.ask == "each" else phrases.ONLY_YOU)


def options(ask: Ask, hand: Hand, person: str) -> tuple[tuple[Option, ...], ...]:
    progress = hand.progress(person)
    shown, more = page(ask.offered(hand, person), answers.MOST_BUTTONS - ask.many - (ask.skip is not None), progress.page)
    buttons = [Option(label(ask, hand, c, progress), c.key) for c in shown]
    rows = _rows(buttons, _across(ask.offered(hand, person)) if ask.source in hand.world.lists else 1)
    if ask.scale is not None:
        low, high = ask.scale
        numbers = [Option(hand.line(str(n)), str(n)) for n in range(low, high + 1)]
        rows = _rows(numbers, 5)
    if more:
        rows.append((Option(hand.line(phrases.SHOW_MORE), "more!"),))
    if ask.many:
        rows.append((Option(hand.line(phrases.DONE), "done!"),))
    if ask.skip is not None:
        rows.append((Option(hand.line(ask.skip), "skip!"),))
    return tuple(rows)


def _rows(buttons: Sequence[Option], across: int) -> list[tuple[Option, ...]]:
    return [tuple(buttons[i : i + across]) for i in range(0, len(buttons), across)]


def _across(choices: Sequence[Choice]) -> int:
    """How many of a list fit beside each other on a phone: hours and cities do, talks do not."""
    longest = max((len(c.label) for c in choices), default=0)
    return 4 if longest <= HOUR else 2 if longest <= CITY else 1


def page(choices: Sequence[Choice], room: int, number: int) -> tuple[Sequence[Choice], bool]:
    """What of a list fits beside a button that shows more of it; behind the last page comes the first."""
    if len(choices) <= room:
        return choices, False
    begin = number % -(-len(choices) // (room - 1)) * (room - 1)
    return choices[begin : begin + room - 1], True


def label(ask: Ask, hand: Hand, choice: Choice, progress: Progress) -> Line:
    line = answers.label(hand, choice)
    return hand.line("✓ {label}", {"label": answers.phrase(line)}) if choice.key in progress.picked else line
