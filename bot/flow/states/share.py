"""`share`: one-sided, an exact preview and an explicit tap; with `when asked` the reader decides whether and when to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow import phrases
from bot.flow.effects import BOTH, Begin, Option, Refused
from bot.flow.fields import Takes, word
from bot.flow.model import Span
from bot.flow.session import Progress
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Elapsed, Returned
from bot.flow.states.answers import phrase
from bot.flow.states.kind import Kind
from bot.flow.values import Readers, Value
from bot.flow.vouching import talks_first

if TYPE_CHECKING:
    from bot.flow.effects import Line
    from bot.flow.hand import Hand
    from bot.flow.session import Frame

OFFERED = "offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Kind):
    """Hands answers of one person to the other, by their owner's tap."""

    WORD: ClassVar[str] = "share"
    OUTCOMES: ClassVar[tuple[str, ...]] = ("sent", "offered", "kept", "otherwise")

    share: tuple[str, ...] = word(Takes.NAMES, (), needed=True, about="The names of the answers.")
    with_: str = word(Takes.PARTY, "", needed=True, about="Who will read them.")
    within: Span | None = word(Takes.SPAN, None, needed=True, about="How long the owner has for the tap.")
    when_asked: str | None = word(Takes.TEXT, None, about="What the reader is told before deciding whether to read.")
    offer_for: Span | None = word(Takes.SPAN, None, about="How long the reader has.")

    def enter(self, hand: Hand) -> None:
        owner, reader = self._owner(hand.frame), hand.person(self.with_)
        if not self._given(hand):
            hand.widen(frozenset({owner}))
            return hand.leave(outcome="kept")
        hand.tell({to: line for to, line in hand.texts().items() if to not in (BOTH, owner)})
        if self.within is not None:
            hand.timer("deadline", hand.unsent_until(self.within))
        hand.progress(owner).stage = "deciding"
        self._preview(hand, owner, reader)

    def _owner(self, frame: Frame) -> str:
        return next(p for p in frame.roles.values() if p != frame.roles[self.with_])

    def _preview(self, hand: Hand, owner: str, reader: str) -> None:
        own = hand.texts().get(owner)
        hand.say(owner, own or hand.line(phrases.OVERVIEW))
        items = [hand.line("{item}", {"item": hand.look(n)}) for n in self._given(hand)]
        for line in items[:-1]:
            hand.say(owner, line, protect=True)
        hand.say(
            owner,
            items[-1],
            visit=hand.visit,
            options=self._options(hand, reader),
            name=self._name(hand),
            protect=True,
        )

    def _options(self, hand: Hand, reader: str) -> tuple[tuple[Option, ...], ...]:
        tap = phrases.OFFER if self.when_asked is not None else phrases.SEND_TO
        return ((Option(hand.line(tap, other=reader), "send!"),), (Option(hand.line(phrases.KEEP_IT), "keep!"),))

    def _given(self, hand: Hand) -> list[str]:
        return [n for n in self.share if hand.look(n).content not in (None, "", [])]

    def _name(self, hand: Hand) -> str:
        return f"s:{hand.visit}"

    def again(self, hand: Hand, person: str) -> None:
        hand.edit(person, self._name(hand))
        self._preview(hand, person, hand.person(self.with_))

    def silence(self, hand: Hand) -> Readers:
        return frozenset({self._owner(hand.frame)})

    def waits_for(self, frame: Frame, people: list[str]) -> list[str]:
        return [p for p in people if frame.progress.get(p, Progress()).stage in ("deciding", "sending")]

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        if isinstance(signal, Answered):
            return hand.say(signal.person, hand.line(phrases.TAP_ONE))
        if not isinstance(signal, Chose):
            return None
        progress = hand.progress(signal.person)
        if progress.stage == "deciding" and signal.key == "keep!":
            return self._kept(hand, signal.person)
        if progress.stage == "deciding" and signal.key == "send!":
            return None if talks_first(hand, signal.person) else self._send(hand, signal.person)
        if progress.stage == "sending" and signal.key == "undo!":
            hand.no_timer("send")
            progress.stage = "deciding"
            hand.ticked(signal.person, self._name(hand), None)
            return self._preview(hand, signal.person, hand.person(self.with_))
        return hand.effect(Refused(signal.person, hand.line(phrases.CLOSED)))

    def _kept(self, hand: Hand, owner: str) -> None:
        hand.ticked(owner, self._name(hand), hand.line(phrases.KEEP_IT))
        hand.widen(frozenset({owner}))
        hand.leave(outcome="kept")

    def _send(self, hand: Hand, owner: str) -> None:
        if not hand.world.undo:
            return self._sent(hand, owner)
        hand.progress(owner).stage = "sending"
        hand.timer("send", hand.now + hand.world.undo)
        hand.edit(owner, self._name(hand), ((Option(hand.line(phrases.TAKE_BACK), "undo!"),),), visit=hand.visit)
        return None

    def withdraw(self, hand: Hand, person: str) -> None:
        if person != self._owner(hand.frame):
            return
        hand.no_timer("send")
        hand.edit(person, self._name(hand))
        hand.progress(person).stage = "deciding"
        if hand.unseen(person):
            hand.pending = ("drop", None)

    def unsend(self, hand: Hand, person: str) -> bool:
        if hand.progress(person).stage != "sending":
            return False
        hand.no_timer("send")
        hand.progress(person).stage = "deciding"
        hand.edit(person, self._name(hand), self._options(hand, hand.person(self.with_)), visit=hand.visit)
        return True

    def leaving(self, hand: Hand) -> None:
        owner = self._owner(hand.frame)
        if hand.progress(owner).stage in ("deciding", "sending") and hand.outcome is None:
            hand.edit(owner, self._name(hand))

    def elapsed(self, hand: Hand, signal: Elapsed) -> None:
        owner = self._owner(hand.frame)
        if signal.name == "send" and hand.progress(owner).stage == "sending":
            self._sent(hand, owner)
        elif signal.name == "deadline":
            hand.edit(owner, self._name(hand))
            hand.widen(frozenset({owner}))
            hand.leave(outcome="kept")

    def _sent(self, hand: Hand, owner: str) -> None:
        reader = hand.person(self.with_)
        tap = phrases.OFFER if self.when_asked is not None else phrases.SEND_TO
        hand.ticked(owner, self._name(hand), hand.line(tap, other=reader))
        hand.public(owner)
        items = []
        for name in self._given(hand):
            value = hand.look(name).shown_to(reader)
            hand.keep(name, value)
            items.append(value)
        if self.when_asked is not None:
            self._offer(hand, owner, reader, items, hand.line(self.when_asked))
            return hand.leave(outcome="offered")
        hand.say(reader, *[hand.line(phrases.SAID, {"text": v}, who=owner) for v in items])
        return hand.leave(outcome="sent")

    def _offer(self, hand: Hand, owner: str, reader: str, items: list[Value], line: Line) -> None:
        text = Value([v.content for v in items], owner, frozenset({owner, reader}))
        values = {"line": phrase(line), "shared_items": text}
        if self.offer_for is not None and self.offer_for.fixed is not None:
            values["open_for"] = Value(self.offer_for.source)
        hand.effect(Begin(OFFERED, reader, {"reader": reader, "author": owner}, values))
