"""A Telegram in memory, for whole years on a clock moved by hand: chats, updates that wait, and whatever can go wrong with a call.

It keeps a book of its own of every delivery, and says at once what must never be: a nudge twice, a third copy, a chat out of order.
A year of it must fit in memory: the trace is hashed and not kept, of a chat what people still look at, of a delivery one byte.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TextIO

from bot.app.ports import Later, Outcome, OutRow, Sent, Unknown, Update
from bot.tg.incoming import lane
from bot.words.message import Button

NEWEST = 50
"""Messages of a chat that are looked at for one that came out of order."""
LOOKED_AT = 2 * NEWEST
"""Messages of a chat that are kept."""
MANY = 255
Fault = Callable[[OutRow], tuple[Outcome | None, bool]]
"""What happens to a call: the answer it gets (None: the true one), and whether the message arrives."""


def no_fault(row: OutRow) -> tuple[Outcome | None, bool]:
    """Nothing goes wrong."""
    return None, True


@dataclass
class Shown:
    """A message in a chat."""

    id: int
    text: str
    buttons: list[Button]
    row: int


@dataclass
class Telegram:
    """See the module. `trace` is the hash of everything that happened, line by line; `tape` takes the lines themselves."""

    now: Callable[[], datetime]
    fault: Fault = no_fault
    chats: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    waiting: list[Update] = field(default_factory=list)
    trace: Any = field(default_factory=hashlib.sha256)
    tape: TextIO | None = None
    wrong: list[str] = field(default_factory=list)
    arrived: bytearray = field(default_factory=bytearray)
    untold: dict[int, int] = field(default_factory=dict)
    """Messages that arrived while the bot has not yet written down that they did: row to chat."""
    excused: Counter[int] = field(default_factory=Counter)
    """How often the bot could not know that a message had arrived: so many more copies of it may come, and none else."""
    fresh: list[tuple[int, Shown]] = field(default_factory=list)
    sends: int = 0
    made: int = 0
    numbers: int = 0

    # -- the bot's side ----------------------------------------------------------------------------

    async def send(self, row: OutRow) -> Outcome:
        """One call of the bot."""
        self.sends += 1
        answer, arrives = self.fault(row)
        message = self._deliver(row) if arrives else 0
        outcome = answer or Sent(message)
        if arrives and isinstance(outcome, Sent):
            self.untold[row.id] = row.chat
        elif arrives:
            self.excused[row.id] += 1
        self.note(
            f"send {row.id} to {row.chat} {type(outcome).__name__} {row.message.text!r} {[b.label for r in row.message.buttons for b in r]}"
        )
        return outcome

    def told(self, rows: Iterable[int]) -> None:
        """The bot has written down what became of these."""
        for row in rows:
            self.untold.pop(row, None)

    def forgotten(self) -> None:
        """The bot died: what it had not written down it does not know. One message in each chat at most."""
        self.excused.update(self.untold)
        most = Counter(self.untold.values()).most_common(1)
        if most and most[0][1] > 1:
            self.wrong.append(f"{most[0][1]} messages were on their way to one chat at once")
        self.untold.clear()

    def _deliver(self, row: OutRow) -> int:
        if row.message.callback is not None:
            return 0
        self._check(row)
        if row.edit is not None:
            return self._edit(row, row.edit)
        self.made += 1
        shown = Shown(self.made, row.message.text, [b for line in row.message.buttons for b in line], row.id)
        chat = self.chats[row.chat]
        chat.append(shown)
        del chat[:-LOOKED_AT]
        self.fresh.append((row.chat, shown))
        return shown.id

    def _edit(self, row: OutRow, number: int) -> int:
        for shown in reversed(self.chats[row.chat]):
            if shown.id == number:
                shown.text = row.message.text or shown.text
                shown.buttons = [b for line in row.message.buttons for b in line]
                if row.message.delete:
                    self.chats[row.chat].remove(shown)
                break
        return number

    def _check(self, row: OutRow) -> None:
        copies = self._copies(row.id)
        if row.edit is None and copies > 1 + (0 if row.message.kind == "nudge" else self.excused[row.id]):
            self.wrong.append(f"row {row.id} ({row.message.kind}) arrived {copies} times")
        later = [s.row for s in self.chats[row.chat][-NEWEST:] if s.row > row.id]
        if row.edit is None and copies == 1 and later and row.message.not_before is None and row.message.kind != "nudge":
            self.wrong.append(f"row {row.id} arrived after {later[0]}")

    def _copies(self, row: int) -> int:
        """Counts one more copy."""
        self.arrived.extend(bytes(max(0, row + 1 - len(self.arrived))))
        self.arrived[row] = min(MANY, self.arrived[row] + 1)
        return self.arrived[row]

    # -- people's side -----------------------------------------------------------------------------

    def says(self, user: int, text: str, chat: int | None = None) -> None:
        """Somebody writes."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text.startswith("/") else []
        place = {"id": chat or user, "type": "private" if not chat else "supergroup", "title": "Both"}
        letter = {
            "message_id": self._number(),
            "date": int(self.now().timestamp()),
            "chat": place,
            "from": _user(user),
            "text": text,
        }
        self._queue({"message": {**letter, "entities": entities}}, f"{user} says {text!r}")

    def taps(self, user: int, button: Button, shown: Shown, chat: int) -> None:
        """Somebody presses a button."""
        place = {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "Both"}
        message = {"message_id": shown.id, "date": int(self.now().timestamp()), "chat": place}
        press = {"id": str(self._number()), "from": _user(user), "message": message, "data": button.data, "chat_instance": "1"}
        self._queue({"callback_query": press}, f"{user} taps {button.label!r}")

    def _number(self) -> int:
        self.numbers += 1
        return self.numbers

    def _queue(self, body: dict[str, object], said: str) -> None:
        raw = json.dumps({"update_id": self._number(), **body}).encode()
        update = lane(raw)
        assert update is not None
        self.waiting.append(update)
        self.note(said)

    def note(self, line: str) -> None:
        """A line of the trace."""
        said = f"{self.now().isoformat()} {line}\n"
        self.trace.update(said.encode())
        if self.tape is not None:
            self.tape.write(said)


def _user(user: int) -> dict[str, object]:
    return {"id": user, "is_bot": False, "first_name": f"P{user}", "language_code": "en"}


NEVER_ARRIVED: tuple[Outcome | None, bool] = (Unknown(), False)
ARRIVED_UNHEARD: tuple[Outcome | None, bool] = (Unknown(), True)
FLOOD: tuple[Outcome | None, bool] = (Later(3.0, flood=True), False)
NO_NETWORK: tuple[Outcome | None, bool] = (Later(0.0), False)
