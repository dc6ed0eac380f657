"""One journey, and whatever can fail fails once: each write in turn, each statement, each call. It always ends as if nothing had."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from crash.killing import MORNING
from crash.rig import BOT, Died, Rig
from crash.simulation import fixed_keys
from crash.tally import couples, flows_folder, move_in, read_flows
from crash.telegram import ARRIVED_UNHEARD, FLOOD, NEVER_ARRIVED, NO_NETWORK
from sqlalchemy.exc import DBAPIError

from bot.app.ports import Outcome, OutRow
from bot.authoring.stories import World
from bot.storage import engine
from bot.talk.work import Setting

ANN, BEN = 1001, 1002
ALL = os.environ.get("SWEEP") == "all"
STRIDE = 1 if ALL else 25
STATEMENTS = 1 if ALL else 100
HOURS = 3600.0


@dataclass
class Journey:
    """Ann says two words, goes on after the one and lets the minute pass after the other; in the evening Ben gets his note."""

    folder: Path
    flows: Path
    writes: int = 0
    rig: Rig = field(init=False)

    async def walk(self, before: Callable[[Rig], None] | None = None) -> dict[int, list[str]]:
        """All of it. Returns what stands in the chats, each line once."""
        flows = read_flows(self.flows)
        stories = World(flows, now=MORNING)
        self.rig = Rig(self.folder, Setting(flows), MORNING, "sweep")
        with fixed_keys("sweep"):
            await self.rig.open()
            try:
                await move_in(self.rig.store, couples(flows, BOT, [(ANN, BEN)], stories), stories)
                if before:
                    before(self.rig)
                await self._steps()
                await self._at_rest()
            finally:
                self.rig.fate = lambda when: None
                with suppress(DBAPIError):  # a clean stop that cannot be noted is an unclean one
                    await self.rig.store.close()
        chats = self.rig.telegram.chats
        return {chat: list(dict.fromkeys(shown.text for shown in chats[chat])) for chat in sorted(chats)}

    async def _steps(self) -> None:
        await self._says("/menu")
        await self._taps("Tally")
        await self._says("one")
        await self._taps("Go on")
        await self._taps("Next word")
        await self._says("two")
        await self.rig.passes(90)
        await self.rig.passes(12 * HOURS)

    async def _at_rest(self) -> None:
        await self.rig.passes(60)
        counts = await self.rig.stubborn(lambda: self.rig.store.counts(self.rig.clock.now()))
        assert (counts.inbox, counts.outbox) == (0, 0)
        assert self.rig.telegram.wrong == []

    async def _says(self, text: str) -> None:
        self.rig.telegram.says(ANN, text)
        await self.rig.passes(5)

    async def _taps(self, label: str) -> None:
        shown = next(s for s in reversed(self.rig.telegram.chats[ANN]) for b in s.buttons if b.label == label)
        self.rig.telegram.taps(ANN, next(b for b in shown.buttons if b.label == label), shown, ANN)
        await self.rig.passes(5)


class Nth:
    """Something that goes wrong at its n-th chance, once."""

    def __init__(self, at: int, happens: Callable[[], None]) -> None:
        self.at, self.happens, self.count = at, happens, 0

    def __call__(self, *_: object) -> None:
        self.count += 1
        if self.count == self.at:
            self.happens()


def dies() -> None:
    raise Died


def disk_full() -> None:
    raise OSError(28, "No space left on device")


Walk = Callable[..., Awaitable[tuple[dict[int, list[str]], Journey]]]


@pytest.fixture
def walk(quick: Path) -> Walk:
    flows = flows_folder(quick / "flows")
    runs = iter(range(10_000))

    async def go(before: Callable[[Rig], None] | None = None) -> tuple[dict[int, list[str]], Journey]:
        folder = quick / str(next(runs))
        folder.mkdir()
        journey = Journey(folder, flows)
        return await journey.walk(before), journey

    return go


def doom(rig: Rig, when: str, nth: Nth) -> None:
    rig.fate = lambda now: nth() if now == when else None


@pytest.mark.parametrize(
    ("when", "happens"), [("before", disk_full), ("inside", disk_full), ("before", dies), ("inside", dies), ("after", dies)]
)
async def test_every_write_may_fail(walk: Walk, when: str, happens: Callable[[], None]) -> None:
    whole, _ = await walk()
    assert [t for t in whole[ANN] if "as number" in t] == ["Noted one as number 1.", "Noted two as number 2."]
    at = 1
    while True:
        nth = Nth(at, happens)
        found, _ = await walk(lambda rig, nth=nth: doom(rig, when, nth))
        nudge_lost = when == "after" and BEN not in found
        assert found == {chat: texts for chat, texts in whole.items() if chat != BEN or not nudge_lost}, (when, at)
        if nth.count < at:
            break
        at += STRIDE


@pytest.mark.parametrize(
    "answer", [NEVER_ARRIVED, ARRIVED_UNHEARD, FLOOD, NO_NETWORK], ids=["lost", "unheard", "flood", "no-network"]
)
async def test_every_call_may_fail(walk: Walk, answer: tuple[Outcome | None, bool]) -> None:
    whole, journey = await walk()
    for at in range(1, journey.rig.telegram.sends + 1, max(1, STRIDE // 3)):
        count = iter(range(1, 10_000))

        def fault(row: OutRow, at: int = at, count: Any = count) -> tuple[Outcome | None, bool]:
            return answer if next(count) == at else (None, True)

        found, _ = await walk(lambda rig, fault=fault: setattr(rig.telegram, "fault", fault))
        nudge_lost = answer is NEVER_ARRIVED and "A note for you." not in found.get(BEN, [])
        assert found == ({chat: texts for chat, texts in whole.items() if chat != BEN or not nudge_lost}), at


async def test_what_a_timer_lets_the_talk_say_is_not_lost_when_its_call_is(walk: Walk) -> None:
    lost = list[int]()

    def fault(row: OutRow) -> tuple[Outcome | None, bool]:
        if lost or not row.message.text.startswith("Late after"):
            return None, True
        lost.append(row.id)
        return NEVER_ARRIVED

    found, _ = await walk(lambda rig: setattr(rig.telegram, "fault", fault))
    assert lost
    assert found[ANN][-1] == "Late after two."


async def test_every_statement_may_fail(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    statements = Interruptions()
    monkeypatch.setattr(engine, "_tune", statements.tuned(engine._tune))
    whole, _ = await walk(lambda rig: statements.begin(0))
    total = statements.count
    assert total > 300
    for at in range(1, total + 1, STATEMENTS):
        found, _ = await walk(lambda rig, at=at: statements.begin(at))
        assert found == whole, at
        assert statements.hit, at


STORE = ("receive", "claim", "commit", "sendable", "sending", "settle", "next_due", "load")


class Awaits:
    """Everything that desk, outbox and poll wait for: the n-th fails once, before it began or when all of it was done."""

    def __init__(self, at: int, when: str) -> None:
        self.nth, self.when, self.call = Nth(at, self._fails), when, ""
        self.failed: str | None = None

    def _fails(self) -> None:
        self.failed = self.call
        disk_full()

    def _may_fail(self, name: str) -> None:
        self.call = name
        self.nth()

    def over(self, rig: Rig) -> None:
        for target, names in ((rig.store, STORE), (rig.store._safe, ("ring", "ensure")), (rig.telegram, ("send",))):
            for name in names:
                setattr(target, name, self._fallible(name, getattr(target, name), rig))

    def _fallible(self, name: str, call: Callable[..., Awaitable[Any]], rig: Rig) -> Callable[..., Awaitable[Any]]:
        async def fallible(*given: Any, **named: Any) -> Any:
            if self.when == "before":
                self._may_fail(name)
            found = await call(*given, **named)
            if self.when == "after":
                self._after(name, rig, *given)
            return found

        return fallible

    def _after(self, name: str, rig: Rig, *given: Any) -> None:
        """What arrived, and whose answer fails, may come once more."""
        try:
            self._may_fail(name)
        except OSError:
            if name == "send":
                rig.telegram.excused[given[0].id] += 1
            raise


@pytest.mark.parametrize("when", ["before", "after"])
async def test_everything_that_is_waited_for_may_fail(walk: Walk, when: str) -> None:
    never = Awaits(0, when)
    whole, _ = await walk(never.over)
    assert never.nth.count > 100
    for at in range(1, never.nth.count + 1, STRIDE):
        awaits = Awaits(at, when)
        found, _ = await walk(awaits.over)
        nudge_lost = awaits.failed == "send" and BEN not in found
        assert awaits.failed, at
        assert found == {chat: texts for chat, texts in whole.items() if chat != BEN or not nudge_lost}, (at, awaits.failed)


class Interruptions:
    """Stops the n-th statement in the middle, as a disk or a signal may."""

    def __init__(self) -> None:
        self.count, self.at, self.hit, self.armed = 0, 0, False, False

    def begin(self, at: int) -> None:
        self.count, self.at, self.hit, self.armed = 0, at, False, False

    def tuned(self, tune: Callable[[Any, object], None]) -> Callable[[Any, object], None]:
        def both(connection: Any, record: object) -> None:
            tune(connection, record)
            connection.set_trace_callback(self._begins)
            connection.set_progress_handler(self._goes_on, 1)

        return both

    def _begins(self, statement: str) -> None:
        self.count += 1
        self.armed = self.armed or (self.at == self.count)

    def _goes_on(self) -> int:
        stop, self.armed = self.armed, False
        self.hit = self.hit or stop
        return int(stop)
