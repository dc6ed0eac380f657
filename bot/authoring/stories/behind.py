"""What waits behind notes: told to a chat once, when its note has rung, and before that as something that is yet to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from bot.authoring.stories.chat import NOTE, Chat
from bot.couple.household import Person
from bot.flow import timing
from bot.words.message import Message

A_DAY = timedelta(days=1)


@dataclass
class Behind:
    """What was told by now, by the Telegram id of whoever it waits for: `rung` behind a note that came, `held` behind others."""

    rung: dict[int, set[bytes]] = field(default_factory=dict)
    held: dict[int, set[bytes]] = field(default_factory=dict)

    def told(self, person: Person) -> bool:
        """Whether anything waited for them when this was looked at last."""
        return bool(self.rung.get(person.user) or self.held.get(person.user))

    def look(self, person: Person, chat: Chat, now: datetime, act: int) -> None:
        """Tells the chat of one person what is new."""
        rung, held = self.rung.get(person.user, set()), self.held.get(person.user, set())
        waits: dict[bytes, bool] = {}
        for note in person.notes:
            came = f"{person.id}{NOTE}{note.id}" in chat.rung
            for packed in note.messages:
                waits[packed] = came or packed in rung
                message = msgspec.json.decode(packed, type=Message)
                if waits[packed] and packed not in rung:
                    chat.hide(message, act)
                elif not waits[packed] and packed not in held:
                    chat.hold(message, until(person, note.at, now), act)
        self.rung[person.user] = {packed for packed, came in waits.items() if came}
        self.held[person.user] = {packed for packed, came in waits.items() if not came}


def until(person: Person, due: datetime | None, now: datetime) -> str:
    """For what something waits that is for this person: "until 07:00: quiet hours". `due` None: nothing is sent to them now."""
    if due is None:
        return "until they are back"
    zone = person.zone or "UTC"
    clock = timing.local(due, zone).strftime("%H:%M" if due - now < A_DAY else "%a %H:%M")
    return f"until {clock}" + (": quiet hours" if timing.in_quiet(now, zone, person.quiet) else "")
