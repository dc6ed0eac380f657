"""Couples live with the bot for days, on a clock moved by hand, while disk, network and process fail by one seed.

Everything that happens is a line of the trace, and the same seed gives the same trace, byte for byte. After every turn what must
always hold is looked at: nothing waits that could be done, every row is known, no couple reads a word of another.
"""

from __future__ import annotations

import asyncio
import hashlib
import heapq
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch

from crash.rig import BOT, Died, Rig
from crash.telegram import ARRIVED_UNHEARD, FLOOD, NEVER_ARRIVED, NO_NETWORK, Shown

from bot.app.library import read_folder, shipped
from bot.app.ports import Outcome, OutRow
from bot.authoring.stories import World, couple
from bot.clock import SeededDraw
from bot.couple.household import Household, Schedule
from bot.couple.keeping import Limits
from bot.talk.work import Setting

FIRST = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
WORDS = (
    "tea",
    "I felt alone when you were late",
    "7",
    "20:00",
    "I am sorry, but you were late too",
    "thank you",
    "tomorrow",
    "no idea",
)
TAG = re.compile(r"couple(\d+)\b")
ACTS_A_DAY, ACTS_ON_A_QUIET_DAY = 14, 2
LIVELY = 7
"""One day in so many is a lively one; the first is."""
MORNING, WAKING = timedelta(hours=7), 50_000
"""When people are up (UTC), and for how many seconds they begin something."""


@dataclass
class Someone:
    """One person of a couple and how much they still do today."""

    number: int
    user: int
    day: int = 0
    left: int = ACTS_A_DAY


@dataclass
class Result:
    """One run: its trace, what went wrong, and how much happened."""

    trace: list[str]
    wrong: list[str]
    turns: int
    sends: int
    deaths: int
    couples: int
    days: int

    @property
    def digest(self) -> str:
        """A name for the trace."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()


class Chance:
    """The seed's say over what fails; about one thing in `rare`."""

    def __init__(self, seed: str, rare: int) -> None:
        self.draw, self.rare = SeededDraw(f"faults {seed}"), rare
        self.on = True

    def write(self, when: str) -> None:
        """The disk or the process, at a write."""
        if not self.on or self.draw.number(self.rare * 3):
            return
        if when == "after" or self.draw.number(2):
            raise Died
        raise OSError(28, "No space left on device")

    def call(self, row: OutRow) -> tuple[Outcome | None, bool]:
        """The network, at a call."""
        if not self.on or self.draw.number(self.rare):
            return None, True
        return self.draw.pick((NEVER_ARRIVED, ARRIVED_UNHEARD, FLOOD, NO_NETWORK))


@dataclass
class Simulation:
    """See the module."""

    folder: Path
    seed: str
    couples: int
    days: int
    rare: int = 60
    people: dict[int, Someone] = field(default_factory=dict)
    agenda: list[tuple[float, int, int]] = field(default_factory=list)
    turns: int = 0
    today: date = FIRST.date()

    async def run(self) -> Result:
        """All days."""
        with fixed_keys(self.seed):
            await self._open()
            try:
                await self._live()
            finally:
                await self.rig.close()
        telegram = self.rig.telegram
        return Result(telegram.trace, telegram.wrong, self.turns, telegram.sends, self.rig.lives - 1, self.couples, self.days)

    async def _open(self) -> None:
        self.draw, self.order = SeededDraw(f"people {self.seed}"), count()
        flows, _ = read_folder(shipped())
        assert flows is not None
        stories = World(flows, now=FIRST, seed=self.seed)
        self.limits = Limits(books={name: book.retention for name, book in flows.books.items() if book.retention is not None})
        self.rig = Rig(self.folder, Setting(flows, undo=timedelta(0)), FIRST, f"bot {self.seed}")
        await self.rig.open()
        await self.rig.move_in([self._couple(stories, n) for n in range(self.couples)])
        self.chance = Chance(self.seed, self.rare)
        self.rig.fate, self.rig.telegram.fault = self.chance.write, self.chance.call

    def _couple(self, stories: World, number: int) -> Household:
        first, second = couple(stories, f"Ann{number}", f"Ben{number}", group="none" if number % 3 else "bound")
        home = stories.household(first.user)
        home.bot, home.revision = BOT, 0
        for at, member in enumerate((first, second)):
            person = home.people[member.known.id]
            person.user = 1000 + 2 * number + at
            person.discreet = ("off", "unasked", "all")[(number + at) % 3]
            self.people[person.user] = Someone(number, person.user)
            due = FIRST.replace(hour=19, minute=0)
            home.schedules[f"s{number}-{at}"] = Schedule(f"s{number}-{at}", "evening-check-in", person.id, due=due)
            self._soon(person.user, FIRST, 36_000)
        return home

    def _soon(self, user: int, now: datetime, within: int) -> None:
        heapq.heappush(self.agenda, (now.timestamp() + 5 + self.draw.number(within), next(self.order), user))

    async def _live(self) -> None:
        end = FIRST + timedelta(days=self.days)
        when: datetime | None = FIRST
        while True:
            coming = [t for t in (when.timestamp() if when else None, self.agenda[0][0] if self.agenda else None) if t]
            if not coming or min(coming) >= end.timestamp():
                break
            self.rig.clock.set(max(self.rig.clock.now(), datetime.fromtimestamp(min(coming), FIRST.tzinfo)))
            self._act()
            when = await self.rig.work()
            self.turns += 1
            self._notice()
            self._check(ALWAYS)
            await self._night()
        self._check(DAILY)

    async def _night(self) -> None:
        """Once a day what has outlived its time is deleted, and all that is left is looked at."""
        if self.rig.clock.now().date() != self.today:
            self.today = self.rig.clock.now().date()
            await self.rig.purge(self.limits)
            self._check(DAILY)

    def _act(self) -> None:
        now = self.rig.clock.now()
        while self.agenda and self.agenda[0][0] <= now.timestamp():
            someone = self.people[heapq.heappop(self.agenda)[2]]
            if someone.day != now.toordinal():
                lively = not someone.day or not self.draw.number(LIVELY)
                someone.day, someone.left = now.toordinal(), ACTS_A_DAY if lively else ACTS_ON_A_QUIET_DAY
                tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
                self._soon(someone.user, tomorrow + MORNING, WAKING)
            if someone.left > 0:
                someone.left -= 1
                self._one_act(someone)

    def _one_act(self, someone: Someone) -> None:
        telegram = self.rig.telegram
        group = -1001 - someone.number
        chat = group if group in telegram.chats and not self.draw.number(3) else someone.user
        alive = [s for s in telegram.chats[chat][-4:] if any(b.data for b in s.buttons)]
        if alive and self.draw.number(5):
            shown = alive[-1] if self.draw.number(4) else self.draw.pick(alive)
            telegram.taps(someone.user, self.draw.pick([b for b in shown.buttons if b.data]), shown, chat)
        elif self.draw.number(3):
            telegram.says(someone.user, f"{self.draw.pick(WORDS)} couple{someone.number}", chat if chat < 0 else None)
        else:
            telegram.says(someone.user, self.draw.pick(("/menu", "/menu", "/back", "/timeout", "/stop", "/help")))

    def _notice(self) -> None:
        """Whoever got something reacts to it, some time later."""
        fresh, self.rig.telegram.fresh = self.rig.telegram.fresh, []
        for chat, shown in fresh:
            self._strangers(chat, shown)
            if chat in self.people and self.people[chat].left > 0:
                self._soon(chat, self.rig.clock.now(), 3000)

    def _strangers(self, chat: int, shown: Shown) -> None:
        number = self.people[chat].number if chat in self.people else -1001 - chat
        if any(int(found) != number for found in TAG.findall(shown.text)):
            self.rig.telegram.wrong.append(f"chat {chat} reads another couple's words")

    def _check(self, invariants: dict[str, str]) -> None:
        """What must hold, asked of the tables directly."""
        wrong, now = self.rig.telegram.wrong, int(self.rig.clock.now().timestamp() * 1_000_000)
        with sqlite3.connect(f"file:{self.folder}/data.db?mode=ro", uri=True) as tables:
            for said, query in invariants.items():
                (found,) = tables.execute(query, {"now": now} if ":now" in query else {}).fetchone()
                if found:
                    wrong.append(f"{self.rig.clock.now().isoformat()} {found} {said}")
        tables.close()
        assert not wrong, "\n".join(wrong[:5])


ALWAYS = {
    "updates wait though all was done": "SELECT count(*) FROM inbox WHERE status = 0",
    "messages are in flight though nobody calls": "SELECT count(*) FROM outbox WHERE status < 2 AND status = 1",
    "timers are overdue": "SELECT count(*) FROM timers WHERE due <= :now",
    "schedules are overdue": "SELECT count(*) FROM schedules WHERE due <= :now",
    "timers belong to no session": "SELECT count(*) FROM timers WHERE session NOT IN (SELECT id FROM sessions)",
    "parts belong to no session": "SELECT count(*) FROM session_parts WHERE session NOT IN (SELECT id FROM sessions)",
    "sessions are held": "SELECT count(*) FROM sessions WHERE status = 'held'",
}
DAILY = {
    "updates were put aside": "SELECT count(*) FROM inbox WHERE status = 2",
    "updates that are done kept their text": "SELECT count(*) FROM inbox WHERE status = 1 AND raw IS NOT NULL",
    "messages that are over kept their text": "SELECT count(*) FROM outbox WHERE status >= 2 AND payload IS NOT NULL",
}
"""These walk through everything that was ever written."""


@contextmanager
def fixed_keys(seed: str) -> Iterator[None]:
    """Keys and nonces by the seed: tags that order rows are the same in every run."""
    draw = SeededDraw(f"keys {seed}")
    with patch("os.urandom", lambda size: b"".join(draw._fresh(size) for _ in range(1))):
        yield


def simulate(folder: Path, seed: str, couples: int, days: int, rare: int = 60) -> Result:
    """One run in a loop of its own."""
    return asyncio.run(Simulation(folder, seed, couples, days, rare).run())
