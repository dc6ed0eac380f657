"""A chat of the small world: what stands in it now, which buttons live, and what arrived in which order.

Telegram's side of a talk, as far as people can see it: edits change what stands, a deletion empties it, a toast passes by. What
waits unopened behind a note is kept apart, because it has arrived and yet nobody has seen it. What waits for an hour, such as the
end of the quiet ones, has not even arrived: it is known here only to be told to whoever leads the talk by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.words.fit import plain
from bot.words.message import Button, Message

How = Literal["said", "edited", "buttons", "toast", "deleted", "inside", "waits"]
NOTE = "/n:"
SPOKEN = "(they speak)"
"""How a voice message reads in a chat."""


@dataclass
class Shown:
    """A message that stands in a chat."""

    text: str
    buttons: tuple[Button, ...]
    name: str | None
    past: tuple[Button, ...] = ()

    @property
    def note(self) -> bool:
        """Whether it is only the wrapper of a note."""
        return self.name is not None and NOTE in self.name


@dataclass(frozen=True)
class Arrival:
    """Something that came: how, its text and labels as a person reads them, and the number of the act it came of.

    `until` says for what it waits, such as "until 07:00: quiet hours", if it is yet to come.
    """

    how: How
    text: str
    labels: tuple[str, ...]
    act: int
    note: bool = False
    until: str = ""

    def has(self, part: str) -> bool:
        """Whether a part of a story's line stands in it: in the text, or on a button."""
        return self.how != "waits" and self.reads(part)

    def shows(self, part: str) -> bool:
        """Whether these words have come in it in any spelling of large and small letters."""
        wanted = _even(part).casefold()
        return self.how != "waits" and any(wanted in _even(text).casefold() for text in (self.text, *self.labels))

    def reads(self, part: str) -> bool:
        """As `has`, whether it came or is yet to come."""
        if part == "note" and self.note:
            return True
        wanted = _even(part)
        return wanted in _even(self.text) or any(wanted in _even(label) for label in self.labels)

    @property
    def visible(self) -> bool:
        """Whether a person who looks at the chat sees that something came; buttons that only go are no news."""
        return self.how not in ("inside", "waits") and not (self.how == "buttons" and not self.labels)

    @property
    def where(self) -> str:
        """Where it is, if it does not stand in the chat."""
        return "(behind the note) " if self.how == "inside" else f"(waits {self.until}) " if self.how == "waits" else ""

    def __str__(self) -> str:
        text = {"deleted": "(the chat was cleared)", "buttons": "(other buttons)"}.get(self.how, "") or _even(self.text)
        return " ".join([self.where + text, *(f"[{label}]" for label in self.labels)])


@dataclass
class Chat:
    """See the module. `arrivals` are all there ever were, oldest first; `typed` is what people wrote there, by its id.

    `rung` are the names of all notes that ever came.
    """

    id: int
    shown: list[Shown] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    typed: dict[int, str] = field(default_factory=dict)
    rung: set[str] = field(default_factory=set)

    def take(self, message: Message, act: int) -> None:
        """A message of the bot arrives."""
        if message.delete and message.edits is not None:
            self._take_away(message, act)
        elif message.delete and message.ids:
            self.typed = {id: text for id, text in self.typed.items() if id not in message.ids}
        elif message.delete:
            self._clear(act)
        elif message.kind == "toast":
            self._toast(message, act)
        elif message.edits is not None:
            self._edit(message, act)
        else:
            self._put(message, act)

    def hide(self, message: Message, act: int) -> None:
        """A message begins to wait behind a note."""
        self.arrivals.append(Arrival("inside", plain(message.text), _labels(_row(message)), act))

    def hold(self, message: Message, until: str, act: int) -> None:
        """A message that is yet to come; `until` says for what it waits."""
        note = NOTE in (message.name or "")
        self.arrivals.append(Arrival("waits", plain(message.text), _labels(_row(message)), act, note, until))

    def _clear(self, act: int) -> None:
        self.shown.clear()
        self.arrivals.append(Arrival("deleted", "", (), act))

    def _take_away(self, message: Message, act: int) -> None:
        """One message goes; the person sees only that it is not there any more."""
        left = [s for s in self.shown if s.name != message.edits]
        if len(left) < len(self.shown):
            self.shown = left
            self.arrivals.append(Arrival("deleted", "", (), act))

    def _toast(self, message: Message, act: int) -> None:
        if message.text or message.url:
            self.arrivals.append(Arrival("toast", message.text, (message.url,) if message.url else (), act))

    def _edit(self, message: Message, act: int) -> None:
        found = next((s for s in reversed(self.shown) if s.name == message.edits), None)
        if found is None:
            return  # what was never shown cannot change: the outbox settles such an edit without a call
        found.past += found.buttons
        found.buttons, found.name = _row(message), message.name or found.name
        how: How = "edited" if message.text else "buttons"
        found.text = message.text or found.text
        self.arrivals.append(Arrival(how, plain(message.text), _labels(found.buttons), act))

    def _put(self, message: Message, act: int) -> None:
        fresh = Shown(SPOKEN if message.voice is not None else message.text, _row(message), message.name)
        self.shown.append(fresh)
        self.rung |= {fresh.name} if fresh.note and fresh.name is not None else set()
        self.arrivals.append(Arrival("said", plain(fresh.text), _labels(fresh.buttons), act, fresh.note))

    def button(self, label: str, old: bool = False) -> Button | None:
        """The newest button that reads like the label, or begins like it; with `old` one that is gone by now."""
        every = [b for s in reversed(self.shown) for b in reversed(s.past if old else live(s.buttons))]
        wanted = _label(label)
        alike = next((b for b in every if _label(b.label) == wanted), None)
        return alike or next((b for b in every if _label(b.label).startswith(wanted)), None)

    def note(self) -> Button | None:
        """The button of the newest note that is not open yet."""
        return next((b for s in reversed(self.shown) if s.note for b in live(s.buttons)), None)

    def labels(self) -> list[str]:
        """What could be tapped now, newest message first."""
        return [b.label for s in reversed(self.shown) for b in live(s.buttons)]


def live(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Buttons that do something: a ticked one only shows what was tapped."""
    return tuple(b for b in buttons if b.url is None and not b.data.endswith("-"))


def _row(message: Message) -> tuple[Button, ...]:
    return tuple(b for row in message.buttons for b in row)


def _labels(buttons: tuple[Button, ...]) -> tuple[str, ...]:
    return tuple(b.label for b in buttons)


def _label(text: str) -> str:
    return _even(text).removeprefix("✓").strip().casefold()


def _even(text: str) -> str:
    return " ".join(text.split())
