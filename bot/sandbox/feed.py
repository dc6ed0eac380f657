"""What happened, in order, for the page, for those who wait, and for the log."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.refusals import Json

REMEMBERED = 20_000


@dataclass(frozen=True)
class Event:
    """One thing that happened: `kind` says what, `data` is what the page needs to show it."""

    id: int
    kind: str
    data: Json


class Feed:
    """The last events, and who wants to be told of new ones."""

    def __init__(self) -> None:
        self.events: deque[Event] = deque(maxlen=REMEMBERED)
        self.last = 0
        self.listeners: list[Callable[[], None]] = []

    def add(self, kind: str, **data: object) -> Event:
        """Note an event and tell everyone who listens."""
        self.last += 1
        event = Event(self.last, kind, dict(data))
        self.events.append(event)
        for listener in tuple(self.listeners):
            listener()
        return event

    def since(self, number: int) -> list[Event]:
        """Everything after the event with this number."""
        first = self.events[0].id if self.events else 0
        skip = max(0, number - first + 1)
        return [self.events[at] for at in range(skip, len(self.events))]

    def misses(self, number: int) -> bool:
        """Whether events after this number are no longer remembered, or the number is from another run."""
        return number > self.last or bool(self.events and self.events[0].id > number + 1)
