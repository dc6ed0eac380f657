"""What a reader says about a text. A verdict is a hint to its author, never a judgement and never a lock."""

from collections.abc import Callable
from typing import Final, Literal

import msgspec

UNREAD: Final = "unread"


class Verdict(msgspec.Struct, frozen=True):
    """`suggestion` is an English msgid, at most one kind sentence; None where nothing would help."""

    task: str
    label: str
    marks: tuple[str, ...]
    suggestion: str | None


class Danger(msgspec.Struct, frozen=True):
    """The highest concern read in a text. `third_party`: it is the partner's life, not the author's."""

    kind: Literal["self_harm", "victim", "harm_other"]
    third_party: bool = False


class Reader(msgspec.Struct, frozen=True):
    """One task: how it reads English, what it shows instead where it cannot read, and all it may suggest."""

    task: str
    read: Callable[[str], Verdict]
    checklist: tuple[str, ...]
    suggestions: tuple[str, ...]
    languages: frozenset[str] = frozenset({"en"})
