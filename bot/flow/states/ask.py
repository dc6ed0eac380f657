"""`ask`: wait for an answer of one party, or of each.

A tap on a choice is the answer at once. Free text that somebody else will read is shown back first (Send / Change) when it was
typed in a private chat, and then rests for `undo` before it goes. Free text for oneself is kept at once, unless the coach has a
question about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow import phrases
from bot.flow.effects import BOTH, Refused
from bot.flow.fields import Takes, word
from bot.flow.model import Choice
from bot.flow.session import Progress
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Elapsed, Returned
from bot.flow.states import accepting, answers, asking, drafting
from bot.flow.states.kind import Kind
from bot.flow.values import ANYONE, Readers, Value, spoken
from bot.flow.vouching import talks_first

if TYPE_CHECKING:
    from bot.flow.hand import Hand
    from bot.flow.session import Frame

OPEN = ("asked", "drafted", "sending", "which")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Kind):
    """Waits for an answer."""

    WORD: ClassVar[str] = "ask"

    ask: str = word(Takes.ASKED, "", needed=True, about="Whose answer it waits for.")
    choices: tuple[Choice, ...] = word(Takes.CHOICES, (), about="The buttons; free text if there are none.")
    source: str | None = None
    many: bool = word(Takes.FLAG, False, about="Several buttons may be tapped, then Done.")
    words: bool = word(Takes.FLAG, False, about="With choices: an answer in one's own words counts too.")
    scale: tuple[int, int] | None = word(Takes.SCALE, None, about="A row of numbers to tap.")
    kind: str = word(Takes.KIND, "text", about="What counts as an answer.")
    to: str = word(Takes.TO, "self", about="Who will read the answer.")
    max: int = word(Takes.NUMBER, 1000, about="The longest text, in characters.")
    save: str | None = word(Takes.NAME, None, about="The name of the answer.")
    coach: str | None = word(Takes.COACH, None, about="Which reader of texts looks at it.")
    skip: str | None = word(Takes.TEXT, None, about="A button that leaves it unanswered.")

    # -- the question ------------------------------------------------------------------------------

    def enter(self, hand: Hand) -> None:
        asked = self.asked(hand.frame, hand.everyone)
        if self.kind == "language" and len(only := self.offered(hand, asked[0])) == 1:
            return accepting.accept_choice(self, hand, asked[0], only[0], silent=True)
        told = hand.texts()
        for to, line in told.items():
            if to == BOTH and len(asked) == 1:
                asking.put(self, hand, asked[0], line, shared=True)
            elif to != BOTH and to not in asked:
                hand.say(to, line)
        for person in asked:
            if person in told or BOTH not in told or len(asked) > 1:
                asking.put(self, hand, person, told.get(person) or told.get(BOTH))

    def asked(self, frame: Frame, people: list[str]) -> list[str]:
        """Who is asked, as ids."""
        return list(people) if self.ask == "each" else [frame.roles[self.ask]]

    def again(self, hand: Hand, person: str) -> None:
        told = hand.texts()
        if hand.progress(person).stage == "drafted":
            drafting.close_preview(self, hand, person)
            return drafting.preview(self, hand, person)
        asking.put(self, hand, person, told.get(person) or told.get(BOTH))

    def name(self, hand: Hand) -> str:
        """What a later edit finds the question by."""
        return f"q:{hand.visit}"

    def free(self) -> bool:
        """Whether text is an answer."""
        return not self.choices and self.source is None and self.scale is None

    def offered(self, hand: Hand, person: str) -> tuple[Choice, ...]:
        """The buttons: the author's, those of a book or list, or the candidates of an ambiguous answer."""
        progress = hand.progress(person)
        if progress.stage == "which":
            return tuple(Choice(key, label, value=Value(label)) for key, label in progress.items.items())
        if self.source is not None:
            return answers.from_source(hand, self.source, person)
        return self.choices or answers.ready(hand, self.kind, person)

    # -- the answer --------------------------------------------------------------------------------

    def waits_for(self, frame: Frame, people: list[str]) -> list[str]:
        return [p for p in self.asked(frame, people) if frame.progress.get(p, Progress()).stage in OPEN]

    def takes_text(self, frame: Frame, person: str) -> bool:
        return person in self.waits_for(frame, list(frame.roles.values()))

    def takes_voice(self) -> bool:
        return self.kind == "voice"

    def silence(self, hand: Hand) -> Readers:
        asked = self.asked(hand.frame, hand.everyone)
        return frozenset(asked) if self.to == "self" and self.ask != "each" and hand.beside(asked[0]) else ANYONE

    def reads(self) -> str | None:
        return self.coach

    def hear(self, hand: Hand, signal: Answered | Chose | Acted | ChildEnded | Returned) -> None:
        if not isinstance(signal, Answered | Chose):
            return
        asked = self.asked(hand.frame, hand.everyone)
        if signal.person not in asked:
            hand.effect(Refused(signal.person, hand.line(phrases.NOT_YOURS, other=asked[0])))
        elif hand.progress(signal.person).stage not in OPEN:
            hand.effect(Refused(signal.person, hand.line(phrases.CLOSED)))
        elif isinstance(signal, Chose):
            self._chose(hand, signal.person, signal.key)
        else:
            self._wrote(hand, signal)

    def _wrote(self, hand: Hand, signal: Answered) -> None:
        person, text = signal.person, signal.content.strip()
        if signal.voice:
            return drafting.draft(self, hand, signal, spoken(text))
        if not self.free():
            choice = answers.named(self.offered(hand, person), text)
            if choice is not None and not self.many:
                if self._lets_go(choice.key) and talks_first(hand, person):
                    return None
                return accepting.accept_choice(self, hand, person, choice)
            if self.scale is not None and text.isdecimal() and self.scale[0] <= int(text) <= self.scale[1]:
                return accepting.accept(self, hand, person, Value(int(text)))
            if not self.words:
                return hand.say(person, hand.line(phrases.TAP_ONE))
        refused = answers.refusal(hand, text, self.max)
        if refused is not None:
            return hand.say(person, refused)
        if self.kind not in ("text", "voice"):
            return accepting.understand(self, hand, person, text)
        drafting.draft(self, hand, signal, text)

    def _chose(self, hand: Hand, person: str, key: str) -> None:
        progress = hand.progress(person)
        if self._lets_go(key) and talks_first(hand, person):
            return None
        if key in ("send!", "change!", "undo!"):
            return drafting.decide(self, hand, person, key)
        if key == "skip!" and self.skip is not None:
            return accepting.accept(self, hand, person, Value(None, label=self.skip), label=hand.line(self.skip))
        if key == "more!":
            progress.page += 1
            return hand.edit(person, self.name(hand), asking.options(self, hand, person), visit=hand.visit)
        if key == "done!" and self.many:
            return accepting.accept_many(self, hand, person)
        choice = next((c for c in self.offered(hand, person) if c.key == key), None) or self._listed_before(hand, person, key)
        if self.scale is not None and key.lstrip("-").isdecimal() and self.scale[0] <= int(key) <= self.scale[1]:
            return accepting.accept(self, hand, person, Value(int(key)), label=hand.line(key))
        if choice is None:
            return hand.effect(Refused(person, hand.line(phrases.CLOSED)))
        if self.many:
            progress.picked = tuple(k for k in progress.picked if k != key) if key in progress.picked else (*progress.picked, key)
            return hand.edit(person, self.name(hand), asking.options(self, hand, person), visit=hand.visit)
        return accepting.accept_choice(self, hand, person, choice)

    def _listed_before(self, hand: Hand, person: str, key: str) -> Choice | None:
        """Where words are an answer too, what a list of the bot's own showed a while ago is one like a typed one."""
        takes = self.words and not self.many and self.source in hand.world.lists
        return answers.listed_before(hand, self.kind, key, person) if takes else None

    def _lets_go(self, key: str) -> bool:
        """Whether the other would read what this tap sends."""
        if self.to == "self" or key in ("change!", "undo!", "skip!", "more!"):
            return False
        return not self.many or key in ("send!", "done!")

    def withdraw(self, hand: Hand, person: str) -> None:
        progress = hand.progress(person)
        if progress.stage in ("drafted", "sending"):
            hand.no_timer(f"send:{person}")
            hand.edit(person, f"p:{hand.visit}")
            progress.stage = "asked"
        if self.asked(hand.frame, hand.everyone) == [person] and hand.unseen(person):
            self.leaving(hand)
            hand.pending = ("drop", None)

    def unsend(self, hand: Hand, person: str) -> bool:
        return drafting.unsend(hand, person)

    def leaving(self, hand: Hand) -> None:
        for person in self.waits_for(hand.frame, hand.everyone):
            if hand.progress(person).stage in ("drafted", "sending"):
                hand.edit(person, f"p:{hand.visit}")
            if asking.options(self, hand, person):
                hand.edit(person, self.name(hand))

    def elapsed(self, hand: Hand, signal: Elapsed) -> None:
        person = signal.name.removeprefix("send:")
        if signal.name.startswith("send:") and hand.progress(person).stage == "sending":
            other = hand.partner(person)
            hand.ticked(person, f"p:{hand.visit}", hand.line(phrases.SEND_TO, other=other) if other else None)
            drafting.accept_draft(self, hand, person)
