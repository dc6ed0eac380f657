"""A story as it was read: what is given, and the steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.authoring.stories.steps import Step
from bot.couple.household import Role

GroupState = Literal["none", "asked", "crowded", "bound"]


@dataclass(frozen=True)
class Given:
    """What is so at the beginning. `people` are one couple, or (not `paired`) people who do not know one another.

    `clock` is UTC, `zone` where everybody lives; `group`: "bound", "asked" (the bot is in it, nobody has said yes),
    "crowded" (asked, and somebody else is in it too) or "none"; `undo` is in seconds; `done`: talks that were finished before;
    `values`: what the talk begins with; `roles`: what people said about themselves;
    `books`: (book, whose, text);
    `new`: they are in their first two weeks together here.
    """

    flow: str
    people: tuple[str, ...]
    paired: bool
    clock: datetime
    zone: str
    group: GroupState = "none"
    undo: float = 0
    starter: str | None = None
    evening: str = "20:00"
    values: Mapping[str, Any] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    books: tuple[tuple[str, str, str], ...] = ()
    new: bool = False


@dataclass(frozen=True)
class Story:
    """One story of one file."""

    title: str
    given: Given
    steps: tuple[Step, ...]
    file: str
