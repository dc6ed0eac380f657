"""`ask`: wait for an answer of one party, or of each.

A tap on a choice is the answer at once. Free text that somebody else will read is shown back first (Send / Change) when it was
typed in a private chat, and then rests for `undo` before it goes. Free text for oneself is kept at once, unless the coach has a
question about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.flow import phrases
from bot.flow.effects import BOTH, Line, Option, Refused
from bot.flow.fields import Takes, word
from bot.flow.model import Choice
from bot.flow.session import Progress, Step
from bot.flow.signals import Acted, Answered, ChildEnded, Chose, Elapsed, Returned
from bot.flow.states import answers
from bot.flow.states.kind import Kind
from bot.flow.values import ANYONE, Readers, Value

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
            return self._accept_choice(hand, asked[0], only[0], silent=True)
        told = hand.texts()
        for to, line in told.items():
            if to == BOTH and len(asked) == 1:
                self._put(hand, asked[0], line, shared=True)
            elif to != BOTH and to not in asked:
                hand.say(to, line)
        for person in asked:
            if person in told or BOTH not in told or len(asked) > 1:
                self._put(hand, person, told.get(person) or told.get(BOTH))

    def asked(self, frame: Frame, people: list[str]) -> list[str]:
        """Who is asked, as ids."""
        return list(people) if self.ask == "each" else [frame.roles[self.ask]]

    def again(self, hand: Hand, person: str) -> None:
        told = hand.texts()
        if hand.progress(person).stage == "drafted":
            self._close_preview(hand, person)
            return self._preview(hand, person)
        self._put(hand, person, told.get(person) or told.get(BOTH))

    def _put(self, hand: Hand, person: str, line: Line | None, shared: bool = False) -> None:
        lines = (line,) if line is not None else ()
        more: dict[str, Any] = {
            "visit": hand.visit,
            "name": self.name(hand),
            "options": self._options(hand, person),
            "free": self.free(),
            "hint": self._who_reads(hand, person),
        }
        if shared and hand.session.agreed:
            hand.say(BOTH, *lines, whom=person, ask_private=self._in_private(hand), **more)
        else:
            if shared:
                for other in hand.everyone:
                    if other != person and line is not None:
                        hand.say(other, line)
            hand.say(person, *lines, **more)

    def _in_private(self, hand: Hand) -> bool:
        return self.to == "self" or self.ask == "each" or self.coach is not None or hand.flow.place == "apart"

    def name(self, hand: Hand) -> str:
        """What a later edit finds the question by."""
        return f"q:{hand.visit}"

    def free(self) -> bool:
        """Whether text is an answer."""
        return not self.choices and self.source is None and self.scale is None

    def _who_reads(self, hand: Hand, person: str) -> Line | None:
        other = hand.partner(person) if self.to != "self" else hand.other(person)
        if other is None:
            return None
        if self.to != "self":
            return hand.line(phrases.OTHER_READS, other=other)
        return hand.line(phrases.BOTH_ANSWER if self.ask == "each" else phrases.ONLY_YOU)

    def _options(self, hand: Hand, person: str) -> tuple[tuple[Option, ...], ...]:
        progress = hand.progress(person)
        rows: list[tuple[Option, ...]] = [(Option(self._label(hand, c, progress), c.key),) for c in self.offered(hand, person)]
        if self.scale is not None:
            low, high = self.scale
            numbers = [Option(hand.line(str(n)), str(n)) for n in range(low, high + 1)]
            rows = [tuple(numbers[i : i + 5]) for i in range(0, len(numbers), 5)]
        if self.many:
            rows.append((Option(hand.line(phrases.DONE), "done!"),))
        if self.skip is not None:
            rows.append((Option(hand.line(self.skip), "skip!"),))
        return tuple(rows)

    def _label(self, hand: Hand, choice: Choice, progress: Progress) -> Line:
        line = hand.line(choice.label)
        return hand.line("✓ {label}", {"label": answers.phrase(line)}) if choice.key in progress.picked else line

    def offered(self, hand: Hand, person: str) -> tuple[Choice, ...]:
        """The buttons: the author's, those of a book or list, or the candidates of an ambiguous answer."""
        progress = hand.progress(person)
        if progress.stage == "which":
            return tuple(Choice(key, label) for key, label in progress.items.items())
        if self.source is not None:
            return answers.from_source(hand, self.source, person)
        return self.choices or answers.ready(hand, self.kind, person)

    # -- the answer --------------------------------------------------------------------------------

    def waits_for(self, frame: Frame, people: list[str]) -> list[str]:
        return [p for p in self.asked(frame, people) if frame.progress.get(p, Progress()).stage in OPEN]

    def takes_text(self, frame: Frame, person: str) -> bool:
        return person in self.waits_for(frame, list(frame.roles.values()))

    def silence(self, hand: Hand) -> Readers:
        asked = self.asked(hand.frame, hand.everyone)
        return frozenset(asked) if self.to == "self" and self.ask != "each" and hand.other(asked[0]) is not None else ANYONE

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
        if not self.free():
            choice = answers.named(self.offered(hand, person), text)
            if choice is not None and not self.many:
                return self._accept_choice(hand, person, choice)
            if self.scale is not None and text.isdecimal() and self.scale[0] <= int(text) <= self.scale[1]:
                return self._accept(hand, person, Value(int(text)))
            return hand.say(person, hand.line(phrases.TAP_ONE))
        refused = answers.refusal(hand, text, self.max)
        if refused is not None:
            return hand.say(person, refused)
        if self.kind != "text":
            return self._understand(hand, person, text)
        self._draft(hand, signal, text)

    def _draft(self, hand: Hand, signal: Answered, text: str) -> None:
        progress = hand.progress(signal.person)
        progress.content, progress.marks = text, signal.marks
        progress.items = {"hint": signal.suggestion} if signal.suggestion else {}
        for_others = self.to != "self" and not signal.shared
        if for_others or signal.suggestion:
            hand.no_timer(f"send:{signal.person}")
            self._close_preview(hand, signal.person)
            progress.stage = "drafted"
            return self._preview(hand, signal.person)
        self._accept(hand, signal.person, Value(text), shown=signal.shared)

    def _close_preview(self, hand: Hand, person: str) -> None:
        """An older preview loses its buttons: nobody shall send what does not stand above the button."""
        if hand.progress(person).stage in ("drafted", "sending"):
            hand.ticked(person, f"p:{hand.visit}", None)

    def _preview(self, hand: Hand, person: str) -> None:
        progress, other = hand.progress(person), hand.partner(person)
        text = {"text": Value(progress.content, person, frozenset({person}))}
        for_others = self.to != "self" and other is not None
        head = hand.line(phrases.PREVIEW, other=other) if for_others else hand.line(phrases.YOUR_TEXT)
        lines = [head, hand.line("{text}", text)]
        if progress.items.get("hint"):
            lines.append(hand.line(progress.items["hint"]))
        go = hand.line(phrases.SEND_TO, other=other) if for_others else hand.line(phrases.KEEP_SO)
        options = ((Option(go, "send!"),), (Option(hand.line(phrases.CHANGE), "change!"),))
        hand.say(person, *lines, visit=hand.visit, name=f"p:{hand.visit}", options=options, free=True, protect=True)

    def _chose(self, hand: Hand, person: str, key: str) -> None:
        progress = hand.progress(person)
        if key in ("send!", "change!", "undo!"):
            return self._decide(hand, person, key)
        if key == "skip!" and self.skip is not None:
            return self._accept(hand, person, Value(None, label=self.skip), label=self.skip)
        if key == "done!" and self.many:
            return self._accept_many(hand, person)
        choice = next((c for c in self.offered(hand, person) if c.key == key), None)
        if self.scale is not None and key.lstrip("-").isdecimal() and self.scale[0] <= int(key) <= self.scale[1]:
            return self._accept(hand, person, Value(int(key)), label=key)
        if choice is None:
            return hand.effect(Refused(person, hand.line(phrases.CLOSED)))
        if self.many:
            progress.picked = tuple(k for k in progress.picked if k != key) if key in progress.picked else (*progress.picked, key)
            return hand.edit(person, self.name(hand), self._options(hand, person), visit=hand.visit)
        return self._accept_choice(hand, person, choice)

    def _decide(self, hand: Hand, person: str, key: str) -> None:
        progress, preview = hand.progress(person), f"p:{hand.visit}"
        if progress.stage == "drafted" and key == "send!":
            return self._send(hand, person, preview)
        if progress.stage == "sending" and key == "undo!":
            hand.no_timer(f"send:{person}")
            progress.stage = "drafted"
            hand.ticked(person, preview, None)
            return self._preview(hand, person)
        if progress.stage == "drafted" and key == "change!":
            progress.stage, progress.content, progress.marks, progress.items = "asked", None, (), {}
            hand.ticked(person, preview, None)
            return hand.say(person, hand.line(phrases.WRITE_ANEW), visit=hand.visit, free=True)
        return hand.effect(Refused(person, hand.line(phrases.CLOSED)))

    def _send(self, hand: Hand, person: str, preview: str) -> None:
        other = hand.partner(person)
        if self.to == "self" or not hand.world.undo or other is None:
            hand.ticked(person, preview, hand.line(phrases.SEND_TO, other=other) if other and self.to != "self" else None)
            return self._accept_draft(hand, person)
        hand.progress(person).stage = "sending"
        hand.timer(f"send:{person}", hand.now + hand.world.undo)
        hand.edit(person, preview, ((Option(hand.line(phrases.TAKE_BACK), "undo!"),),), visit=hand.visit)
        return None

    def leaving(self, hand: Hand) -> None:
        for person in self.waits_for(hand.frame, hand.everyone):
            if hand.progress(person).stage in ("drafted", "sending"):
                hand.edit(person, f"p:{hand.visit}")
            if self._options(hand, person):
                hand.edit(person, self.name(hand))

    def elapsed(self, hand: Hand, signal: Elapsed) -> None:
        person = signal.name.removeprefix("send:")
        if signal.name.startswith("send:") and hand.progress(person).stage == "sending":
            other = hand.partner(person)
            hand.ticked(person, f"p:{hand.visit}", hand.line(phrases.SEND_TO, other=other) if other else None)
            self._accept_draft(hand, person)

    def _accept_draft(self, hand: Hand, person: str) -> None:
        self._accept(hand, person, Value(hand.progress(person).content))

    def _understand(self, hand: Hand, person: str, text: str) -> None:
        found = answers.understood(hand, self.kind, text, person)
        if not found:
            return hand.say(person, hand.line(phrases.NOT_UNDERSTOOD[self.kind]))
        if len(found) == 1:
            return self._accept(hand, person, Value(answers.content(self.kind, found[0][0]), label=found[0][1]))
        progress = hand.progress(person)
        progress.stage, progress.items = "which", dict(found)
        return self._put(hand, person, hand.line(phrases.WHICH))

    def _accept_choice(self, hand: Hand, person: str, choice: Choice, silent: bool = False) -> None:
        content = None if choice.skip else choice.key
        self._accept(hand, person, Value(content, label=choice.label), label=None if silent else choice.label)

    def _accept_many(self, hand: Hand, person: str) -> None:
        picked = [c for c in self.offered(hand, person) if c.key in hand.progress(person).picked]
        value = Value([c.key for c in picked], label=[c.label for c in picked])
        self._accept(hand, person, value, label=phrases.DONE)

    def _accept(self, hand: Hand, person: str, value: Value, label: str | None = None, shown: bool = False) -> None:
        frame, progress = hand.frame, hand.progress(person)
        before = Step(person, frame.state, dict(frame.visits), list(frame.timers), dict(frame.values), frame.label)
        readers = self._readers(hand, person)
        value = Value(value.content, person, readers, value.label)
        if label is not None:
            hand.ticked(person, self.name(hand), hand.line(label))
        elif not self.free() or self.skip is not None:
            hand.edit(person, self.name(hand))
        hand.no_timer(f"send:{person}")
        progress.stage = "answered"
        hand.answer = value
        hand.marks = Value(list(progress.marks), person, frozenset({person}))
        if self.save is not None:
            hand.keep(self.save, value, person if self.ask == "each" else None)
        frame.history = [before]
        if self.to != "self":
            hand.public(person)
            self._show(hand, person, value, shown)
        self._go_on(hand, person)

    def _readers(self, hand: Hand, person: str) -> frozenset[str]:
        if self.to == "self":
            return frozenset({person})
        return frozenset({*hand.everyone, *hand.world.couple}) if self.to == "both" else frozenset({person, hand.person(self.to)})

    def _show(self, hand: Hand, person: str, value: Value, shown: bool) -> None:
        """The other reads it: in the shared place, or in their own chat; of `each` when both have answered."""
        other = hand.other(person)
        if shown or other is None:
            return
        if self.ask == "each":
            return self._show_both(hand)
        if value.content is None:
            return
        line = hand.line(phrases.SAID, {"text": value}, who=person)
        if not hand.session.agreed:
            return hand.say(other, line)
        return hand.say(BOTH, line, whom=person)

    def _show_both(self, hand: Hand) -> None:
        if self.save is None or self.waits_for(hand.frame, hand.everyone):
            return
        for person in hand.everyone:
            value = hand.frame.values[f"{self.save}@{person}"]
            other = hand.other(person)
            if value.content is not None and other is not None:
                hand.say(other, hand.line(phrases.SAID, {"text": value}, who=person))

    def _go_on(self, hand: Hand, person: str) -> None:
        if self.waits_for(hand.frame, hand.everyone):
            return None
        content = hand.answer.content if hand.answer else None
        if self.ask == "each":
            hand.answer = hand.marks = None
            return hand.leave(None)
        if self.to == "self" and hand.other(person) is not None:
            hand.widen(frozenset({person}))
        return hand.leave("skip" if content is None else str(content))
