"""One run of a flow: a stack of frames, each with its state, visits, timers, values and roles.

Every state that is entered, outer ones too, gets a visit of its own. Buttons and timers carry the visit they belong to, so a
late tap knows that its question is closed, and an outer state's timer still holds while the talk moves inside it. Sessions are
plain data: `storage` keeps them, `engine` moves them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from bot.flow.values import Readers, Value

Status = Literal["running", "over", "held"]


class Timer(msgspec.Struct, omit_defaults=True):
    """A moment (UTC) at which a visit hears `Elapsed(visit, name)`; what is left of it while an interruption freezes it.

    `private`: an answer that not everybody may read decided on it, so nothing that everybody notices is reckoned from it.
    """

    visit: str
    name: str
    due: datetime
    left: float | None = None
    private: bool = False


class Progress(msgspec.Struct, omit_defaults=True):
    """How far one person is in the present state: a stage named by its kind, and what they have given so far.

    `page` is which page of a long list of buttons they look at, from 0.
    """

    stage: str = "asked"
    content: Any = None
    marks: tuple[str, ...] = ()
    items: dict[str, str] = {}
    picked: tuple[str, ...] = ()
    page: int = 0


class Frame(msgspec.Struct, omit_defaults=True):
    """One flow on the stack. `state` is a path such as "talk.statement"; `hash` pins the version of the flow's text."""

    flow: str
    hash: str
    state: str = ""
    visits: dict[str, str] = {}
    timers: list[Timer] = []
    values: dict[str, Value] = {}
    roles: dict[str, str] = {}
    progress: dict[str, Progress] = {}
    label: frozenset[str] | None = None
    interrupting: bool = False
    children: dict[str, str] = {}
    fixed: bool = False
    history: list[Step] = []

    @property
    def visit(self) -> str:
        """The visit of the innermost state."""
        return self.visits.get(self.state, "")


class Step(msgspec.Struct, omit_defaults=True):
    """One own answer that /back may take back: where it was given, by whom, and what the frame held before.

    `roles` are empty in what was stored before a step had any: those of the frame hold then.
    """

    person: str
    state: str
    visits: dict[str, str]
    timers: list[Timer]
    values: dict[str, Value]
    label: frozenset[str] | None
    roles: dict[str, str] = {}


class Session(msgspec.Struct, omit_defaults=True):
    """One run. `people` take part, `by` began it (None: a schedule); `agreed` from both yeses on; `parent` for a child session.

    `unbegun` are people whose own hour has not come: until it does, the talk is none of theirs and they hear nothing of it; what
    the two have together counts from `evening` then (UTC), not from whoever was first. `left` are people who stopped a talk that is
    led apart and that both had agreed to: they hear no more of it, and to the other they have not answered. `told` are people
    who have heard something of it that was not asked for by themselves; `until` is how long it lasts for everybody, should only
    some know from here on what becomes of it (UTC).
    """

    id: str
    people: list[str]
    frames: list[Frame]
    place: Literal["together", "apart"] = "apart"
    by: str | None = None
    status: Status = "running"
    agreed: bool = False
    revision: int = 0
    parent: str | None = None
    began: datetime | None = None
    schedule: str | None = None
    outcome: str | None = None
    unbegun: list[str] = []
    evening: datetime | None = None
    left: list[str] = []
    told: list[str] = []
    until: datetime | None = None

    @property
    def top(self) -> Frame:
        """The flow that is running now."""
        return self.frames[-1]

    @property
    def root(self) -> Frame:
        """The flow that the session was begun with."""
        return self.frames[0]

    def frame_of(self, visit: str) -> int | None:
        """Which frame holds an open visit; None when that visit is over."""
        for depth, frame in enumerate(self.frames):
            if visit in frame.visits.values():
                return depth
        return None

    def timers(self) -> list[Timer]:
        """All timers that run (frozen ones do not)."""
        return [t for frame in self.frames for t in frame.timers if t.left is None]


class Said(msgspec.Struct, frozen=True):
    """A reader label together with a content: what an expression came to."""

    content: Any
    readers: Readers
