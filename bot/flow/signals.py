"""Everything that can happen to a session. The engine hears nothing else."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.flow.values import Readers, Value


class Answered(msgspec.Struct, frozen=True):
    """A person wrote something while the visit's question was in front. `shared`: typed where both read it.

    With `voice` they spoke it, and `content` is Telegram's id of the file; nothing listens to it.
    """

    person: str
    visit: str
    content: str
    marks: tuple[str, ...] = ()
    suggestion: str | None = None
    shared: bool = False
    voice: bool = False

    def __repr__(self) -> str:
        return f"Answered(person={self.person!r}, visit={self.visit!r})"


class Chose(msgspec.Struct, frozen=True):
    """A person tapped the button `key` of a visit."""

    person: str
    visit: str
    key: str


class Elapsed(msgspec.Struct, frozen=True):
    """A timer of a visit is due."""

    visit: str
    name: str


class Returned(msgspec.Struct, frozen=True):
    """A sub-talk on the stack ended. `outcome` is finished, postponed or stopped; `state` is the final state's name."""

    outcome: str
    state: str
    values: dict[str, Value]
    label: Readers


class ChildEnded(msgspec.Struct, frozen=True):
    """One partner's child session ended."""

    person: str
    visit: str
    outcome: str
    values: dict[str, Value]


class Acted(msgspec.Struct, frozen=True):
    """One of the bot's own acts came to an outcome; `values` are what it learned."""

    visit: str
    outcome: str
    values: dict[str, Any] = {}


class Stopped(msgspec.Struct, frozen=True):
    """A person stopped the talk, or it can go on no more: it ends by way of `outcome`."""

    outcome: str = "stopped"


class Back(msgspec.Struct, frozen=True):
    """A person takes back their own last answer."""

    person: str


class Again(msgspec.Struct, frozen=True):
    """Say the open question again to one person, or (None) to whoever it waits for."""

    person: str | None = None


class Withdrawn(msgspec.Struct, frozen=True):
    """A person leaves their part, unseen: what is on its way from them stays with them, and the rest is silence."""

    person: str


class Unsent(msgspec.Struct, frozen=True):
    """What is on its way from a person waits for their tap again, unseen."""

    person: str


Signal = Answered | Chose | Elapsed | Returned | ChildEnded | Acted | Stopped | Back | Again | Withdrawn | Unsent
