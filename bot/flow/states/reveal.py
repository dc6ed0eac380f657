"""`reveal`: both see what both share, item by item. See `revealing` for the promise it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow import phrases
from bot.flow.fields import Takes, word
from bot.flow.model import Span
from bot.flow.session import Progress
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Elapsed, Returned
from bot.flow.states import revealing
from bot.flow.states.kind import Kind

if TYPE_CHECKING:
    from bot.flow.hand import Hand
    from bot.flow.session import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal(Kind):
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

    def waits_for(self, frame: Frame, people: list[str]) -> list[str]:
        return [p for p in people if frame.progress.get(p, Progress()).stage == "deciding"]

    def takes_text(self, frame: Frame, person: str) -> bool:
        return "changing" in frame.progress.get(person, Progress()).items.values()

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        if isinstance(signal, Chose):
            revealing.tapped(hand, signal.person, signal.key, self.reveal)
        elif isinstance(signal, Answered) and not revealing.wrote(hand, signal.person, signal.content):
            hand.say(signal.person, hand.line(phrases.TAP_ONE))
        self._settle(hand)

    def withdraw(self, hand: Hand, person: str) -> None:
        revealing.withdraw(hand, person, self.reveal)

    def unsend(self, hand: Hand, person: str) -> bool:
        return revealing.unsend(hand, person)

    def leaving(self, hand: Hand) -> None:
        revealing.leaving(hand, self.reveal)

    def elapsed(self, hand: Hand, signal: Elapsed) -> None:
        if signal.name == "deadline":
            hand.leave(outcome="shared" if revealing.result(hand, self.reveal) else "otherwise")
        elif signal.name.startswith("share:"):
            _, person, item = signal.name.split(":", 2)
            revealing.held(hand, person, item)
            self._settle(hand)

    def _settle(self, hand: Hand) -> None:
        if revealing.result(hand, self.reveal) == "all":
            hand.leave(outcome="shared")
