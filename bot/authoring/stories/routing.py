"""Where a message goes, and what is due next: bookkeeping without a state of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.couple.household import Household
from bot.talk.heard import Began, Due
from bot.words.message import Message

Delayed = tuple[datetime, int, Message]


@dataclass(frozen=True)
class Event:
    """Something that is due: a timer or schedule of a household, or a message that kept quiet hours."""

    due: datetime
    household: str = ""
    heard: Due | Began | None = None
    message: Delayed | None = None


def chat_of(home: Household, message: Message) -> int | None:
    """Telegram's chat id of a message; None when it goes nowhere."""
    if message.to == "group":
        return home.group.chat if home.group is not None else None
    if message.to.startswith("chat:"):
        return int(message.to.removeprefix("chat:"))
    person = home.people.get(message.to)
    return person.user if person is not None and not person.gone else None


def next_event(households: Mapping[str, Household], delayed: Sequence[Delayed], until: datetime) -> Event | None:
    """What is due first, up to a moment; of equal moments messages come first, then timers, then schedules."""
    events = [Event(d[0], message=d) for d in delayed]
    for home in households.values():
        events += _timers(home)
        events += [Event(s.due, home.id, Began(s.id)) for s in home.schedules.values() if s.due is not None and not s.paused]
    due = [e for e in events if e.due <= until]
    return min(due, key=lambda e: e.due, default=None)


def _timers(home: Household) -> list[Event]:
    running = [s for s in home.sessions.values() if s.status == "running"]
    return [Event(t.due, home.id, Due(s.id, t.visit, t.name)) for s in running for t in s.timers()]
