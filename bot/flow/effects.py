"""Everything a session can ask for. The engine does nothing itself: these values say what the rooms above should do."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from bot.flow.values import Value

BOTH = "both"


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence: the author's text (a gettext msgid) and what its {names} stand for. `names` are people's ids."""

    text: str
    values: dict[str, Value] = {}
    names: dict[str, str] = {}


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button: what is on it, and the key that comes back when it is tapped; or an address to follow."""

    label: Line
    key: str = ""
    url: str | None = None


class Say(msgspec.Struct, frozen=True, omit_defaults=True):
    """Say `lines` to one person (an id) in private, or to BOTH in the shared place.

    With `visit` and `options` or `free` it is a question to `whom` (or to `to`); `ask_private` puts a question whose text both
    may read into the private chat of `whom`; `hint` is for the one who is asked alone; `known`: both may know that it is open.
    `name` is what a later `Edit` finds it by; `closing` and `reminder` keep quiet hours; `shared` is for the shared place even
    in a talk that is led apart, because both tapped.
    """

    to: str
    lines: tuple[Line, ...]
    options: tuple[tuple[Option, ...], ...] = ()
    visit: str | None = None
    whom: str | None = None
    free: bool = False
    ask_private: bool = False
    name: str | None = None
    protect: bool = False
    closing: bool = False
    reminder: bool = False
    shared: bool = False
    hint: Line | None = None
    known: bool = False


class Edit(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was said under `name` changes without a sound: other buttons (none: they go), or another text."""

    to: str
    name: str
    options: tuple[tuple[Option, ...], ...] = ()
    visit: str | None = None
    lines: tuple[Line, ...] = ()


class Begin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Begin a child session (or, with `offer`, a session of its own) of `flow` for one person."""

    flow: str
    person: str
    roles: dict[str, str]
    values: dict[str, Value] = {}
    child_of: str | None = None


class Do(msgspec.Struct, frozen=True):
    """One of the bot's own acts; its outcome comes back as `Acted`."""

    act: str
    visit: str
    person: str
    given: dict[str, Value]


class Keep(msgspec.Struct, frozen=True):
    """Write an entry into a book. `when` is what was said of the time at which its owner is asked about it."""

    id: str
    book: str
    text: Value
    owner: str | None = None
    status: str | None = None
    when: Any = None


class Mark(msgspec.Struct, frozen=True):
    """Give an entry of a book another status."""

    entry: str
    status: str


class Agreed(msgspec.Struct, frozen=True):
    """Both said yes: from here to its end the talk lets no other flow begin for its two people."""


class Ended(msgspec.Struct, frozen=True, omit_defaults=True):
    """The session is over. `values` are what the last frame held; `suggest` are flows to offer next."""

    outcome: Literal["finished", "postponed", "stopped"]
    state: str
    values: dict[str, Value]
    suggest: tuple[str, ...] = ()


class Refused(msgspec.Struct, frozen=True):
    """What was heard does not fit now (a closed question, somebody else's button): a toast, nothing changed."""

    person: str
    line: Line


Effect = Say | Edit | Begin | Do | Keep | Mark | Agreed | Ended | Refused
