"""The queue of updates that wait for the bot: 24 hours for messages, 150 seconds for presses, gone when confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.sandbox.refusals import Json

MESSAGE_LIFE = 86_400
PRESS_LIFE = 150
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Waiting:
    """One update. `expires` is in seconds since the epoch, sandbox time; `copies` above one means it comes again."""

    id: int
    body: Json
    expires: float
    copies: int = 1


class Queue:
    """Updates in order, and what the bot wants to hear of."""

    def __init__(self, first_id: int) -> None:
        self.next_id = first_id
        self.waiting: list[Waiting] = []
        self.allowed: frozenset[str] | None = None
        self.lost = 0

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are queued at all."""
        if self.allowed:
            return kind in self.allowed
        return kind not in ONLY_ON_REQUEST

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember what the bot asked for; nothing given keeps what was asked before."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def put(self, kind: str, body: Json, expires: float, copies: int = 1) -> None:
        """Queue an update, if the bot wants its kind."""
        if self.wants(kind):
            self.put_raw({kind: body}, expires, copies)

    def put_raw(self, update: Json, expires: float, copies: int = 1) -> None:
        """Queue an update exactly as given; it gets an id when it has none."""
        number = update.get("update_id")
        if not isinstance(number, int) or isinstance(number, bool):
            number = self.next_id
            self.next_id += 1
        self.waiting.append(Waiting(number, {"update_id": number} | update, expires, copies))

    def expire(self, now: float) -> None:
        """Drop what has waited too long."""
        kept = [entry for entry in self.waiting if entry.expires > now]
        self.lost += len(self.waiting) - len(kept)
        self.waiting = kept

    def confirm(self, offset: int) -> None:
        """Forget everything before `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
            return
        for entry in self.waiting:
            entry.copies -= entry.id < offset
        self.waiting = [entry for entry in self.waiting if entry.copies > 0]

    def batch(self, limit: int) -> list[Json]:
        """The earliest that wait, at most `limit`."""
        return [entry.body for entry in self.waiting[:limit]]

    def delivered(self, entry: Waiting) -> None:
        """A webhook took this one."""
        entry.copies -= 1
        if entry.copies <= 0 and entry in self.waiting:
            self.waiting.remove(entry)
