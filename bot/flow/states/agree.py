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
from bot.flow.vouching import talks_first

if TYPE_CHECKING:
    from datetime import datetime

    from bot.flow.effects import Line
    from bot.flow.hand import Hand
    from bot.flow.session import Frame

GROUND_RULES = "ground-rules"
"""What a talk stands on that can hurt: such a talk does not begin so late that somebody would take it to bed."""
WHEN = {"now!": phrases.NOW, "tonight!": phrases.TONIGHT, "tomorrow!": phrases.TOMORROW, "never!": phrases.NEVER_MIND}
TODAY = ("now!", "tonight!")
SENT_WHEN = {
    "now!": phrases.SEND_NOW, "tonight!": phrases.SEND_TONIGHT, "tomorrow!": phrases.SEND_TOMORROW, "never!": phrases.KEEP_IT,
}  # fmt: skip
"""The same where the invitation shows what its author wrote: the tap says who will read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Kind):
    """Both say yes, or it is not today."""

    WORD: ClassVar[str] = "agree"
    OUTCOMES: ClassVar[tuple[str, ...]] = ("both", "light", "otherwise")

    agree: str = word(Takes.TEXT, "", needed=True, about="What stands on the button that says yes.")
    within: Span | None = word(Takes.SPAN, None, needed=True, about="How long both have, counted from when they are asked.")
    at: str | None = word(
        Takes.CLOCK, None, about="A fixed hour at which both are asked; whoever begins the talk is told so at once."
    )
    shares: tuple[str, ...] = word(
        Takes.NAMES, (),
        about="Answers of one person that the invitation shows: theirs alone until it goes; they see it before they choose when.",
    )  # fmt: skip
    no_if: Expression | None = word(Takes.EXPRESSION, None, about="When it holds, the yeses do not count.")

    def enter(self, hand: Hand) -> None:
        starter = hand.session.by
        if self.shares:
            return self._ask_when(hand, self._author(hand))
        begun = starter in hand.everyone and hand.session.schedule is None and hand.frame is hand.session.root
        if self.at is not None and begun:
            hand.say(str(starter), hand.line(phrases.BEGINS_THEN))
        if self.at is not None:
            return self._later(hand, self._at(hand, starter or hand.everyone[0]))
        if begun:
            return self._ask_when(hand, str(starter))
        return self._invite(hand)

    def _author(self, hand: Hand) -> str:
        """Whose answers the invitation shows: theirs is the tap that lets them go."""
        return next((o for n in self.shares if (o := hand.look(n).owner) in hand.everyone), hand.everyone[0])

    def _ask_when(self, hand: Hand, starter: str) -> None:
        options = self._choosing(hand, starter)
        line = hand.line(phrases.WHEN_LATE if self._too_late(hand, starter) else phrases.WHEN)
        shown = self._preview(hand, starter)
        hand.say(starter, *shown, line, visit=hand.visit, options=options, name=f"w:{hand.visit}", protect=bool(shown))

    def _choosing(self, hand: Hand, starter: str) -> tuple[tuple[Option, ...], ...]:
        """It waits for its starter's word on when, for as long as it would for an answer; the buttons for that."""
        hand.progress(starter).stage = "when"
        if self.within is not None:
            hand.timer("when", hand.due(self.within))
        late = self._too_late(hand, starter)
        keys = [key for key in WHEN if not late or key not in TODAY]
        return tuple((Option(self._label_of_when(hand, starter, key), key),) for key in keys)

    def _label_of_when(self, hand: Hand, starter: str, key: str) -> Line:
        return hand.line(SENT_WHEN[key], other=hand.other(starter)) if self.shares else hand.line(WHEN[key])

    def _preview(self, hand: Hand, starter: str) -> tuple[Line, ...]:
        """What the other would read, where some of it is still the author's alone."""
        if not self.shares:
            return ()
        return (hand.line(phrases.PREVIEW, other=hand.other(starter)), *tuple(hand.texts().values())[:1])

    def _too_late(self, hand: Hand, *people: str) -> bool:
        """Whether it is too late for one of these. Nobody is told of the other's hours: only a yes of both looks at both."""
        return not hand.session.agreed and GROUND_RULES in hand.flow.needs and not hand.world.near_night().isdisjoint(people)

    def _at(self, hand: Hand, person: str) -> datetime:
        local = hand.world.locals.get(person, Local())
        at = local.evening if self.at in (None, "evening") else str(self.at)
        return timing.next_local(hand.now, local.zone, at)

    def _later(self, hand: Hand, when: datetime) -> None:
        hand.timer("invite", when)

    def _due(self, hand: Hand) -> None:
        """The hour that was chosen has come. Who has asked the other something else meanwhile may choose anew."""
        starter = self._starter(hand)
        first = starter is not None and hand.progress(starter).stage not in ("tomorrow", "no")
        if starter is not None and first and hand.session.schedule is None and starter in hand.world.invited():
            hand.say(starter, hand.line(phrases.INVITED_TODAY))
            return self._ask_when(hand, starter)
        return self._invite(hand)

    def _starter(self, hand: Hand) -> str | None:
        """Whose the invitation is until it goes; nobody's where a schedule began the talk."""
        return self._author(hand) if self.shares else hand.session.by

    def _let_go(self, hand: Hand) -> None:
        """What the invitation shows is for both from now on: its author saw it and said when."""
        author = self._author(hand)
        for name in [n for n in self.shares if hand.look(n).owner == author]:
            hand.keep(name, hand.look(name).shown_to(*hand.everyone))
        if self.shares:
            hand.public(author)

    def _invite(self, hand: Hand) -> None:
        self._let_go(hand)
        asked = [p for p in hand.everyone if hand.progress(p).stage != "no"]
        for person in asked:
            hand.frame.progress[person] = Progress("invited")
        if self.within is not None:
            hand.widen(hand.timed_by(self.within))
            hand.timer("deadline", hand.due(self.within))
        for person in asked:
            self.again(hand, person)

    def again(self, hand: Hand, person: str) -> None:
        stage = hand.progress(person).stage
        if stage == "when":
            hand.edit(person, f"w:{hand.visit}")
            return self._ask_when(hand, person)
        if stage in ("sending", "asked", "tomorrow"):
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
        if stage == "sending" and signal.key == "undo!":
            return self._take_back(hand, signal.person)
        if stage in ("invited", "yes", "light", "no") and signal.key in ("yes!", "light!", "no!", "more!"):
            return self._said(hand, signal.person, signal.key)
        return hand.effect(Refused(signal.person, hand.line(phrases.CLOSED)))

    def _when(self, hand: Hand, starter: str, key: str) -> None:
        local = hand.world.locals.get(starter, Local())
        if key not in WHEN or (key in TODAY and self._too_late(hand, starter)):
            return hand.effect(Refused(starter, hand.line(phrases.CLOSED)))
        if key == "now!" and hand.session.schedule is None and starter in hand.world.invited():
            return hand.say(starter, hand.line(phrases.INVITED_TODAY))
        if self.shares and key != "never!" and talks_first(hand, starter):
            return None
        hand.no_timer("when")
        if self.shares and key == "now!" and hand.world.undo:
            return self._rest(hand, starter)
        hand.ticked(starter, f"w:{hand.visit}", self._label_of_when(hand, starter, key))
        hand.progress(starter).stage = "asked"
        if key == "now!":
            return self._invite(hand)
        if key == "never!":
            hand.say(starter, hand.line(phrases.NOT_BEGUN))
            hand.pending = ("drop", None)
            return None
        hand.say(starter, hand.line(phrases.BEGINS_THEN))
        tonight = timing.this_evening(hand.now, local.zone, local.evening) if key == "tonight!" else None
        return self._later(hand, tonight or timing.tomorrow(hand.now, local.zone, local.evening))

    def _rest(self, hand: Hand, starter: str) -> None:
        """What somebody wrote rests for a moment before it goes, so that it can be taken back."""
        hand.progress(starter).stage = "sending"
        hand.timer(f"send:{starter}", hand.now + hand.world.undo)
        hand.edit(starter, f"w:{hand.visit}", ((Option(hand.line(phrases.TAKE_BACK), "undo!"),),), visit=hand.visit)

    def _sent(self, hand: Hand, starter: str) -> None:
        hand.ticked(starter, f"w:{hand.visit}", self._label_of_when(hand, starter, "now!"))
        hand.progress(starter).stage = "asked"
        self._due(hand)

    def _take_back(self, hand: Hand, starter: str) -> None:
        hand.no_timer(f"send:{starter}")
        hand.ticked(starter, f"w:{hand.visit}", None)
        self._ask_when(hand, starter)

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
        self._settle(hand)
        if key != "no!" and not hand.session.agreed:
            self._acknowledge(hand, person, phrases.YES_KEPT if key == "yes!" else phrases.LIGHT_KEPT)
        return None

    def _acknowledge(self, hand: Hand, person: str, text: str) -> None:
        """To the one who tapped, and the same whatever the other did or will do: until when it counts."""
        until = next((t.due for t in hand.frame.timers if (t.visit, t.name) == (hand.visit, "deadline")), None)
        if until is None:
            return
        local = hand.world.locals.get(person, Local())
        day = Value(timing.said_date(until, local.zone, local.language))
        hand.say(person, hand.line(text, {"day": day, "time": Value(timing.said_time(until, local.zone, local.language))}))

    def _settle(self, hand: Hand) -> None:
        stages = [hand.progress(p).stage for p in hand.everyone]
        if any(s not in ("yes", "light") for s in stages):
            return
        if self.no_if is not None and self.no_if.value(hand.look).content:
            return
        if all(s == "yes" for s in stages) and self._too_late(hand, *hand.everyone):
            return self._tomorrow(hand)
        hand.session.agreed = True
        hand.effect(Agreed())
        hand.leave(outcome="both" if all(s == "yes" for s in stages) else "light")

    def _tomorrow(self, hand: Hand) -> None:
        """Both would like to, and it is late: both are asked once more, when there is an evening before them."""
        local = hand.world.locals.get(hand.session.by or hand.everyone[0], Local())
        hand.no_timer("deadline")
        for person in hand.everyone:
            hand.ticked(person, f"a:{hand.visit}", hand.line(self.agree))
            hand.progress(person).stage = "tomorrow"
            hand.say(person, hand.line(phrases.LATE))
        self._later(hand, timing.tomorrow(hand.now, local.zone, local.evening))

    def withdraw(self, hand: Hand, person: str) -> None:
        progress = hand.progress(person)
        gone = any(p.stage in ("invited", "yes", "light", "no", "tomorrow") for p in hand.frame.progress.values())
        if not gone and person == self._starter(hand):
            self.leaving(hand)
            hand.pending = ("drop", None)
        elif not gone or progress.stage in ("invited", "yes", "light", "tomorrow"):
            progress.stage = "no"

    def unsend(self, hand: Hand, person: str) -> bool:
        if hand.progress(person).stage != "sending":
            return False
        hand.no_timer(f"send:{person}")
        hand.edit(person, f"w:{hand.visit}", self._choosing(hand, person), visit=hand.visit)
        return True

    def leaving(self, hand: Hand) -> None:
        for person in hand.everyone:
            if hand.progress(person).stage in ("when", "sending"):
                hand.edit(person, f"w:{hand.visit}")

    def elapsed(self, hand: Hand, signal: Elapsed) -> None:
        if signal.name == "when":
            self.leaving(hand)
            hand.pending = ("drop", None)
        elif signal.name.startswith("send:"):
            self._sent(hand, signal.name.removeprefix("send:"))
        elif signal.name == "invite":
            self._due(hand)
        elif signal.name == "deadline":
            quiet = [p for p in hand.everyone if hand.progress(p).stage not in ("yes",)]
            hand.redirect = dict.fromkeys(quiet, f"a:{hand.visit}")
            for person in hand.everyone:
                if person not in quiet:
                    hand.ticked(person, f"a:{hand.visit}", None)
            hand.leave(outcome="otherwise")


def _label(hand: Hand, text: str) -> Value:
    return phrase(hand.line(text))
