"""`pick`: choose an entry of a book. A question like `ask`, whose buttons are the entries that this person may read now.

What was picked is for whoever picked it alone, also in a book that both read, until `mark` gives the entry a status; `to: both`
says it at once. Whether there was anything to pick from tells of the book: in a book of each one's own it is for its owner alone
as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow.conditions import Expression
from bot.flow.fields import Takes, word
from bot.flow.model import Choice
from bot.flow.states import answers
from bot.flow.states.ask import Ask

if TYPE_CHECKING:
    from bot.flow.hand import Hand

NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick(Ask):
    """Waits until an entry is chosen; goes to `none` when there is none to choose from."""

    WORD: ClassVar[str] = "pick"

    pick: str = word(Takes.BOOK, "", needed=True, about="The book.")
    ask: str = word(Takes.PARTY, "", needed=True, about="Who sees the list and taps.")
    where: Expression | None = word(Takes.EXPRESSION, None, about="Which entries: it may ask for `status` and `mine`.")
    none: str = word(Takes.TARGET, "", needed=True, about="Where it goes when there is nothing to choose from.")
    save: str | None = word(Takes.NAME, None, about="The name of the entry; shown, it is the entry's text.")
    to: str = word(Takes.TO, "self", about="Who learns which one it is.")
    skip: str | None = word(Takes.TEXT, None, about="A button that chooses nothing.")
    choices: tuple[Choice, ...] = ()
    words: bool = False
    many: bool = False
    scale: tuple[int, int] | None = None
    kind: str = "text"
    max: int = 1000
    coach: str | None = None

    def enter(self, hand: Hand) -> None:
        person = hand.person(self.ask)
        if not hand.world.flows.shared(self.pick) and hand.beside(person):
            hand.widen(frozenset({person}))
        if self.offered(hand, person):
            return Ask.enter(self, hand)
        hand.leave(NONE)

    def free(self) -> bool:
        return False

    def offered(self, hand: Hand, person: str) -> tuple[Choice, ...]:
        known = [e for e in hand.entries(self.pick) if e.text.may_read([person])]
        wanted = [answers.from_entry(e) for e in known if answers.wanted(hand, self.where, e, person)]
        return tuple(reversed(wanted))
