"""`reveal`: both see what both share, item by item. See `revealing` for the promise it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow.fields import Takes, word
from bot.flow.model import Span
from bot.flow.states import revealing
from bot.flow.states.item_by_item import ItemByItem

if TYPE_CHECKING:
    from bot.flow.hand import Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal(ItemByItem):
    """Mutual reveal of answers that each gave before."""

    WORD: ClassVar[str] = "reveal"
    OUTCOMES: ClassVar[tuple[str, ...]] = ("shared", "otherwise")

    reveal: tuple[str, ...] = word(Takes.NAMES, (), needed=True, about="The names of the answers to `each` that may be shared.")
    within: Span | None = word(Takes.SPAN, None, needed=True, about="How long both have.")

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        if self.within is not None:
            hand.timer("deadline", hand.unsent_until(self.within))
        for person in hand.everyone:
            revealing.preview(hand, person, self.reveal)

    def again(self, hand: Hand, person: str) -> None:
        revealing.again(hand, person, self.reveal)
