"""What can happen in a situation: each choice of either person, each verdict of the coach, each child's end, each timer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.authoring.explorer.children import Ending
from bot.authoring.explorer.explored import Act
from bot.authoring.explorer.situation import timers
from bot.authoring.explorer.telling import Telling
from bot.authoring.names import LEARNT
from bot.flow.hand import Hand
from bot.flow.session import Session, Timer
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Elapsed
from bot.flow.states.acts import ACTS
from bot.flow.states.acts import Act as Does
from bot.flow.states.agree import Agree
from bot.flow.states.ask import OPEN, Ask
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import RunEach
from bot.flow.states.share import Share
from bot.flow.values import Value

TYPED = {"time": "20:30", "morning": "07:30", "date": "tomorrow", "duration": "30 minutes", "zone": "Berlin", "country": "Ireland"}
NOTHING = Value(None)
HINT = "One thing you could look at once more."


class Acts:
    """Lists acts. `endings` gives the ways in which a child can end for one person."""

    def __init__(self, telling: Telling, endings: dict[str, Sequence[Ending]]) -> None:
        self.telling, self.endings = telling, endings

    def of(self, session: Session, hand: Hand) -> Iterator[Act]:
        """Every act, people's first: they make the shorter conversations."""
        kind = hand.state.kind
        if isinstance(kind, Does):
            yield from self._done(hand, kind)
            return
        for person in hand.everyone:
            yield from self._of(hand, person)
        for timer in timers(session):
            yield Act(Elapsed(timer.visit, timer.name), _passes(timer, hand), timed=True)

    def _of(self, hand: Hand, person: str) -> Iterator[Act]:
        kind = hand.state.kind
        if isinstance(kind, Ask):
            if person in kind.asked(hand.frame, hand.everyone) and hand.progress(person).stage in OPEN:
                yield from self._asked(hand, kind, person)
        elif isinstance(kind, Agree):
            yield from _agreeing(hand, kind, person)
        elif isinstance(kind, Share):
            if hand.progress(person).stage == "deciding":
                yield _tap(hand, person, "send!", "Offer it" if kind.when_asked else "Send")
                yield _tap(hand, person, "keep!", "Keep it")
        elif isinstance(kind, Reveal | RunEach):
            yield from self._revealing(hand, kind, person)

    def _done(self, hand: Hand, kind: Does) -> Iterator[Act]:
        for outcome in ACTS[kind.do]:
            values = dict.fromkeys(LEARNT.get(kind.do, ()), "https://t.me/…")
            yield Act(Acted(hand.visit, outcome, values), f"the bot's own `{kind.do}` comes to `{outcome}`", hand.everyone[0])

    # -- ask -----------------------------------------------------------------------------------------

    def _asked(self, hand: Hand, kind: Ask, person: str) -> Iterator[Act]:
        progress = hand.progress(person)
        if progress.stage == "drafted":
            yield _tap(hand, person, "send!", "Send")
            yield _tap(hand, person, "change!", "Change")
            return
        if kind.scale is not None:
            for number in self.telling.numbers(hand.flow, hand.state, *kind.scale):
                yield _tap(hand, person, str(number), str(number))
        elif kind.many:
            yield from self._many(hand, kind, person)
        elif not kind.free() or (kind.kind == "language" and kind.offered(hand, person)):
            yield from self._choices(hand, kind, person)
        else:
            yield from self._texts(hand, kind, person)
        if kind.words and not kind.free():
            yield from self._texts(hand, kind, person)
        if kind.skip is not None:
            yield _tap(hand, person, "skip!", kind.skip)

    def _choices(self, hand: Hand, kind: Ask, person: str) -> Iterator[Act]:
        """Each choice that leads somewhere of its own, or that a guard looks at; one for all others."""
        named = {e.on for e in hand.state.edges if e.on is not None}
        every = self.telling.looked_at(hand.flow, hand.state)
        others = False
        for choice in kind.offered(hand, person):
            if every or choice.key in named or choice.skip or not others:
                others = others or choice.key not in named
                yield _tap(hand, person, choice.key, choice.label)

    def _many(self, hand: Hand, kind: Ask, person: str) -> Iterator[Act]:
        """Nothing, one, or all: buttons are tapped in their order."""
        picked, offered = hand.progress(person).picked, kind.offered(hand, person)
        if len(picked) < len(offered):
            yield _tap(hand, person, offered[len(picked)].key, offered[len(picked)].label)
        if len(picked) in (0, 1, len(offered)):
            yield _tap(hand, person, "done!", "Done")

    def _texts(self, hand: Hand, kind: Ask, person: str) -> Iterator[Act]:
        name = kind.save or hand.state.name
        if kind.kind == "number":
            for number in self.telling.numbers(hand.flow, hand.state, 0, 1000):
                yield Act(Answered(person, hand.visit, str(number)), f"{person} answers '{name}' with {number}", person)
            return
        if kind.takes_voice():
            yield Act(Answered(person, hand.visit, "voice", voice=True), f"{person} speaks '{name}'", person)
        for text in (
            self.telling.texts(hand.flow, hand.state) if kind.kind in ("text", "voice") else [TYPED.get(kind.kind, "Berlin")]
        ):
            for marks in self.telling.marks(hand.state):
                said = f"{person} answers '{name}'" + (f" (the coach marks: {', '.join(marks)})" if marks else "")
                yield Act(Answered(person, hand.visit, text, marks), said, person)
                if kind.coach is not None:
                    hinted = Answered(person, hand.visit, text, marks, HINT)
                    yield Act(hinted, said + " (the coach has a question)", person)

    # -- reveal --------------------------------------------------------------------------------------

    def _revealing(self, hand: Hand, kind: Reveal | RunEach, person: str) -> Iterator[Act]:
        """Items are alike: they are shared in their order, and one stands for those that are kept."""
        progress = hand.progress(person)
        if isinstance(kind, RunEach) and progress.stage == "working":
            for ending in self.endings.get(kind.run, ()):
                values = ending.of(person, hand.other(person))
                yield Act(ChildEnded(person, hand.visit, ending.outcome, values), ending.told(person), person)
        if progress.stage != "deciding":
            return
        if "changing" in progress.items.values():
            yield Act(Answered(person, hand.visit, "other words"), f"{person} writes it anew", person)
            return
        held = {i: hand.frame.values.get(f"{i}@{person}", NOTHING).content for i in kind.reveal}
        given = [i for i, content in held.items() if content not in (None, "", [])]
        undecided = [i for i in given if progress.items.get(i) != "shared"]
        if undecided:
            yield _tap(hand, person, f"share!{undecided[0]}", f"Share, of '{undecided[0]}'")
            if undecided == given and progress.items.get(given[0]) != "kept":
                yield _tap(hand, person, f"keep!{given[0]}", f"Keep, of '{given[0]}'")
                yield _tap(hand, person, f"change!{given[0]}", f"Change, of '{given[0]}'")


def _agreeing(hand: Hand, kind: Agree, person: str) -> Iterator[Act]:
    stage = hand.progress(person).stage
    if stage == "when":
        sent = (("now!", "Send it now"), ("tonight!", "Send it this evening"), ("never!", "Keep it"))
        for key, label in sent if kind.shares else (("now!", "Now"), ("tonight!", "This evening"), ("never!", "Not at all")):
            yield _tap(hand, person, key, label)
    for key, label in (("yes!", kind.agree), ("light!", "Only something light today"), ("no!", "Not now")):
        if stage in ("invited", "yes", "light", "no") and key != f"{stage}!":
            yield _tap(hand, person, key, label)


def _tap(hand: Hand, person: str, key: str, label: str) -> Act:
    return Act(Chose(person, hand.visit, key), f"{person} taps '{label}'", person)


def _passes(timer: Timer, hand: Hand) -> str:
    return f"{how_long(timer.due - hand.now)} pass"


def how_long(length: timedelta) -> str:
    """ "24 h", "3 days", "15 min"."""
    minutes = round(length.total_seconds() / 60)
    if minutes >= 2 * 1440 and minutes % 1440 == 0:
        return f"{minutes // 1440} days"
    return f"{minutes // 60} h" if minutes and minutes % 60 == 0 else f"{minutes} min"
