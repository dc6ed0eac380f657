"""What came of exploring: situations, and the steps between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.flow.effects import Effect
from bot.flow.model import Edge, Flow
from bot.flow.session import Session
from bot.flow.signals import Signal

Taken = tuple[str, str, str, str | None, Edge | None]
"""(flow, state, trigger, heard, edge): a way out that was looked for; no edge means that none fitted."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can happen now: the signal, how it is told, whose act it is (None: nobody's), whether a timer fired."""

    signal: Signal | None
    told: str
    person: str | None = None
    timed: bool = False


@dataclass(slots=True)
class Situation:
    """A session at rest, and the shortest way to it."""

    number: int
    session: Session
    came: Step | None = None

    @property
    def over(self) -> bool:
        return self.session.status != "running"

    @property
    def place(self) -> tuple[tuple[str, str], ...]:
        """(flow, state) of every frame, outermost first."""
        return tuple((f.flow, f.state) for f in self.session.frames)


@dataclass(slots=True)
class Step:
    """One act in one situation, what it did, and where it led.

    `broke` is what the engine refused, `leaked` (name, text, person) what could not be phrased, `unset` are names read too early,
    `session` is as the step left it.
    """

    before: Situation | None
    act: Act
    effects: list[Effect]
    taken: list[Taken]
    unset: list[tuple[str, str, str]] = field(default_factory=list)
    after: Situation | None = None
    broke: Exception | None = None
    session: Session | None = None
    leaked: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Whether a bot that met this would have to hold the session."""
        return self.broke is not None or bool(self.leaked)

    @property
    def person(self) -> str | None:
        return self.act.person


@dataclass
class Explored:
    """All of one flow. `whole` is false when there were too many situations to walk."""

    flow: Flow
    situations: list[Situation] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    whole: bool = True
    visited: set[tuple[str, str]] = field(default_factory=set)
    endings: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def conversation(self, step: Step | None, *more: str) -> tuple[str, ...]:
        """The shortest conversation that ends with a step, and what may be said after it."""
        told: list[str] = []
        while step is not None:
            if step.act.told:
                told.append(step.act.told)
            step = step.before.came if step.before is not None else None
        return (*reversed(told), *more)

    def entered(self) -> set[tuple[str, str]]:
        """(flow, state) of all that was ever entered, outer states too."""
        return self.visited | {(flow, ".".join(p.split(".")[:n])) for flow, p in self.visited for n in range(1, p.count(".") + 1)}

    def out_of(self) -> dict[int, list[Step]]:
        """Steps by the number of the situation they begin in."""
        found: dict[int, list[Step]] = {s.number: [] for s in self.situations}
        for step in self.steps:
            if step.before is not None:
                found[step.before.number].append(step)
        return found

    def good(self) -> Iterator[Step]:
        """Steps that the engine carried out."""
        return (s for s in self.steps if not s.held)
