"""One turn in the making: a copy-on-write hand on the household, and what is said and posted along the way.

The household that came in is never changed: parts are copied when first touched, so that a turn that raises leaves nothing
behind. What is touched is what `storage` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol, TypeVar

import msgspec

from bot.couple import dosage
from bot.couple.household import Entry, Group, Household, Person, Schedule
from bot.couple.keeping import UNSAID
from bot.flow.hand import Kept, Local, World
from bot.flow.model import Flow, Flows
from bot.flow.session import Session
from bot.talk import lists
from bot.talk.heard import Posted
from bot.talk.result import Post, Touched, Turn
from bot.words.message import Message
from bot.words.phrase import Audience
from bot.words.tongues import Tongues

T = TypeVar("T", Person, Session, Entry, Schedule, Group)


class Draw(Protocol):
    """The turn's chance and ids."""

    def id(self, prefix: str = "") -> str: ...

    def token(self) -> str: ...


@dataclass(frozen=True)
class Setting:
    """What a turn needs besides the household: the flows, the tongues, the bot's address, how long a tap can be taken back, and

    over how many seconds evening hours are spread (0: not at all).
    """

    flows: Flows
    tongues: Tongues = field(default_factory=Tongues)
    username: str = "groundwork_bot"
    undo: timedelta = timedelta(seconds=10)
    host_is_partner: bool = False
    admins: frozenset[int] = frozenset()
    spread: int = 0


@dataclass(frozen=True)
class Parting:
    """Somebody leaves: when the other hears (UTC; None: never), whether everything of theirs goes, and what of it stays shared."""

    person: str
    tell: datetime | None
    forget: bool = False
    keep_shared: bool = True


class Shelves(Mapping[str, Sequence[Kept]]):
    """The books of a household, opened when a step first looks at one of them: most never do."""

    def __init__(self, opened: Callable[[], Mapping[str, Sequence[Kept]]]) -> None:
        self._opened = opened

    @cached_property
    def _books(self) -> Mapping[str, Sequence[Kept]]:
        return self._opened()

    def __getitem__(self, book: str) -> Sequence[Kept]:
        return self._books[book]

    def __iter__(self) -> Iterator[str]:
        return iter(self._books)

    def __len__(self) -> int:
        return len(self._books)


class Inside:
    """Remembers where something raised. A class of its own, because a generator would cost more than many a step."""

    __slots__ = ("session", "work")

    def __init__(self, work: Work, session: Session) -> None:
        self.work, self.session = work, session

    def __enter__(self) -> None:
        self.work.within.append(self.session)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self.work.within.pop()
        if kind is not None and self.session.id not in self.work.broke:
            self.work.broke.append(self.session.id)


class Work:
    """See the module. `actor` is the person whose act began the turn; None when nobody's did. `nudges`: in which words a person is

    nudged in this turn, if it is one that the bot begins. `broke`: in which sessions a turn was that raised. `within`: in which one
    it is now, the innermost last. `named`: whose own word set the hour of the timer that began it. `queued` is what is not sent yet
    to the couple's group.
    """

    def __init__(self, household: Household, setting: Setting, now: datetime, draw: Draw, broke: list[str] | None = None) -> None:
        self.household = msgspec.structs.replace(
            household,
            people=dict(household.people),
            sessions=dict(household.sessions),
            entries=dict(household.entries),
            schedules=dict(household.schedules),
            done=dict(household.done),
        )
        self.setting, self.now, self.draw = setting, now, draw
        self.touched = Touched()
        self.messages: list[Message] = []
        self.posts: list[Post] = []
        self.actor: str | None = None
        self.named: str | None = None
        self.callback: str | None = None
        self.nudges: dict[str, str] = {}
        self.merge: str | None = None
        self.merge_by: str | None = None
        self.parting: Parting | None = None
        self.parted: Household | None = None
        self.withdrawn: set[str] = set()
        self.recalled: set[tuple[str, str]] = set()
        self.queued: Sequence[Message] = ()
        self.silenced = False
        self.asks: str | None = None
        self.broke = broke if broke is not None else []
        self.within: list[Session] = []

    def inside(self, session: Session) -> Inside:
        """What raises in here raised in this session: `broke` names it, the innermost first."""
        return Inside(self, session)

    # -- parts -------------------------------------------------------------------------------------

    def person(self, id: str) -> Person:
        """This person, to be changed."""
        if id not in self.touched.people:
            self.touched.people.add(id)
            self.household.people[id] = _copy(self.household.people[id])
        return self.household.people[id]

    def drop_person(self, id: str) -> None:
        self.household.people.pop(id, None)
        self.touched.people.add(id)
        self.touched.household = True

    def drop_entry(self, id: str) -> None:
        self.household.entries.pop(id, None)
        self.touched.entries.add(id)

    def drop_schedule(self, id: str) -> None:
        self.household.schedules.pop(id, None)
        self.touched.schedules.add(id)

    def session(self, id: str) -> Session:
        """This session, to be changed."""
        if id not in self.touched.sessions:
            self.touched.sessions.add(id)
            self.household.sessions[id] = _copy(self.household.sessions[id])
        return self.household.sessions[id]

    def entry(self, id: str) -> Entry:
        """This entry, to be changed."""
        if id not in self.touched.entries:
            self.touched.entries.add(id)
            self.household.entries[id] = _copy(self.household.entries[id])
        return self.household.entries[id]

    def schedule(self, id: str) -> Schedule:
        if id not in self.touched.schedules:
            self.touched.schedules.add(id)
            self.household.schedules[id] = _copy(self.household.schedules[id])
        return self.household.schedules[id]

    def group(self) -> Group | None:
        """The couple's group, to be changed."""
        self.touched.household = True
        if self.household.group is not None:
            self.household.group = _copy(self.household.group)
        return self.household.group

    def add_session(self, session: Session) -> None:
        self.household.sessions[session.id] = session
        self.touched.sessions.add(session.id)

    def drop_session(self, id: str) -> None:
        self.household.sessions.pop(id, None)
        self.touched.sessions.add(id)

    def add_entry(self, entry: Entry) -> None:
        self.household.entries[entry.id] = entry
        self.touched.entries.add(entry.id)

    def add_schedule(self, schedule: Schedule) -> None:
        self.household.schedules[schedule.id] = schedule
        self.touched.schedules.add(schedule.id)

    def add_person(self, person: Person) -> None:
        self.household.people[person.id] = person
        self.touched.people.add(person.id)

    # -- what the pure rooms below need --------------------------------------------------------------

    def world(self, later: frozenset[str] = frozenset()) -> World:
        """The inputs of an engine's step."""
        people = self.household.people.values()
        return World(
            self.setting.flows,
            self.now,
            self.draw,
            {p.id: Local(p.zone or "UTC", p.evening or "20:00", p.language) for p in people},
            Shelves(self._entries),
            lists.for_a_step(self),
            later,
            tuple(self.household.people),
            self.setting.undo,
            lambda: dosage.near_night(self.household, self.now),
            frozenset(p.id for p in people if p.unsaid is not None and self.now - p.unsaid <= UNSAID),
            self._invited,
        )

    def _invited(self) -> frozenset[str]:
        from bot.talk import wishes

        return frozenset(p.id for p in self.household.people.values() if not wishes.may(self, p, "invitation"))

    def _entries(self) -> Mapping[str, Sequence[Kept]]:
        from bot.talk import booking

        books: dict[str, list[Kept]] = {}
        for entry in sorted(self.household.entries.values(), key=lambda e: e.at):
            status, until = booking.status(self, entry), booking.until(self, entry)
            books.setdefault(entry.book, []).append(Kept(entry.id, entry.text, status, entry.owner, until))
        return books

    def flow(self, name: str) -> Flow:
        return self.setting.flows.latest[name]

    def audience(self, *people: str) -> Audience:
        """Who reads, in the language of the first."""
        language = self.household.people[people[0]].language
        names = {p.id: p.name for p in self.household.people.values()}
        return Audience(people, self.setting.tongues.of(language), names, self.setting.tongues.known(language))

    # -- what goes out ---------------------------------------------------------------------------------

    def send(self, message: Message) -> None:
        self.messages.append(message)

    def post(self, what: str, to: str | None = None, invitation: str | None = None, **data: object) -> None:
        """A signal for another household (or, by the hash of an invitation's token, for whoever made it)."""
        self.posts.append(Post(Posted(what, data, self.household.id), to, invitation))

    def turn(self) -> Turn:
        gone = {p.id for p in self.household.people.values() if p.gone}
        told = [m for m in self.messages if m.to not in gone or m.kind == "toast"]
        return Turn(
            self.household, self.touched, told, self.posts, self.merge, self.merge_by, self.parted, self.asks, self.withdrawn,
            self.recalled, self.silenced,
        )  # fmt: skip


def _copy(part: T) -> T:
    return msgspec.json.decode(msgspec.json.encode(part), type=type(part))
