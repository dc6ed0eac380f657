"""`agree`: the consent of both.

Everyone gets the same message with the same buttons, always. Both yes: on at once. A no, silence, `no if`, a pause, a block look
the same: one neutral line at the deadline and never before, which for whoever did not tap yes replaces the invitation silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow import phrases, timing
from bot.flow.conditions import Expression
from bot.flow.effects import Agreed, Option, Refused
from bot.flow.fields import Takes, word
from bot.flow.hand import Local
from bot.flow.model import Span
from bot.flow.session import Progress
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Elapsed, Returned
from bot.flow.states.answers import phrase
from bot.flow.states.kind import Kind
from bot.flow.values import Value

if TYPE_CHECKING:
    from datetime import datetime

    from bot.flow.hand import Hand
    from bot.flow.session import Frame

STARTER = "starter!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Kind):
    """Both say yes, or it is not today."""

    WORD: ClassVar[str] = "agree"
    OUTCOMES: ClassVar[tuple[str, ...]] = ("both", "light", "otherwise")

    agree: str = word(Takes.TEXT, "", needed=True, about="What stands on the button that says yes.")
    within: Span | None = word(Takes.SPAN, None, needed=True, about="How long both have, counted from when they are asked.")
    at: str | None = word(Takes.CLOCK, None, about="A fixed hour at which both are asked.")
    no_if: Expression | None = word(Takes.EXPRESSION, None, about="When it holds, the yeses do not count.")

    def enter(self, hand: Hand) -> None:
        starter = hand.session.by
        if self.at is not None:
            return self._later(hand, self._at(hand, starter or hand.everyone[0]))
        if starter in hand.everyone and hand.session.schedule is None and hand.frame is hand.session.root:
            return self._ask_when(hand, str(starter))
        return self._invite(hand)

    def _ask_when(self, hand: Hand, starter: str) -> None:
        hand.progress(starter).stage = "when"
        if self.within is not None:
            hand.timer("when", hand.due(self.within))
        keys = (
            ("now!", phrases.NOW),
            ("tonight!", phrases.TONIGHT),
            ("tomorrow!", phrases.TOMORROW),
            ("never!", phrases.NEVER_MIND),
        )
        options = tuple((Option(hand.line(label), key),) for key, label in keys)
        hand.say(starter, hand.line(phrases.WHEN), visit=hand.visit, options=options, name=f"w:{hand.visit}")

    def _at(self, hand: Hand, person: str) -> datetime:
        local = hand.world.locals.get(person, Local())
        at = local.evening if self.at in (None, "evening") else str(self.at)
        return timing.next_local(hand.now, local.zone, at)

    def _later(self, hand: Hand, when: datetime) -> None:
        hand.timer("invite", when)

    def _invite(self, hand: Hand) -> None:
        for person in hand.everyone:
            hand.frame.progress[person] = Progress("invited")
        if self.within is not None:
            hand.timer("deadline", hand.due(self.within))
        for person in hand.everyone:
            self.again(hand, person)

    def again(self, hand: Hand, person: str) -> None:
        stage = hand.progress(person).stage
        if stage == "when":
            return self._ask_when(hand, person)
        if stage == "asked":
            return None
        lines = tuple(hand.texts().values())[:1]
        keys = (("yes!", self.agree), ("light!", phrases.LIGHT), ("no!", phrases.NOT_NOW), ("more!", phrases.MORE))
        options = tuple((Option(hand.line(label), key),) for key, label in keys)
        return hand.say(person, *lines, visit=hand.visit, options=options, name=f"a:{hand.visit}")

    def waits_for(self, frame: Frame, people: list[str]) -> list[str]:
        return [p for p in people if frame.progress.get(p, Progress()).stage in ("when", "invited")]

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        if isinstance(signal, Answered):
            return hand.say(signal.person, hand.line(phrases.TAP_ONE))
        if not isinstance(signal, Chose):
            return None
        stage = hand.progress(signal.person).stage
        if stage == "when":
            return self._when(hand, signal.person, signal.key)
        if stage in ("invited", "yes", "light", "no") and signal.key in ("yes!", "light!", "no!", "more!"):
            return self._said(hand, signal.person, signal.key)
        return hand.effect(Refused(signal.person, hand.line(phrases.CLOSED)))

    def _when(self, hand: Hand, starter: str, key: str) -> None:
        local = hand.world.locals.get(starter, Local())
        labels = {
            "now!": phrases.NOW,
            "tonight!": phrases.TONIGHT,
            "tomorrow!": phrases.TOMORROW,
            "never!": phrases.NEVER_MIND,
        }
        if key not in labels:
            return hand.effect(Refused(starter, hand.line(phrases.CLOSED)))
        hand.ticked(starter, f"w:{hand.visit}", hand.line(labels[key]))
        hand.progress(starter).stage = "asked"
        hand.no_timer("when")
        if key == "now!":
            return self._invite(hand)
        if key == "never!":
            hand.say(starter, hand.line(phrases.NOT_BEGUN))
            hand.pending = ("drop", None)
            return None
        hand.say(starter, hand.line(phrases.BEGINS_THEN))
        tonight = timing.this_evening(hand.now, local.zone, local.evening) if key == "tonight!" else None
        return self._later(hand, tonight or timing.tomorrow(hand.now, local.zone, local.evening))

    def _said(self, hand: Hand, person: str, key: str) -> None:
        labels = {"yes!": self.agree, "light!": phrases.LIGHT, "no!": phrases.NOT_NOW}
        if key == "more!":
            return hand.say(person, hand.line(phrases.MORE_HELP))
        progress = hand.progress(person)
        progress.stage = key.rstrip("!")
        options: tuple[tuple[Option, ...], ...] = ((Option(hand.line("✓ {label}", {"label": _label(hand, labels[key])}), "-"),),)
        if key == "no!":
            options = (*options, (Option(hand.line(self.agree), "yes!"),), (Option(hand.line(phrases.MORE), "more!"),))
        hand.edit(person, f"a:{hand.visit}", options, visit=hand.visit)
        return self._settle(hand)

    def _settle(self, hand: Hand) -> None:
        stages = [hand.progress(p).stage for p in hand.everyone]
        if any(s not in ("yes", "light") for s in stages):
            return
        if self.no_if is not None and self.no_if.value(hand.look).content:
            return
        hand.session.agreed = True
        hand.effect(Agreed())
        hand.leave(outcome="both" if all(s == "yes" for s in stages) else "light")

    def withdraw(self, hand: Hand, person: str) -> None:
        progress = hand.progress(person)
        if not any(p.stage in ("invited", "yes", "light", "no") for p in hand.frame.progress.values()):
            self.leaving(hand)
            hand.pending = ("drop", None)
        elif progress.stage in ("invited", "yes", "light"):
            progress.stage = "no"

    def leaving(self, hand: Hand) -> None:
        for person in hand.everyone:
            if hand.progress(person).stage == "when":
                hand.edit(person, f"w:{hand.visit}")

    def elapsed(self, hand: Hand, signal: Elapsed) -> None:
        if signal.name == "when":
            self.leaving(hand)
            hand.pending = ("drop", None)
        elif signal.name == "invite":
            self._invite(hand)
        elif signal.name == "deadline":
            quiet = [p for p in hand.everyone if hand.progress(p).stage not in ("yes",)]
            hand.redirect = dict.fromkeys(quiet, f"a:{hand.visit}")
            for person in hand.everyone:
                if person not in quiet:
                    hand.ticked(person, f"a:{hand.visit}", None)
            hand.leave(outcome="otherwise")


def _label(hand: Hand, text: str) -> Value:
    return phrase(hand.line(text))
