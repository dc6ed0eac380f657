"""Couples live with the bot for days, on a clock moved by hand, while disk, network and process fail by one seed.

Everything that happens is a line of the trace, and the same seed gives the same trace, byte for byte. After every turn what must
always hold is looked at: of all that waits and of every household that the turn wrote (`crash.tables` says what, and what is looked
at once a day), of every message that arrived (not twice, not out of order, no word of another couple: `crash.telegram`, `_notice`).
A turn here is everything that is to be done at one moment: updates of many couples that come at once share a commit.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO
from unittest.mock import patch

from crash.lives import Lives, Manner, Someone
from crash.rig import BOT, Died, Rig
from crash.tables import Tables
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
COMMANDS = ("/menu", "/menu", "/back", "/timeout", "/stop", "/help")
TAG = re.compile(r"couple(\d+)\b")
WRITES: dict[Manner, int] = {"dense": 3, "year": 1}
"""In a year about three updates share a commit, so that each of them meets as many faults as one that has a commit of its own."""
HOURS, QUARTERS = (17, 18, 19, 20), ("00", "15", "30", "45")
"""The evenings that people chose (UTC; the people live in Berlin)."""
SPREAD = 4
"""One couple in so many left the hour to the bot, which spreads what it begins; the others get it to the minute, many at once."""


@dataclass
class Result:
    """One run: the name of its trace, what went wrong, and how much happened in so many days."""

    digest: str
    wrong: list[str]
    turns: int
    taken: int
    sends: int
    deaths: int
    days: int


@dataclass
class Watch:
    """Whoever looks on: `tells` gets a result so far each `every` days, and `stop` ends the run after the turn it is in."""

    tells: Callable[[Result], None] = lambda _: None
    every: int = 10
    stop: bool = False
    tape: TextIO | None = None


class Chance:
    """The seed's say over what fails; about one call in `rare`, and one step of a write in so many times as many (`WRITES`)."""

    def __init__(self, seed: str, rare: int, manner: Manner) -> None:
        self.draw, self.rare, self.writes = SeededDraw(f"faults {seed}"), rare, rare * WRITES[manner]
        self.on = True

    def write(self, when: str) -> None:
        """The disk or the process, at a write."""
        if not self.on or self.draw.number(self.writes):
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
    manner: Manner = "dense"
    watch: Watch = field(default_factory=Watch)
    turns: int = 0
    lived: int = 0
    today: date = FIRST.date()

    async def run(self) -> Result:
        """All days."""
        with fixed_keys(self.seed):
            await self._open()
            try:
                await self._live()
            finally:
                self.tables.close()
                await self.rig.close()
        return self._result()

    def _result(self) -> Result:
        telegram, digest = self.rig.telegram, self.rig.telegram.trace.hexdigest()
        return Result(digest, telegram.wrong, self.turns, self.rig.taken, telegram.sends, self.rig.lives - 1, self.lived)

    async def _open(self) -> None:
        self.lives = Lives(self.seed, FIRST.date(), self.manner)
        self.draw = self.lives.draw
        flows, _ = read_folder(shipped())
        assert flows is not None
        stories = World(flows, now=FIRST, seed=self.seed)
        self.limits = Limits(books={name: book.retention for name, book in flows.books.items() if book.retention is not None})
        self.rig = Rig(self.folder, Setting(flows, undo=timedelta(0)), FIRST, f"bot {self.seed}")
        self.rig.telegram.tape = self.watch.tape
        await self.rig.open()
        self.tables = Tables(self.folder / "data.db")
        await self.rig.move_in([self._couple(stories, n) for n in range(self.couples)])
        self.chance = Chance(self.seed, self.rare, self.manner)
        self.rig.fate, self.rig.telegram.fault = self.chance.write, self.chance.call

    def _couple(self, stories: World, number: int) -> Household:
        first, second = couple(stories, f"Ann{number}", f"Ben{number}", group="none" if number % 3 else "bound")
        home = stories.household(first.user)
        home.bot, home.revision = BOT, 0
        for at, member in enumerate((first, second)):
            person = home.people[member.known.id]
            person.user = 1000 + 2 * number + at
            person.discreet = ("off", "unasked", "all")[(number + at) % 3]
            hour, quarter = self.draw.pick(HOURS), self.draw.pick(QUARTERS)
            person.evening = f"{hour + 1}:{quarter}"
            due, chosen = FIRST.replace(hour=hour, minute=int(quarter)), "evening" if number % SPREAD == 0 else person.evening
            home.schedules[f"s{number}-{at}"] = Schedule(f"s{number}-{at}", "evening-check-in", person.id, chosen, due=due)
            self.lives.add(Someone(number, person.user), FIRST)
        return home

    async def _live(self) -> None:
        end = FIRST + timedelta(days=self.days)
        when: datetime | None = FIRST
        while not self.watch.stop:
            coming = [t for t in (when.timestamp() if when else None, self.lives.next()) if t]
            if not coming or min(coming) >= end.timestamp():
                self.lived = self.days
                break
            self.rig.clock.set(max(self.rig.clock.now(), datetime.fromtimestamp(min(coming), FIRST.tzinfo)))
            self._act()
            when = await self.rig.work()
            self.turns += 1
            self._notice()
            self._hold(self.tables.after_turn(self.rig.clock.now(), self.rig.touched))
            self.rig.touched.clear()
            when = await self._night() or when
        self._hold(self.tables.after_day(self.rig.clock.now()))

    async def _night(self) -> datetime | None:
        """Once a day what has outlived its time is deleted, and all that is left is looked at. When there is more to do then."""
        now = self.rig.clock.now()
        if now.date() == self.today:
            return None
        self.today, self.lived = now.date(), (now.date() - FIRST.date()).days
        await self.rig.purge(self.limits)
        self._hold(self.tables.after_day(now))
        if self.lived % self.watch.every == 0:
            self.watch.tells(self._result())
        return now

    def _act(self) -> None:
        for someone, leaves in self.lives.due(self.rig.clock.now()):
            if leaves:
                self.rig.telegram.says(someone.user, "/leave")
            else:
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
            telegram.says(someone.user, self.draw.pick(COMMANDS))

    def _notice(self) -> None:
        """Whoever got something reacts to it, some time later."""
        fresh, self.rig.telegram.fresh = self.rig.telegram.fresh, []
        for chat, shown in fresh:
            self._strangers(chat, shown)
            self.lives.reacts(chat, self.rig.clock.now())

    def _strangers(self, chat: int, shown: Shown) -> None:
        people = self.lives.people
        number = people[chat].number if chat in people else -1001 - chat
        if any(int(found) != number for found in TAG.findall(shown.text)):
            self.rig.telegram.wrong.append(f"chat {chat} reads another couple's words")

    def _hold(self, found: list[str]) -> None:
        """What was found wrong ends the run at once, with what Telegram found itself."""
        wrong = self.rig.telegram.wrong
        wrong += found
        assert not wrong, "\n".join(wrong[:5])


@contextmanager
def fixed_keys(seed: str) -> Iterator[None]:
    """Keys and nonces by the seed: tags that order rows are the same in every run."""
    draw = SeededDraw(f"keys {seed}")
    with patch("os.urandom", lambda size: b"".join(draw._fresh(size) for _ in range(1))):
        yield


def simulate(
    folder: Path, seed: str, couples: int, days: int, rare: int = 60, manner: Manner = "dense", watch: Watch | None = None
) -> Result:
    """One run in a loop of its own."""
    return asyncio.run(Simulation(folder, seed, couples, days, rare, manner, watch or Watch()).run())
