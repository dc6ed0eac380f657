"""What a flow is: a statechart as plain data, nesting flattened, every way out an `Edge`.

`Flow.machine` is the only thing here that is not data: the `transitions` machine built from the edges (see `machine`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from bot.flow.conditions import Expression
from bot.flow.values import Value

if TYPE_CHECKING:
    from bot.flow.machine import Moves
    from bot.flow.states.kind import Kind

Outcome = Literal["finished", "postponed", "stopped"]
OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in its file, counting from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of an answer: the key that is kept, and the author's text on it; or an entry of a book, said by its `value`."""

    key: str
    label: str
    skip: bool = False
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """How long: a fixed time, or the name of a value that holds one (a duration, or a moment)."""

    fixed: timedelta | None = None
    name: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One way out of a state. `trigger` is "next" or "after SPAN" of the state in `owner`; `on`: for which answer or outcome."""

    source: str
    trigger: str
    target: str
    on: str | None = None
    guard: Expression | None = None
    sets: tuple[tuple[str, Expression], ...] = ()
    swap: tuple[str, str] | None = None
    owner: str = ""
    spot: Spot = Spot()


@dataclass(frozen=True, slots=True)
class State:
    """One state. `path` is "outer.inner"; `kind` is what it does; `says` are (audience, text): a party, "each" or "both"."""

    path: str
    kind: Kind
    outer: str | None = None
    initial: str | None = None
    says: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, Span], ...] = ()
    remind: tuple[tuple[Span, str], ...] = ()
    final: Outcome | None = None
    suggest: tuple[str, ...] = ()
    declassify: tuple[str, ...] = ()
    why: str = ""
    edges: tuple[Edge, ...] = ()
    spot: Spot = Spot()

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`schedule:` of a flow: days (Mon=0; empty: every day), at "evening" or "HH:MM", for each or both."""

    days: tuple[int, ...]
    at: str
    whom: Literal["each", "both"]
    every: Literal["day", "days", "week", "month"] = "day"


@dataclass(frozen=True)
class Flow:
    """A flow as it was read. `hash` covers its text and the flows it runs; `runs` maps their names to their hashes."""

    name: str
    version: int
    title: str
    summary: str
    parties: tuple[str, ...]
    place: Literal["together", "apart"]
    initial: str
    states: Mapping[str, State]
    hash: str
    sources: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    suggest: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    rhythm: Rhythm | None = None
    runs: Mapping[str, str] = field(default_factory=dict)
    safety: bool = False
    hidden: bool = False
    file: str = ""
    moves: Moves = field(init=False)

    def __post_init__(self) -> None:
        from bot.flow.machine import Moves

        object.__setattr__(self, "moves", Moves(self))

    def outers(self, path: str) -> tuple[str, ...]:
        """The outer states of a path, outermost first."""
        parts = path.split(".")
        return tuple(".".join(parts[:n]) for n in range(1, len(parts)))


@dataclass(frozen=True, slots=True)
class Book:
    """What a folder of flows says of a book: whether both read it, which statuses its entries have, how long they stay (None:

    until they are deleted), which flow asks about an entry when its time has come, and with which statuses nothing asks any more.
    """

    shared: bool = False
    statuses: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    retention: timedelta | None = None
    asks: str | None = None
    spot: Spot = Spot()
    file: str = ""


@dataclass(frozen=True)
class Flows:
    """Every flow that is known: the newest of each name, and every version by its hash; and the books they write to."""

    latest: Mapping[str, Flow]
    versions: Mapping[str, Flow]
    books: Mapping[str, Book] = field(default_factory=dict)

    def shared(self, book: str) -> bool:
        """Whether both read a book. One that nothing declares counts as each one's own."""
        return book in self.books and self.books[book].shared

    def dated(self, book: str) -> bool:
        """Whether the `when` of an entry is the day on which it ends by itself: its book is `over` some time, and asks nothing."""
        known = self.books.get(book)
        return known is not None and bool(known.over) and known.asks is None

    def version(self, hash: str) -> Flow:
        """The version a session is pinned to. Raises `KeyError` when its text was never kept."""
        return self.versions[hash]
