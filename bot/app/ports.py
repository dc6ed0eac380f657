"""What the loops need from the rooms that know SQL and Telegram. Values are plain; the implementations are `storage` and `tg`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

import msgspec

from bot.couple.household import Household
from bot.talk.heard import Posted
from bot.talk.result import Post as Post
from bot.words.message import Message, Picture

Source = Literal["update", "post", "timer", "schedule"]


class Update(msgspec.Struct, frozen=True):
    """A raw update as it came, with the lane it belongs to: the Telegram user (0: none) and chat (0: none) that were seen in it."""

    id: int
    user: int
    chat: int
    raw: bytes

    def __repr__(self) -> str:
        return f"Update(id={self.id})"


class Item(msgspec.Struct, frozen=True):
    """One thing to take a turn on. `household` is None for somebody never seen before.

    `key` is unique for ever and names the rows that come of it: "u<update id>", "p<post id>", "t<visit>:<name>:<due>",
    "s<schedule>:<due>". `row` is the inbox row (0 for timers and schedules). `raw` is the update's JSON, or for every other source
    the JSON of a `talk.heard` value, tagged with its type. `closed`: the household does not open, so nothing can be done there.
    """

    key: str
    source: Source
    row: int
    household: str | None
    user: int
    chat: int
    raw: bytes
    received: datetime
    attempts: int = 0
    closed: bool = False

    def __repr__(self) -> str:
        return f"Item(key={self.key!r})"


class Batch(msgspec.Struct):
    """What `claim` found: items oldest first (of one household: updates and posts before timers and schedules), their households

    whole, and the names of questions (`Message.question`) that are still unsent. `queued` is what is unsent to their groups, oldest
    first: (row, chat, message).
    """

    items: list[Item]
    households: dict[str, Household]
    unshown: frozenset[str] = frozenset()
    queued: list[tuple[int, int, Message]] = []


class Changed(msgspec.Struct):
    """A household after its turns and which parts of it must be written. `fresh` has never been stored; `was` is the revision

    that was loaded and guards the write. `merged` names a household whose rows all move here. Ids of people, sessions, entries
    and schedules that are gone from the household but stand in the sets are deleted.
    """

    household: Household
    was: int
    fresh: bool = False
    people: set[str] = msgspec.field(default_factory=set)
    sessions: set[str] = msgspec.field(default_factory=set)
    entries: set[str] = msgspec.field(default_factory=set)
    schedules: set[str] = msgspec.field(default_factory=set)
    merged: str | None = None


class Outgoing(msgspec.Struct, frozen=True):
    """`idem` is unique for ever; `chat` is Telegram's id; `person`: whose key seals it (None: the household)."""

    idem: str
    household: str
    person: str | None
    chat: int
    message: Message
    due: datetime


class Commit(msgspec.Struct):
    """Everything a batch came to; written in one transaction.

    `dead` maps an item's key to the class of the error that held it. `withdrawn` are people to whom nothing that the bot began by
    itself may go any more: rows of that kind that still wait are dropped. `recalled` are (chat, name) of messages that may not go
    any more: those that wait are dropped, and those in flight that were not handed over yet (`Store.stands`); `unsaid` are rows
    of which the same is true. `audit` are acts of administrators (user id, act), added to a table that is only ever added to.
    """

    done: list[Item] = []
    dead: dict[str, str] = {}
    changed: list[Changed] = []
    outgoing: list[Outgoing] = []
    posts: list[tuple[str, Post]] = []
    withdrawn: list[str] = []
    recalled: list[tuple[int, str]] = []
    unsaid: list[int] = []
    audit: list[tuple[int, str]] = []


class Conflict(Exception):
    """A household was changed by somebody else since it was loaded: nothing of the commit was written."""


class Unwritable(Exception):
    """What was to be committed cannot be written, however often it is tried; nothing of it was. `why` is the class of the error."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class OutRow(msgspec.Struct, frozen=True):
    """A row of the outbox that may be sent now. `edit` is Telegram's id of the message it edits (None: a new one).

    `hurried`: something more urgent stands behind it in its chat.
    """

    id: int
    household: str
    chat: int
    priority: int
    message: Message
    tries: int
    group: bool
    edit: int | None = None
    hurried: bool = False

    def __repr__(self) -> str:
        return f"OutRow(id={self.id})"


class Sent(msgspec.Struct, frozen=True):
    """Telegram took it; 0 where an answer has no message."""

    message: int = 0


class Later(msgspec.Struct, frozen=True):
    """Certainly not sent; try again in `seconds`. `flood`: it was a 429, which pauses the chat and does not count as a try."""

    seconds: float
    flood: bool = False


class Never(msgspec.Struct, frozen=True):
    """It is over for good. `why`: blocked, gone (no such chat, kicked), refused (the message itself), too-late (toasts, nudges), or

    recalled (it was not to go any more).
    """

    why: Literal["blocked", "gone", "refused", "too-late", "recalled"]


class Moved(msgspec.Struct, frozen=True):
    """The chat has another id now."""

    chat: int


class Unknown(msgspec.Struct, frozen=True):
    """It may have arrived or not. What may be repeated is tried again in `seconds`."""

    seconds: float = 0.0


class Revoked(msgspec.Struct, frozen=True):
    """The token is not valid (any more): stop loudly, leave the rows alone."""


Outcome = Sent | Later | Never | Moved | Unknown | Revoked


class Counts(msgspec.Struct, frozen=True):
    """What waits: inbox rows not done, outbox rows that may be sent now or soon, the next due moment of all."""

    inbox: int
    outbox: int
    next: datetime | None


class Wire(Protocol):
    """Sends one row and translates the answer. Never raises for what Telegram says."""

    async def send(self, row: OutRow) -> Outcome: ...


class Painter(Protocol):
    """Draws a picture."""

    @property
    def busy(self) -> bool:
        """Whether it would have to wait for another one."""
        ...

    async def paint(self, picture: Picture) -> bytes | None:
        """The picture as PNG; None when it cannot be drawn. Never raises for that."""
        ...


class Counter(Protocol):
    """Counts the members of a group, with the bot. None when that cannot be known now. Never raises."""

    async def members(self, chat: int) -> int | None: ...


class Store(Protocol):
    """The tables. One writer: every method that writes is one transaction, and returns only after its commit."""

    async def receive(self, updates: Sequence[Update], now: datetime) -> int:
        """Commits raw updates, each once (by update id, however often it comes). Returns how many were new."""
        ...

    async def post(self, household: str, signal: Posted, key: str, now: datetime) -> None:
        """Puts a signal into a household's inbox, once per key: what the wire learned (blocked, moved)."""
        ...

    async def claim(self, now: datetime, limit: int, careful: bool = False) -> Batch:
        """The oldest inbox rows, then due timers and schedules, at most `limit`, with their households loaded and opened.

        `careful` (after an unclean stop): one item, its attempt counted and committed first; after three it is dead.
        """
        ...

    async def load(self, ids: Sequence[str]) -> dict[str, Household]:
        """Whole households by id; one that was merged comes as the one that it is part of now, a missing one is left out."""
        ...

    async def commit(self, commit: Commit, now: datetime) -> None:
        """Writes it all or nothing. Raises `Conflict`, and `Unwritable` where it is no fault of the database."""
        ...

    async def sendable(self, now: datetime, limit: int) -> list[OutRow]:
        """Heads of chats: the oldest unsent row of each chat (replies before nudges), due now, edits resolved.

        An edit whose message never arrived is settled as skipped; one whose message is still to be sent waits behind it.
        """
        ...

    async def sending(self, rows: Sequence[int]) -> set[int]:
        """Marks rows as in flight, committed before the call is made. Returns those that go: the others were dropped meanwhile."""
        ...

    async def unsent(self, rows: Sequence[int]) -> None:
        """Rows in flight for which no call was made wait again, as if they had never been marked."""
        ...

    async def stands(self, row: int) -> bool:
        """Whether a row in flight may still be handed over: it was not recalled."""
        ...

    async def settle(self, results: Sequence[tuple[OutRow, Outcome]], now: datetime) -> None:
        """Writes what became of sends: Sent, Never and Unknown end a row (Unknown of a flow or safety message: sent again once more

        than that it is left), Later moves its due time, Moved rewrites the chat of all unsent rows and posts `Posted("moved", …)`.
        Never(blocked or gone) of a private chat marks the person unreachable by posting `Posted("unreachable", {"user": …})` to the
        household and drops their other unsent rows. Never(too-late) of a nudge posts `Posted("missed", {"message": name})` to it.
        """
        ...

    async def recover(self, now: datetime) -> bool:
        """After start: rows in flight become Unknown (nudges are left, others sent again). True if the last stop was unclean."""
        ...

    async def renew_zones(self, version: str, now: datetime) -> int:
        """If the rules of time zones are another version than last time: posts `Posted("zones")` to every household with something

        planned. Returns to how many.
        """
        ...

    async def renew_held(self, version: str, now: datetime) -> int:
        """If another version of the code ran last time: as `resume_held`. Returns how many."""
        ...

    async def resume_held(self, now: datetime) -> int:
        """Posts `Posted("go-on", {"session": …})` to the household of every session that was held. Returns how many."""
        ...

    async def counts(self, now: datetime) -> Counts: ...

    async def figures(self) -> dict[str, int]:
        """How many people, couples, open and held talks there are, and updates that were put aside: numbers only."""
        ...

    async def inspect(self) -> dict[str, Any]:
        """For the sandbox only: every running session and timer, opened."""
        ...

    async def keep_flow(self, hash: str, name: str, text: bytes) -> None: ...

    async def flow_texts(self) -> dict[str, tuple[str, bytes]]:
        """Every kept version: hash -> (name, text)."""
        ...

    async def next_due(self) -> datetime | None:
        """The next moment (UTC) at which a timer, schedule or delayed send is due."""
        ...

    async def close(self) -> None:
        """Marks the stop as clean and closes every connection."""
        ...
