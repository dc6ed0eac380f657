"""What a kind hears whose answers can be shared item by item: the taps, the texts and the deadline of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.flow import phrases
from bot.flow.session import Progress
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Elapsed, Returned
from bot.flow.states import revealing
from bot.flow.states.kind import Kind

if TYPE_CHECKING:
    from bot.flow.hand import Hand
    from bot.flow.session import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemByItem(Kind):
    """`reveal` and `run for each`."""

    if TYPE_CHECKING:
        reveal: tuple[str, ...]

    def settle(self, hand: Hand) -> None:
        """Goes on when both have shared everything; a kind that may be done in another way says so itself."""
        if revealing.result(hand, self.reveal) == "all":
            hand.leave(outcome="shared")

    def waits_for(self, frame: Frame, people: list[str]) -> list[str]:
        return [p for p in people if frame.progress.get(p, Progress()).stage == "deciding"]

    def takes_text(self, frame: Frame, person: str) -> bool:
        return "changing" in frame.progress.get(person, Progress()).items.values()

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        if isinstance(signal, Chose):
            revealing.tapped(hand, signal.person, signal.key, self.reveal)
        elif isinstance(signal, Answered) and not revealing.wrote(hand, signal.person, signal.content):
            hand.say(signal.person, hand.line(phrases.TAP_ONE))
        self.settle(hand)

    def withdraw(self, hand: Hand, person: str) -> None:
        revealing.withdraw(hand, person, self.reveal)

    def unsend(self, hand: Hand, person: str) -> bool:
        return revealing.unsend(hand, person)

    def leaving(self, hand: Hand) -> None:
        revealing.leaving(hand, self.reveal)

    def elapsed(self, hand: Hand, signal: Elapsed) -> None:
        if signal.name == "deadline":
            done = revealing.result(hand, self.reveal) if self.reveal else None
            hand.leave(outcome="shared" if done else "otherwise")
        elif signal.name.startswith("share:"):
            _, person, item = signal.name.split(":", 2)
            revealing.held(hand, person, item)
            self.settle(hand)
