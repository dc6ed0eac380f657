"""States that do nothing but speak: `say`, and `final`, which ends the flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow.states.kind import Kind

if TYPE_CHECKING:
    from bot.flow.hand import Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain(Kind):
    """Says its text and goes on; without `next` it waits for its own or an outer `after`."""

    WORD: ClassVar[str] = "say"

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts(), closing=hand.state.final is not None)
        if hand.state.final is None and any(e.trigger == "next" for e in hand.state.edges):
            hand.leave()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nest(Kind):
    """An outer state: it is entered by way of its `initial`, and its `after` covers everything inside."""

    WORD: ClassVar[str] = "states"

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
