"""`keep` and `list`: write to a book, show it. An entry has an owner and readers like any value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.flow import phrases
from bot.flow.effects import Keep
from bot.flow.fields import Takes, word
from bot.flow.hand import NAMES
from bot.flow.states.answers import phrase
from bot.flow.states.kind import Kind
from bot.flow.values import Value, all_of

if TYPE_CHECKING:
    from bot.flow.hand import Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(Kind):
    """Writes an entry and goes on."""

    WORD: ClassVar[str] = "keep"

    book: str = word(Takes.BOOK, "", needed=True, about="The book.")
    text: str = word(Takes.TEXT, "", needed=True, about="What is written.")
    owner: str | None = word(Takes.PARTY, None, about="Whose entry it is.")
    status: str | None = word(Takes.NAME, None, about="Its status.")
    when: str | None = word(Takes.TEXT, None, about="A schedule or a date.")

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        owner = hand.person(self.owner) if self.owner else None
        hand.effect(Keep(self.book, self._text(hand).seen_by(hand.frame.label), owner, self.status, self.when))
        hand.leave()

    def _text(self, hand: Hand) -> Value:
        alone = NAMES.fullmatch(self.text.strip())
        if alone:
            value = hand.look(alone[1])
            return Value(value.content, value.owner, value.readers, value.label)
        line = hand.line(self.text)
        return Value(phrase(line).content, None, all_of(v.readers for v in line.values.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Kind):
    """Shows a book to the party in `ask` (to everyone if none is named) and goes on."""

    WORD: ClassVar[str] = "list"

    list: str = word(Takes.BOOK, "", needed=True, about="The book.")
    ask: str | None = word(Takes.PARTY, None, about="Who sees it.")

    def enter(self, hand: Hand) -> None:
        hand.tell(hand.texts())
        people = [hand.person(self.ask)] if self.ask else hand.everyone
        for person in people:
            entries = [v for _, v, _ in hand.world.entries.get(self.list, ()) if v.may_read([person])]
            lines = [hand.line("• {entry}", {"entry": v}) for v in entries] or [hand.line(phrases.NOTHING_KEPT)]
            hand.say(person, *lines)
        hand.leave()
