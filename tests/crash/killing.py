"""Kills the bot at random moments while couples talk, and tells what Telegram saw against what was said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crash.crew import DAY, PATIENCE, Ledger, Listener, Player
from crash.process import Process
from crash.tally import couples, flows_folder, move_in, read_flows

from bot.authoring.stories import World as Stories
from bot.clock import Clock, SeededDraw
from bot.sandbox import ticking
from bot.sandbox.quiet import settle
from bot.sandbox.server import Running, build, open_world, serve
from bot.storage.opening import open_store

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MASTER = b"sandbox" + b"\0" * 25
STEP = 0.05
MINUTE = 61.0
EVENING = 6
"""A new evening every so many kills; the last life before it goes on until the nudges of the last one are through."""
STUCK = 90.0
"""Real seconds in which nothing at all is said: then what is waited for does not come. A busy machine is slow, but it says something."""
QUIET_MINUTES, MOST_MINUTES = 5, 600


@dataclass
class Figures:
    """What a run came to."""

    kills: int = 0
    words: int = 0
    messages: int = 0
    in_flight: int = 0
    repeated: int = 0
    evenings: int = 0
    nudges: int = 0
    seconds: float = 0.0
    slowest_stop: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Another round's figures on top."""
        for name in ("kills", "words", "messages", "in_flight", "repeated", "evenings", "nudges", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest_stop = max(self.slowest_stop, other.slowest_stop)
        self.wrong += other.wrong


class Town:
    """A sandbox with couples that the bot knows, their players, and the bot as a process."""

    def __init__(self, folder: Path, pairs: int, seed: int) -> None:
        self.folder, self.pairs, self.seed = folder, pairs, seed
        self.draw, self.clock = SeededDraw(f"town {seed}"), Clock()
        self.world = open_world(offset=MORNING.timestamp() - ticking.real_time())
        self.world.rates.mode = "off"
        self.playing = True

    async def open(self) -> None:
        """Everything but the bot's first start."""
        self.running: Running = await serve(build(self.world, "control"))
        flows = flows_folder(self.folder / "flows")
        people = [(self.world.add_person(f"Ann{n}"), self.world.add_person(f"Ben{n}")) for n in range(self.pairs)]
        for person in (p for pair in people for p in pair):
            person.started = True
        self.players = [Player(self.world, ann, SeededDraw(f"{self.seed} {ann.name}")) for ann, _ in people]
        self.listeners = [Listener(self.world, ben) for _, ben in people]
        self.ledger = Ledger(self.world, self.players, self.listeners)
        self.bot = Process(self.folder, self.running.address, self.world.token, flows)
        stories = Stories(read_flows(flows), now=MORNING)
        homes = couples(stories.setting.flows, self.world.bot_id, [(a.id, b.id) for a, b in people], stories)
        store = await self._store()
        await move_in(store, homes, stories)
        await store.close()
        self.crew = asyncio.create_task(self._play())

    async def _store(self):  # type: ignore[no-untyped-def]
        (self.folder / "data").mkdir(exist_ok=True, mode=0o700)
        urls = (f"sqlite+aiosqlite:///{self.bot.data}", f"sqlite+aiosqlite:///{self.bot.keys}")
        return await open_store(*urls, lambda: MASTER, self.world.bot_id, lambda: MORNING)

    async def _play(self) -> None:
        while True:
            for person in (*(self.players if self.playing else ()), *self.listeners):
                person.act()
            await self.clock.pause(STEP)

    def last(self) -> int:
        """Telegram's newest message."""
        return self.world.history[-1].id if self.world.history else 0

    def pass_time(self, seconds: float) -> None:
        """The clock of everybody goes on."""
        self.world.move_to(self.world.now + seconds)

    async def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Waits for something, at most that long."""
        end = ticking.elapsed() + seconds
        while not true() and ticking.elapsed() < end:
            await self.clock.pause(STEP)
        return true()

    async def until_heard(self) -> None:
        """The bot is up: it has introduced itself and polls."""
        hub = self.running.hub
        hub.poll = None
        assert await self.until(lambda: hub.poll is not None, 120), "the bot does not come up"

    async def until_stuck(self, true: Callable[[], bool]) -> bool:
        """Waits for something for as long as anything is said at all."""
        said = -1
        while not true() and said != self.last():
            said = self.last()
            await self.until(lambda said=said: true() or self.last() != said, STUCK)  # type: ignore[misc]
        return true()

    async def until_landed(self) -> None:
        """What a dead bot had called for is through: the clock must not go on before."""
        await self.clock.pause(STEP)
        await self.until(lambda: self.running.hub.in_flight == 0, STUCK)

    async def settle(self) -> None:
        """Players say no more words, minutes pass, and all that is open comes to its end."""
        for player in self.players:
            player.closing = True
        still = 0
        for _ in range(MOST_MINUTES):
            before = self.last()
            self.pass_time(MINUTE)
            quiet = await settle(self.running.hub)
            await self.clock.pause(PATIENCE * STEP / QUIET_MINUTES)
            still = still + 1 if quiet and self.last() == before else 0
            if still >= QUIET_MINUTES and not self.ledger.open_words():
                break

    async def books(self) -> dict[str, list[str]]:
        """What the bot kept of each, opened; the bot must be gone."""
        store = await self._store()
        try:
            found = await store._database.read(lambda c: [row[0] for row in c.exec_driver_sql("SELECT id FROM households")])
            homes = await store.load(found)
        finally:
            await store.close()
        kept: dict[str, list[str]] = {}
        for home in homes.values():
            for entry in home.entries.values():
                kept.setdefault(home.people[entry.owner or ""].name, []).append(str(entry.text.content))
        return kept

    async def close(self) -> None:
        """The end."""
        self.crew.cancel()
        await asyncio.gather(self.crew, return_exceptions=True)
        if self.bot.process is not None and self.bot.process.returncode is None:
            self.bot.process.kill()
            await self.bot.process.wait()
        await self.running.stop()


async def killed(folder: Path, kills: int, pairs: int, seed: int, polite: bool = False) -> Figures:
    """One run: `kills` deaths at random moments (SIGTERM if `polite`), then quiet, then the account."""
    town, began, figures = Town(folder, pairs, seed), ticking.elapsed(), Figures()
    await town.open()
    try:
        for number in range(kills):
            await town.bot.start()
            if number == 0:
                await town.until(lambda: all(player.said for player in town.players), 60)
            await _live(town, polite)
            if number % EVENING == EVENING - 1:
                await _hush(town)
            figures.slowest_stop = max(figures.slowest_stop, await _end(town, polite))
            town.pass_time(town.draw.number(2) * MINUTE)
            if number % EVENING == 0:
                _evening(town)
        await town.bot.start()
        await town.until_heard()
        await _hush(town)
        await town.settle()
        await town.bot.stop()
        await _account(town, figures, kills)
    finally:
        await town.close()
    figures.seconds = ticking.elapsed() - began
    return figures


async def _end(town: Town, polite: bool) -> float:
    """The bot goes; what it left in flight is noted, and is through before the clock goes on. Returns after how many seconds."""
    last, took = town.last(), await town.bot.stop() if polite else await town.bot.kill()
    town.ledger.kill(last, await asyncio.to_thread(town.bot.in_flight))
    await town.until_landed()
    town.ledger.left |= town.bot.left_nudges()
    return took


async def _live(town: Town, polite: bool) -> None:
    """A while of a random length; every sixth life ends before or while the bot comes up."""
    if polite or town.draw.number(6):
        await town.until_heard()
    await town.clock.pause(town.draw.number(2000) / 1000)


async def _hush(town: Town) -> None:
    """Players rest until the nudges are through: replies go first, and a hundred people say more than Telegram lets a bot send."""
    town.playing = False
    await town.until_stuck(town.ledger.all_nudged)
    town.playing = True


def _evening(town: Town) -> None:
    """The next evening comes, ten minutes past the hour of the nudges."""
    now = datetime.fromtimestamp(town.world.now, UTC)
    then = now.replace(hour=19, minute=10, second=0)
    town.pass_time(((then if then > now else then + timedelta(days=1)) - now).total_seconds())
    town.ledger.evenings.append(int(town.world.now) // DAY)


async def _account(town: Town, figures: Figures, kills: int) -> None:
    ledger = town.ledger
    figures.wrong = ledger.wrong(await town.books())
    if town.world.queue.waiting:
        figures.wrong.append(f"{len(town.world.queue.waiting)} updates were never taken")
    figures.kills, figures.words = kills, sum(len(p.said) for p in town.players)
    figures.messages = sum(1 for m in town.world.history if m.from_bot)
    figures.in_flight = sum(n for _, n in ledger.kills)
    figures.repeated, figures.evenings = len(ledger.repeats()), len(ledger.evenings)
    figures.nudges = sum(len(listener.nudges) for listener in ledger.listeners)
