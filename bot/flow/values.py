"""What people said, and who may read it.

A `Value` belongs to a person and carries its readers. There are three ways to widen them and no other: the answer was asked
`to:` somebody and its owner tapped Send, the owner shared it, or both revealed it. `None` as readers means that anyone may read
it: constants of the author, names of roles, what both agreed to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

Readers = frozenset[str] | None
ANYONE: Readers = None


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something said or computed: a text, number, bool, list of texts or None; `owner` and `readers` are ids of people.

    `label` is what stands on the button that was tapped (the author's words): it is shown where the content is only a key.
    """

    content: Any
    owner: str | None = None
    readers: frozenset[str] | None = None
    label: Any = None

    def __repr__(self) -> str:
        return f"Value(owner={self.owner!r}, readers={self.readers!r})"

    def may_read(self, people: Iterable[str]) -> bool:
        """Whether every one of `people` may read it."""
        return self.readers is None or self.readers.issuperset(people)

    def seen_by(self, label: Readers) -> Value:
        """The same value, said on a path that only these may know of."""
        return Value(self.content, self.owner, both(self.readers, label), self.label)

    def shown_to(self, *people: str) -> Value:
        """The same value, readable by `people` as well: the owner's tap said so."""
        if self.readers is None:
            return self
        return Value(self.content, self.owner, self.readers | frozenset(people), self.label)


def spoken(file: str) -> dict[str, str]:
    """The content of a value that was spoken: Telegram's id of the file."""
    return {"voice": file}


def voice_of(content: Any) -> str | None:
    """The file of a spoken content; None for anything else."""
    return content.get("voice") if isinstance(content, dict) else None


def a_day(day: date) -> dict[str, str]:
    """The content of a value that is a calendar day; everybody reads it in their own language."""
    return {"day": day.isoformat()}


def day_of(content: Any) -> date | None:
    """The day of such a content, also where only its ISO date is left; None for anything else."""
    said = content.get("day") if isinstance(content, dict) else content
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


class NotAReader(Exception):
    """A value would have been phrased for somebody outside its readers. Carries no text."""


def both(one: Readers, other: Readers) -> Readers:
    """Who may read something made of two parts: the readers of both."""
    if one is None:
        return other
    if other is None:
        return one
    return one & other


def all_of(labels: Iterable[Readers]) -> Readers:
    """Who may read something made of many parts."""
    joined: Readers = ANYONE
    for label in labels:
        joined = both(joined, label)
    return joined
