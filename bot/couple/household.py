"""One or two people, from first contact: the unit of loading, ordering and locking.

A turn writes its own household only; to another it posts a signal. Pairing merges two households of one person each. Everything
here is plain data that `storage` can seal and `talk` can change; the rules about it stand in the files beside.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import msgspec

from bot.flow.session import Session
from bot.flow.values import Value

Role = Literal["hurt", "broke", "both", "unsaid"]


class Front(msgspec.Struct, frozen=True, omit_defaults=True):
    """The question that free text answers: the session and visit, when it was put (UTC), and whether in the group."""

    session: str
    visit: str
    since: datetime
    shared: bool = False


class Note(msgspec.Struct, frozen=True):
    """Something that came unasked and waits behind "A note for you": the already phrased messages, as JSON of `words.Message`.

    `at` is when it was announced last (UTC); None: not yet, because its person paused or cannot be reached, or because
    it was too late to send it.
    """

    id: str
    messages: tuple[bytes, ...]
    at: datetime | None = None


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text that waits for its author's word before it answers a visit, and since when (UTC); `grave`: danger was read in it.

    Its `id` stands in its two buttons, so that a tap is a word about this text and no other.
    """

    text: str
    session: str
    visit: str
    at: datetime
    grave: bool = False
    id: str = ""

    def __repr__(self) -> str:
        return f"Held(visit={self.visit!r})"


class Typed(msgspec.Struct, frozen=True, array_like=True):
    """What somebody sent in their own chat, so that it can be taken out again: Telegram's id of the message, and when (UTC)."""

    message: int
    at: datetime


class Pace(msgspec.Struct, omit_defaults=True):
    """How much the bot began for somebody: what came `lately`, each when (UTC) and on which local date it was there, where they

    were; how many wordings they had; put off on `snoozed_on`. On `silent` dates something came that was not answered, from `since`
    to `unheard`.
    """

    lately: list[tuple[datetime, date]] = []
    worded: int = 0
    snoozed_on: date | None = None
    snoozes: int = 0
    silent: int = 0
    since: date | None = None
    unheard: date | None = None


class Person(msgspec.Struct, omit_defaults=True):
    """One person. `zone` is an IANA name, `evening` and `quiet` are local times "HH:MM"; `consents`: a feature and when (UTC, ISO).

    `withdrawn` are features taken back since, `muted` kinds of things from the partner that are not wanted: both look like silence
    to the partner. `gone` marks the place of somebody who left and of whom the other has not heard yet: nothing reaches it. `level`
    is what the private safety check came to and when (UTC ISO), never an answer; it changes nothing on any screen.
    `unsaid` is when they told the bot of something that their partner does not know (UTC), never what: it holds for 90 days.
    `away` is the last local date of a holiday from everything that begins by itself; `heavy` when a heavy day began (UTC).
    `moved` are zones that they left: the last date for which what two have together is still counted by it (`rhythm.moves`).
    `relived` is the last local date that had begun for them when they flew back over a midnight, and that comes again.
    """

    id: str
    user: int
    name: str
    language: str = "en"
    zone: str = ""
    evening: str = ""
    country: str | None = None
    role: Role = "unsaid"
    adult: bool = False
    started: bool = False
    then: tuple[str, dict[str, str]] | None = None
    discreet: Literal["off", "unasked", "all"] = "unasked"
    paused: bool = False
    reachable: bool = True
    quiet: tuple[str, str] = ("22:00", "07:00")
    consents: dict[str, str] = {}
    front: Front | None = None
    aside: list[Front] = []
    notes: list[Note] = []
    waiting: list[Held] = []
    typed: list[Typed] = []
    done: dict[str, str] = {}
    withdrawn: list[str] = []
    muted: list[str] = []
    gone: bool = False
    level: tuple[str, str] | None = None
    unsaid: datetime | None = None
    counters: dict[str, Any] = {}
    pace: Pace = msgspec.field(default_factory=Pace)
    away: date | None = None
    heavy: datetime | None = None
    moved: dict[date, str] = {}
    relived: date | None = None


class Group(msgspec.Struct, omit_defaults=True):
    """The couple's Telegram group. Bound only when both partners confirmed it privately; suspended while a third person is in it.

    `members` is the last count (with the bot; 0: it could not be counted), `others` are users seen there who are neither of the
    two, `missing` those of the two who went; `unproven`: bound, but not known to be the two alone now. `left`: who left the couple
    and of whom the other has not heard yet, as user and the household that is theirs now ("": none); there they are still one of
    the two.
    """

    chat: int
    title: str = ""
    state: Literal["asked", "bound", "unproven", "suspended", "gone"] = "asked"
    yes: list[str] = []
    reads_all: bool = False
    members: int | None = None
    others: list[int] = []
    missing: list[int] = []
    left: dict[int, str] = {}


class Invitation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A one-time invitation: SHA-256 (hex) of its token, who made it, until when (UTC), and who asked to come in."""

    hash: str
    by: str
    until: datetime
    asked_by: str | None = None
    asked_name: str = ""
    admitted: bool = False
    accepted: bool = False


class Entry(msgspec.Struct, omit_defaults=True):
    """An entry in a book: a value with an owner and readers, a status, and when it was written (UTC).

    `when` is what was said of the time to ask its owner about it; `marks` are the statuses it was given since, and when (UTC).
    `day` is the local date, to its owner, on which the talk began that wrote it: what is said after midnight about an evening is
    still about that evening.
    """

    id: str
    book: str
    text: Value
    at: datetime
    owner: str | None = None
    status: str | None = None
    when: str | None = None
    day: date | None = None
    marks: tuple[tuple[datetime, str], ...] = ()


class Schedule(msgspec.Struct, omit_defaults=True):
    """When a flow begins by itself: the intent (local to `person`), and its next due time (UTC) as a cache.

    `at` is "evening" (the person's own hour) or "HH:MM"; `days` are Mon=0 … Sun=6; weeks and months are counted from `first`, and
    `once` comes on it. A schedule of `both` rests until both are in `yes`. `day` is the local date that `due` is meant for, `last`
    the one that was used last, `came` when (UTC); `carried` is a date it was put off to; up to and with
    `skip` its person does not want it. `stopped` are those of both who want it no more, which the other does not notice.
    `silent` counts what stayed unanswered since `since`, of one for both; whoever does not answer what they chose for themselves is
    a matter of their pace, and is asked once, and then it is `asleep`.
    """

    id: str
    flow: str
    person: str
    at: str = "evening"
    days: tuple[int, ...] = ()
    due: datetime | None = None
    last: date | None = None
    paused: bool = False
    every: Literal["day", "days", "week", "month", "once"] = "day"
    first: date | None = None
    whom: Literal["each", "both"] = "each"
    yes: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    given: dict[str, str] = {}
    day: date | None = None
    came: datetime | None = None
    carried: date | None = None
    skip: date | None = None
    silent: int = 0
    since: date | None = None
    asleep: bool = False


class Household(msgspec.Struct, omit_defaults=True):
    """One or two people and everything that is theirs. `done` maps a finished talk of both to its UTC ISO time; `heavy` is when

    something heavy happened that both know of (UTC).
    """

    id: str
    bot: int
    people: dict[str, Person] = {}
    sessions: dict[str, Session] = {}
    group: Group | None = None
    entries: dict[str, Entry] = {}
    schedules: dict[str, Schedule] = {}
    invitation: Invitation | None = None
    done: dict[str, str] = {}
    revision: int = 0
    merged_into: str | None = None
    heavy: datetime | None = None

    def partner(self, person: str) -> Person | None:
        """The other one, if there is one."""
        return next((p for p in self.people.values() if p.id != person), None)

    def by_user(self, user: int) -> Person | None:
        """Who has this Telegram user id here."""
        return next((p for p in self.people.values() if p.user == user), None)

    @property
    def paired(self) -> bool:
        """Whether it is a couple."""
        return len(self.people) == 2
