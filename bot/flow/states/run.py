"""`run`: another flow as a sub-talk on the same stack; and `run … for: each`, one child session per partner, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.flow import phrases
from bot.flow.conditions import Expression
from bot.flow.effects import Begin, Refused
from bot.flow.fields import Takes, word
from bot.flow.model import Span
from bot.flow.session import Frame, Progress
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Returned
from bot.flow.states import revealing
from bot.flow.states.item_by_item import ItemByItem
from bot.flow.states.kind import Kind
from bot.flow.values import Value

if TYPE_CHECKING:
    from bot.flow.hand import Hand

UNION = "union:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Kind):
    """A sub-talk. `as` says who is who there; what is not named keeps its name, or its place in the order."""

    WORD: ClassVar[str] = "run"
    OUTCOMES: ClassVar[tuple[str, ...]] = ("finished", "postponed", "stopped", "otherwise")

    run: str = word(Takes.FLOW, "", needed=True, about="The flow.")
    as_: tuple[tuple[str, str], ...] = word(Takes.ROLES, (), about="Who is who there.")
    give: tuple[tuple[str, Expression], ...] = word(Takes.GIVES, (), about="Values it begins with.")
    take: tuple[tuple[str, str], ...] = word(Takes.TAKES, (), about="Values it leaves here.")

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        flow = hand.world.flows.version(hand.flow.runs[self.run])
        roles = roles_of(flow.parties, dict(self.as_), hand.frame.roles, hand.everyone)
        values = {n: Value(v) for n, v in flow.values.items()} | {n: e.value(hand.look) for n, e in self.give}
        label = hand.frame.label
        hand.session.frames.append(Frame(flow.name, flow.hash, values=values, roles=roles, label=label))
        hand.pending = ("start", None)

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        if isinstance(signal, Answered | Chose):
            return hand.effect(Refused(signal.person, hand.line(phrases.CLOSED)))
        if isinstance(signal, Returned):
            for here, there in self.take:
                hand.keep(here, signal.values.get(there, Value(None)))
            hand.frame.label = signal.label
            hand.leave(outcome=signal.outcome)
        return None


def roles_of(parties: tuple[str, ...], named: dict[str, str], here: dict[str, str], people: list[str]) -> dict[str, str]:
    """Who holds the roles of a sub-talk."""
    roles = {there: here[mine] for there, mine in named.items() if mine in here}
    for party in parties:
        if party not in roles and party in here:
            roles[party] = here[party]
    left = [p for p in people if p not in roles.values()]
    for party in parties:
        if party not in roles and left:
            roles[party] = left.pop(0)
    return {p: roles[p] for p in parties if p in roles}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEach(ItemByItem):
    """One child session per partner, at their own pace; with `reveal` each gets their preview when their own child ends."""

    WORD: ClassVar[str] = "run for each"
    OUTCOMES: ClassVar[tuple[str, ...]] = ("both", "shared", "otherwise")

    run: str = word(Takes.FLOW, "", needed=True, about="The flow, a talk with oneself.")
    for_: str = word(Takes.EACH, "each", needed=True, about="One for each partner.")
    take: tuple[tuple[str, str], ...] = word(Takes.TAKES, (), about="Answers that come back, one per partner.")
    reveal: tuple[str, ...] = word(Takes.NAMES, (), about="Answers that may be shared, item by item.")
    within: Span | None = word(Takes.SPAN, None, needed=True, about="How long both have.")

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        if self.within is not None:
            hand.timer("deadline", hand.both_until(self.within, unsent=bool(self.reveal)))
        for person in hand.everyone:
            hand.frame.progress[person] = Progress("later" if person in hand.world.later else "working")
            if person not in hand.world.later:
                self.begin(hand, person)

    def begin(self, hand: Hand, person: str) -> None:
        """This partner's child begins (now, or when their own hour comes)."""
        hand.progress(person).stage = "working"
        flow = hand.world.flows.version(hand.flow.runs[self.run])
        hand.effect(Begin(self.run, person, {flow.parties[0]: person}, child_of=hand.visit))

    def again(self, hand: Hand, person: str) -> None:
        if hand.progress(person).stage == "deciding":
            revealing.again(hand, person, self.reveal)

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        if isinstance(signal, ChildEnded):
            self._ended(hand, signal)
        ItemByItem.hear(self, hand, signal)

    def _ended(self, hand: Hand, signal: ChildEnded) -> None:
        progress = hand.progress(signal.person)
        if progress.stage not in ("working", "later") or signal.outcome != "finished":
            progress.stage = "left" if signal.outcome != "finished" else progress.stage
            return
        progress.stage = "ended"
        for here, there in self.take:
            value = signal.values.get(there.removeprefix(UNION), Value(None))
            hand.keep(here, value, signal.person)
        if self.reveal:
            revealing.preview(hand, signal.person, self.reveal)

    def back(self, hand: Hand) -> None:
        self.settle(hand)

    def settle(self, hand: Hand) -> None:
        if self.reveal:
            ItemByItem.settle(self, hand)
        elif all(hand.progress(p).stage == "ended" for p in hand.everyone):
            self._merge(hand)
            hand.leave(outcome="both")

    def _merge(self, hand: Hand) -> None:
        """`{union: name}`: one list of what each ticked, without repeats, readable by whoever may read every part."""
        for here, there in self.take:
            if not there.startswith(UNION):
                continue
            parts = [hand.frame.values.get(f"{here}@{p}", Value(None)) for p in hand.everyone]
            hand.keep(here, union(parts))


def union(parts: list[Value]) -> Value:
    """Many lists (or texts) as one list, without repeats; `label` keeps what is shown."""
    from bot.flow.values import all_of

    merged: dict[str, tuple[Any, Any]] = {}
    for part in parts:
        contents = part.content if isinstance(part.content, list) else [part.content] if part.content else []
        labels = part.label if isinstance(part.label, list) else [{"own": text} for text in contents]
        merged |= {repr(content): (content, label) for content, label in zip(contents, labels, strict=True)}
    return Value(
        [content for content, _ in merged.values()], None, all_of(p.readers for p in parts), [shown for _, shown in merged.values()]
    )
