"""What every kind of state can do. One kind, one file; `KINDS` in the package lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow.effects import BOTH, Refused
from bot.flow.phrases import CLOSED
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Elapsed, Returned
from bot.flow.values import ANYONE, Readers

if TYPE_CHECKING:
    from bot.flow.hand import Hand
    from bot.flow.session import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of state: `WORD` is the key in YAML that makes a state one, `OUTCOMES` the names its `next` may use besides answers.

    With `INNER` the words of the kind stand inside the mapping behind `WORD`.

    `enter` is called when the state is entered, `hear` with every signal for its visit, `elapsed` with its own timers (not those
    of `after`, which the engine takes), `again` to say an open question once more, `waits_for` tells who is asked.
    """

    WORD: ClassVar[str] = ""
    OUTCOMES: ClassVar[tuple[str, ...]] = ()
    INNER: ClassVar[bool] = False

    def enter(self, hand: Hand) -> None:
        """Says what there is to say, and waits or leaves."""

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        """Anything a kind does not listen to is a closed question."""
        if isinstance(signal, Answered | Chose):
            hand.effect(Refused(signal.person, hand.line(CLOSED)))

    def leaving(self, hand: Hand) -> None:
        """The state is left: buttons that were not tapped go, so that none is left that only says "closed"."""

    def back(self, hand: Hand) -> None:
        """An interruption is over: what happened meanwhile counts now."""

    def withdraw(self, hand: Hand, person: str) -> None:
        """One of two leaves their part unseen: nothing that the other can notice happens before the deadline."""

    def unsend(self, hand: Hand, person: str) -> bool:
        """What this person let go a moment ago, and can still take back, waits for their tap again. True if there was something."""
        return False

    def elapsed(self, hand: Hand, signal: Elapsed) -> None:
        """A timer of the kind's own."""

    def again(self, hand: Hand, person: str) -> None:
        """Says the open question to one person once more."""
        told = hand.texts()
        line = told.get(person) or told.get(BOTH)
        if line is not None:
            hand.say(person, line)

    def waits_for(self, frame: Frame, people: list[str]) -> list[str]:
        """Whose answer is open."""
        return []

    def silence(self, hand: Hand) -> Readers:
        """Who may know that an open question was left unanswered; None: anyone."""
        return ANYONE

    def takes_text(self, frame: Frame, person: str) -> bool:
        """Whether free text of this person is an answer now."""
        return False

    def takes_voice(self) -> bool:
        """Whether a voice message is an answer here."""
        return False

    def reads(self) -> str | None:
        """The coach's reader for answers here, if any."""
        return None
