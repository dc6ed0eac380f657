"""`do`: one of a closed list of the bot's own acts (invite, join, set …). Only the bot's own flows need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow.conditions import Expression
from bot.flow.effects import Do
from bot.flow.fields import Takes, word
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Returned
from bot.flow.states.kind import Kind
from bot.flow.values import Value

if TYPE_CHECKING:
    from bot.flow.hand import Hand

ACTS: dict[str, tuple[str, ...]] = {
    "set": ("done", "refused", "quiet", "same", "silences"),
    "as-set": ("done",),
    "schedule": ("done", "waiting", "quiet"),
    "invite": ("made", "paired"),
    "knock": ("passed", "too-many", "paired"),
    "accept": ("done", "over"),
    "admit": ("done", "over"),
    "turn-away": ("done",),
    "group-link": ("made", "alone", "bound"),
    "bind-group": ("bound", "crowded", "waiting", "over"),
    "refuse-group": ("done",),
    "open": ("opened", "not-now", "unknown"),
    "standing": ("paired", "alone"),
    "lines": ("done",),
    "host": ("done",),
    "leave": ("done", "alone"),
    "forget": ("done", "wrong"),
    "close": ("done",),
    "export": ("done", "capped"),
    "withdraw": ("done", "unknown"),
    "mute": ("done", "unknown"),
    "may": ("yes", "wait"),
    "count": ("done",),
    "last-day": ("done",),
    "unsaid": ("done",),
    "keep-level": ("done",),
    "clear-away": ("done",),
    "digest": ("found", "alone", "quiet"),
    "lately": ("calm", "heavy", "early"),
    "draw": ("ours", "chosen", "mine", "alone", "empty"),
    "view": ("ours", "chosen", "mine", "alone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Kind):
    """Does something of the bot's own and goes on by its outcome."""

    WORD: ClassVar[str] = "do"

    do: str = word(Takes.ACT, "", needed=True, about="The act.")
    give: tuple[tuple[str, Expression], ...] = word(Takes.GIVES, (), about="What it needs.")

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        given = {name: expression.value(hand.look) for name, expression in self.give}
        hand.effect(Do(self.do, hand.visit, hand.everyone[0], given))

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        if isinstance(signal, Acted):
            for name, content in signal.values.items():
                hand.keep(name, Value(content, hand.everyone[0]))
            hand.leave(outcome=signal.outcome)
