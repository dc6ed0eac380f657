"""A household as sealed rows need it, and back again, exactly.

What one person alone may read is cut out of a session and goes to a part of its own under that person's key: values whose only
reader is their owner, and what a person has given so far in the present state. In its place stays an empty value, so the order
is kept and a session whose part was forgotten still opens. Everything else is sealed with the household's key.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

import msgspec

from bot.couple.household import Entry, Group, Household, Invitation
from bot.flow.session import Frame, Progress, Session, Step
from bot.flow.values import Value

FRAME = -1


class Body(msgspec.Struct, omit_defaults=True):
    """What the household's own row holds. The order of ids is kept, because turns must not depend on a query plan."""

    people: list[str] = []
    sessions: list[str] = []
    schedules: list[str] = []
    group: Group | None = None
    invitation: Invitation | None = None
    done: dict[str, str] = {}
    heavy: datetime | None = None


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A private value and where it stood: frame, step of its history (`FRAME`: the frame itself), name."""

    frame: int
    step: int
    name: str
    value: Value


class Part(msgspec.Struct, omit_defaults=True):
    """What one person alone may read of a session; `progress` by frame."""

    values: list[Kept] = []
    progress: dict[int, Progress] = {}


Parts = dict[str, Part]


def body_of(household: Household) -> Body:
    """The household without what has rows of its own."""
    return Body(
        list(household.people),
        list(household.sessions),
        list(household.schedules),
        household.group,
        household.invitation,
        household.done,
        household.heavy,
    )


def alone(value: Value) -> str | None:
    """Whose eyes only: the owner, if nobody else may read it."""
    return value.owner if value.owner is not None and value.readers == frozenset((value.owner,)) else None


def owner_of(entry: Entry, household: Household) -> str:
    """Whose key seals an entry: its owner's if they alone may read it, else the household's."""
    owner = alone(entry.text)
    return owner if owner is not None and owner in household.people else household.id


def split(session: Session, people: Container[str]) -> tuple[Session, Parts]:
    """The session for the household's key, and a part for each of `people` who has something of their own in it."""
    parts: Parts = {}
    frames = [_split_frame(at, frame, people, parts) for at, frame in enumerate(session.frames)]
    return (msgspec.structs.replace(session, frames=frames) if parts else session), parts


def join(session: Session, parts: Parts) -> Session:
    """Puts the parts back where they were. Changes and returns `session`."""
    for person, part in parts.items():
        for kept in part.values:
            frame = session.frames[kept.frame]
            values = frame.values if kept.step == FRAME else frame.history[kept.step].values
            values[kept.name] = kept.value
        for at, progress in part.progress.items():
            session.frames[at].progress[person] = progress
    return session


def _split_frame(at: int, frame: Frame, people: Container[str], parts: Parts) -> Frame:
    values = _split_values(at, FRAME, frame.values, people, parts)
    history = [_split_step(at, n, step, people, parts) for n, step in enumerate(frame.history)]
    progress = {p: _split_progress(at, p, given, people, parts) for p, given in frame.progress.items()}
    return msgspec.structs.replace(frame, values=values, history=history, progress=progress)


def _split_step(at: int, n: int, step: Step, people: Container[str], parts: Parts) -> Step:
    return msgspec.structs.replace(step, values=_split_values(at, n, step.values, people, parts))


def _split_values(at: int, step: int, values: dict[str, Value], people: Container[str], parts: Parts) -> dict[str, Value]:
    shown = dict(values)
    for name, value in values.items():
        owner = alone(value)
        if owner is not None and owner in people:
            parts.setdefault(owner, Part()).values.append(Kept(at, step, name, value))
            shown[name] = Value(None, owner, value.readers)
    return shown


def _split_progress(at: int, person: str, given: Progress, people: Container[str], parts: Parts) -> Progress:
    if person not in people:
        return given
    parts.setdefault(person, Part()).progress[at] = given
    return Progress()
