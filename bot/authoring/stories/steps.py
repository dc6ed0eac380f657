"""What a line of a story can be. Names are people's; places in the file count from 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.flow.model import Spot


@dataclass(frozen=True, slots=True)
class Line:
    """What every step has: where it stands, and how it reads there."""

    spot: Spot
    source: str


@dataclass(frozen=True, slots=True)
class Expects(Line):
    """`bot to NAME: …` (name None: the group). All `parts` stand in one message."""

    name: str | None
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeesNothing(Line):
    """`NAME sees: nothing` (name None: `group: nothing`)."""

    name: str | None


@dataclass(frozen=True, slots=True)
class DoesNotSee(Line):
    """`NAME does not see: …`: none of `parts` stands in anything that has reached them so far (name None: the group)."""

    name: str | None
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Writes(Line):
    """`NAME: …` or `NAME in group: …`."""

    name: str
    texts: tuple[str, ...]
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Speaks(Line):
    """`NAME sends a voice message`."""

    name: str


@dataclass(frozen=True, slots=True)
class Taps(Line):
    """`NAME taps: …` or `NAME in group taps: …`; several labels are tapped one after the other."""

    name: str
    labels: tuple[str, ...]
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Opens(Line):
    """`NAME opens`: the note that waits."""

    name: str


@dataclass(frozen=True, slots=True)
class Passes(Line):
    """`14 hours pass`."""

    length: timedelta


@dataclass(frozen=True, slots=True)
class Until(Line):
    """`until 2026-03-29 21:00`, on the clock of the place where the story plays."""

    local: str


Step = Expects | SeesNothing | DoesNotSee | Writes | Speaks | Taps | Opens | Passes | Until
