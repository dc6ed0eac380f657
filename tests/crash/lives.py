"""Who does something when: two ways to live with the bot for a year, drawn from the seed.

`DENSE` wears the bot out: every seventh day is a lively one. `YEAR` is how couples are: two or three evenings of each week in the first
month, one in ten days until the third, later one in a month; between them a check-in is answered now and then, and most nudges are
ignored. Every fourth month after the first is a silent one, and of every twentieth couple somebody leaves.
A lively day of a year is the same one for both. People look at the clock: what they do, they do at moments of a grid, so that what
many couples do at the same time reaches the bot together.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Literal

from bot.clock import SeededDraw

Manner = Literal["dense", "year"]
ACTS_A_DAY, ACTS_ON_A_QUIET_DAY = 14, 2
LIVELY = 7
"""One day in so many is a lively one; the first is."""
MORNING, WAKING = timedelta(hours=7), 50_000
"""When people are up (UTC), and for how many seconds they begin something."""
EVENING, HOURS = timedelta(hours=17), 4 * 3600
"""The same of a lively evening."""
MONTH = 28
PHASES = ((28, 3, 2), (91, 10, 4), (10_000, 28, 10))
"""Until which day one day in how many is lively, and on one in how many of the others something is answered."""
SILENT, LEAVING = 4, 20
REACTING = 3000
"""Within how many seconds somebody reacts to what came."""
GRID: dict[Manner, int] = {"dense": 60, "year": 300}
"""Seconds between the moments at which people do something."""


@dataclass
class Someone:
    """One person of a couple and how much they still do today."""

    number: int
    user: int
    day: int = -1
    left: int = 0


@dataclass
class Day:
    """What two people do on a day: how many acts each, and when they begin."""

    acts: int
    lively: bool = False
    leaves: bool = False


@dataclass
class Lives:
    """Everybody, and what they will do next."""

    seed: str
    first: date
    manner: Manner
    people: dict[int, Someone] = field(default_factory=dict)
    _agenda: list[tuple[float, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw, self._order = SeededDraw(f"people {self.seed}"), count()

    def add(self, someone: Someone, now: datetime) -> None:
        """Somebody who does something within the first hours."""
        self.people[someone.user] = someone
        self._plan(someone.user, now, 36_000)

    def next(self) -> float | None:
        """When the next one does something (seconds since 1970)."""
        return self._agenda[0][0] if self._agenda else None

    def due(self, now: datetime) -> list[tuple[Someone, bool]]:
        """Who does something now, and whether they leave."""
        acting = []
        while self._agenda and self._agenda[0][0] <= now.timestamp():
            someone = self.people[heapq.heappop(self._agenda)[2]]
            leaves = self._wakes(someone, now) and someone.number % 2 == someone.user % 2
            if someone.left > 0:
                someone.left -= 1
                acting.append((someone, leaves))
        return acting

    def reacts(self, user: int, now: datetime) -> None:
        """Somebody got something."""
        if user in self.people and self.people[user].left > 0:
            self._plan(user, now, REACTING)

    def _wakes(self, someone: Someone, now: datetime) -> bool:
        """A new day begins for them, and the next one is planned. Whether it is the day on which somebody of the couple leaves."""
        today = (now.date() - self.first).days
        if someone.day == today:
            return False
        plan = self._day(someone, today)
        someone.day, someone.left = today, plan.acts
        self._tomorrow(someone, today + 1)
        return plan.leaves

    def _tomorrow(self, someone: Someone, day: int) -> None:
        begins, within = (EVENING, HOURS) if self.manner == "year" and self._day(someone, day).lively else (MORNING, WAKING)
        self._plan(someone.user, datetime.combine(self.first + timedelta(days=day), time(), UTC) + begins, within)

    def _day(self, someone: Someone, day: int) -> Day:
        return year(self.seed, someone.number, day) if self.manner == "year" else dense(self.seed, someone.user, day)

    def _plan(self, user: int, now: datetime, within: int) -> None:
        at = now.timestamp() + 5 + self.draw.number(within)
        heapq.heappush(self._agenda, (math.ceil(at / GRID[self.manner]) * GRID[self.manner], next(self._order), user))


def dense(seed: str, user: int, day: int) -> Day:
    """See the module."""
    lively = not day or not SeededDraw(f"{seed} {user} {day}").number(LIVELY)
    return Day(ACTS_A_DAY if lively else ACTS_ON_A_QUIET_DAY, lively)


def year(seed: str, couple: int, day: int) -> Day:
    """See the module."""
    if _leaves_on(seed, couple) == day:
        return Day(ACTS_A_DAY, lively=True, leaves=True)
    if day >= MONTH and not SeededDraw(f"{seed} {couple} month {day // MONTH}").number(SILENT):
        return Day(0)
    draw = SeededDraw(f"{seed} {couple} {day}")
    lively, answering = next((lively, quiet) for until, lively, quiet in PHASES if day < until)
    if not draw.number(lively):
        return Day(ACTS_A_DAY, lively=True)
    return Day(0 if draw.number(answering) else ACTS_ON_A_QUIET_DAY)


def _leaves_on(seed: str, couple: int) -> int | None:
    draw = SeededDraw(f"{seed} {couple} leaves")
    return None if draw.number(LEAVING) else MONTH // 2 + draw.number(350)
