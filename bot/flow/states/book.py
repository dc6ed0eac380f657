"""`keep`, `mark` and `list`: write to a book, give an entry another status, show it. An entry has an owner and readers like any
value. A status in a book that both read is a public act: it stands only where both may know of it, and from then on both may know
which entry it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.flow import phrases
from bot.flow.conditions import Expression
from bot.flow.effects import Keep, Mark
from bot.flow.fields import Takes, word
from bot.flow.hand import NAMES
from bot.flow.states.answers import phrase, wanted
from bot.flow.states.kind import Kind
from bot.flow.values import NotAReader, Value, a_day, all_of

if TYPE_CHECKING:
    from bot.flow.effects import Line
    from bot.flow.hand import Hand, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(Kind):
    """Writes an entry and goes on."""

    WORD: ClassVar[str] = "keep"
    INNER: ClassVar[bool] = True

    book: str = word(Takes.BOOK, "", needed=True, about="The book.")
    text: str = word(Takes.TEXT, "", needed=True, about="What is written.")
    owner: str | None = word(Takes.PARTY, None, about="Whose entry it is; nobody's alone if nothing is said in a talk of two.")
    status: str | None = word(Takes.NAME, None, about="Its status.")
    when: str | None = word(
        Takes.WHEN, None,
        about="When the flow that the book `asks` with comes, at the owner's own evening hour. In a book that is `over` some time "
        "and asks nothing: the day on which the entry is over by itself.",
    )  # fmt: skip

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        owner = hand.person(self.owner) if self.owner else hand.everyone[0] if len(hand.everyone) == 1 else None
        text = self._text(hand).seen_by(hand.frame.label)
        if owner is not None and text.readers is None and not hand.world.flows.shared(self.book):
            text = text.seen_by(frozenset({owner}))
        hand.effect(Keep(hand.world.draw.id(), self.book, text, owner, self.status, self._when(hand, owner)))
        hand.leave()

    def _text(self, hand: Hand) -> Value:
        alone = NAMES.fullmatch(self.text.strip())
        if alone:
            value = hand.look(alone[1])
            return Value(value.content, value.owner, value.readers, value.label)
        line = hand.line(self.text)
        owners = {v.owner for v in line.values.values() if v.owner is not None}
        owner = owners.pop() if len(owners) == 1 else None
        return Value(phrase(line).content, owner, all_of(v.readers for v in line.values.values()))

    def _when(self, hand: Hand, owner: str | None) -> Any:
        """What was saved, or the author's own word; the owner will notice it, and so may read it."""
        alone = NAMES.fullmatch((self.when or "").strip())
        if alone is None:
            return self.when
        value = hand.look(alone[1])
        if owner is not None and not value.may_read([owner]):
            raise NotAReader(alone[1])
        return value.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Kind):
    """Gives an entry that was picked another status, and goes on."""

    WORD: ClassVar[str] = "mark"
    INNER: ClassVar[bool] = True

    entry: str = word(Takes.NAME, "", needed=True, about="The name under which `pick` saved the entry.")
    status: Expression | None = word(
        Takes.EXPRESSION, None, needed=True, about="The new status: the name of an answer, or a text in quotes."
    )

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        picked = hand.look(self.entry)
        entry = hand.kept(picked.content)
        if entry is not None and self.status is not None:
            self._mark(hand, picked, entry, self.status.value(hand.look).seen_by(hand.frame.label))
        hand.leave()

    def _mark(self, hand: Hand, picked: Value, entry: Kept, status: Value) -> None:
        readers = entry.text.readers
        if not status.may_read(hand.everyone if readers is None else readers):
            raise NotAReader(self.entry)
        hand.effect(Mark(entry.id, str(status.content)))
        hand.keep(self.entry, Value(picked.content, picked.owner, readers, picked.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Kind):
    """Shows a book to the party in `ask` (to everyone if none is named) and goes on."""

    WORD: ClassVar[str] = "list"

    list: str = word(Takes.BOOK, "", needed=True, about="The book.")
    ask: str | None = word(Takes.PARTY, None, about="Who sees it.")
    where: Expression | None = word(Takes.EXPRESSION, None, about="Which entries: it may ask for `status` and `mine`.")

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        people = [hand.person(self.ask)] if self.ask else hand.everyone
        for person in people:
            known = [e for e in hand.entries(self.list) if e.text.may_read([person])]
            lines = [_shown(hand, e) for e in known if wanted(hand, self.where, e, person)]
            hand.say(person, *(lines or [hand.line(phrases.NOTHING_KEPT)]))
        hand.leave()


def _shown(hand: Hand, entry: Kept) -> Line:
    """An entry in a list, with its last day if it has one."""
    if entry.until is None:
        return hand.line(phrases.KEPT_ENTRY, {"entry": entry.text})
    return hand.line(phrases.KEPT_ENTRY_UNTIL, {"entry": entry.text, "day": Value(a_day(entry.until))})
