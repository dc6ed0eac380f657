"""The outbox against a wire that answers as it is told and a store that remembers: no network, no clock, no disk."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from bot.app.outbox import Outbox, TokenRefused
from bot.app.pacing import ALL_LIMIT
from bot.app.ports import Later, Never, Outcome, OutRow, Revoked, Sent, Unknown
from bot.app.verdicts import judged
from bot.clock import ManualClock
from bot.words.message import Kind, Message

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANN, BEN, CLEO, GROUP = 11, 22, 44, -4001


@dataclass
class Kept:
    """A row of the store."""

    row: OutRow
    ready: datetime
    state: str = "waiting"


@dataclass
class Memory:
    """The outbox tables, by their contract: heads of chats, replies first."""

    rows: list[Kept] = field(default_factory=list)
    diary: list[Any] = field(default_factory=list)
    broken: int = 0
    due: datetime | None = None

    def put(self, chat: int, text: str = "hi", kind: Kind = "flow", ready: datetime = NOON, **more: Any) -> OutRow:
        tries = more.pop("tries", 0)
        edit = more.pop("edit", None)
        message = Message("p", text, kind=kind, **more)
        row = OutRow(len(self.rows) + 1, "h", chat, int(kind == "nudge"), message, tries, chat < 0, edit)
        self.rows.append(Kept(row, ready))
        return row

    def states(self) -> list[str]:
        return [kept.state for kept in self.rows]

    async def sendable(self, now: datetime, limit: int) -> list[OutRow]:
        self._strain()
        heads: dict[int, Kept] = {}
        unsent = [kept for kept in self.rows if kept.state in {"waiting", "sending"}]
        for kept in sorted(unsent, key=lambda kept: (kept.row.priority, kept.row.id)):
            heads.setdefault(kept.row.chat, kept)
        return [kept.row for kept in heads.values() if kept.state == "waiting" and kept.ready <= now][:limit]

    async def sending(self, rows: Sequence[int]) -> set[int]:
        self._strain()
        self.diary.append(("sending", list(rows)))
        for row in rows:
            self._of(row).state = "sending"
        return set(rows)

    async def settle(self, results: Sequence[tuple[OutRow, Outcome]], now: datetime) -> None:
        self._strain()
        for row, outcome in results:
            self.diary.append((row.id, outcome))
            self._write(self._of(row.id), outcome, now)

    async def next_due(self) -> datetime | None:
        return self.due

    def _write(self, kept: Kept, outcome: Outcome, now: datetime) -> None:
        if isinstance(outcome, Later | Revoked) or (isinstance(outcome, Unknown) and not kept.row.priority):
            seconds = 0.0 if isinstance(outcome, Revoked) else outcome.seconds
            tried = isinstance(outcome, Unknown) or (isinstance(outcome, Later) and not outcome.flood)
            kept.state, kept.ready = "waiting", now + timedelta(seconds=seconds)
            kept.row = msgspec.structs.replace(kept.row, tries=kept.row.tries + tried)
        else:
            kept.state = type(outcome).__name__.lower()

    def _of(self, row: int) -> Kept:
        return self.rows[row - 1]

    def _strain(self) -> None:
        if self.broken:
            self.broken -= 1
            raise OSError("disk full")


@dataclass
class Wire:
    """Answers by chat; without an answer everything is taken. `held` chats answer when they are let go."""

    store: Memory
    answers: dict[int, list[Outcome | Exception]] = field(default_factory=dict)
    held: dict[int, asyncio.Event] = field(default_factory=dict)
    sent: list[OutRow] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    now: int = 0
    most: int = 0

    async def send(self, row: OutRow) -> Outcome:
        assert self.store._of(row.id).state == "sending", "marked and committed before the call"
        self.sent.append(row)
        self.now += 1
        self.most = max(self.most, self.now)
        if row.chat in self.held:
            await self._held(row)
        self.now -= 1
        answers = self.answers.get(row.chat)
        answer = answers.pop(0) if answers else Sent(100 + row.id)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _held(self, row: OutRow) -> None:
        try:
            await self.held[row.chat].wait()
        except asyncio.CancelledError:
            self.cut.append(row.message.text)
            raise

    def texts(self, chat: int | None = None) -> list[str]:
        return [row.message.text for row in self.sent if chat in (None, row.chat)]


class World:
    def __init__(self) -> None:
        self.store, self.clock = Memory(), ManualClock(NOON)
        self.wire = Wire(self.store)
        store: Any = self.store
        self.box = Outbox(store, self.wire, self.clock)

    async def turns(self, seconds: float = 0.0) -> list[float]:
        """Takes turns until there is nothing to send within that time; returns when, from noon, each message went out."""
        times: list[float] = []
        end = self.clock.now() + timedelta(seconds=seconds)
        while True:
            before = len(self.wire.sent)
            when = await self.box.turn(self.clock.now())
            since = (self.clock.now() - NOON).total_seconds()
            times += [round(since, 3)] * (len(self.wire.sent) - before)
            if when is None or when > end:
                return times
            self.clock.set(max(when, self.clock.now()))


@pytest.fixture
def world() -> World:
    return World()


async def test_each_chat_gets_its_messages_in_order(world: World) -> None:
    for number in range(3):
        world.store.put(ANN, f"a{number}")
        world.store.put(BEN, f"b{number}")
    await world.turns()
    assert (world.wire.texts(ANN), world.wire.texts(BEN)) == (["a0", "a1", "a2"], ["b0", "b1", "b2"])
    assert set(world.store.states()) == {"sent"}


async def test_a_row_is_marked_before_its_call_and_settled_after(world: World) -> None:
    world.store.put(ANN)
    assert await world.box.turn(NOON) == NOON
    assert world.store.diary == [("sending", [1]), (1, Sent(101))]
    assert await world.box.turn(NOON) is None


async def test_with_nothing_to_send_it_says_when_something_is_due(world: World) -> None:
    world.store.due = NOON + timedelta(hours=2)
    assert await world.box.turn(NOON) == world.store.due
    world.store.due = NOON - timedelta(hours=2)
    assert await world.box.turn(NOON) == NOON + timedelta(seconds=1)


async def test_replies_go_before_nudges(world: World) -> None:
    for chat in range(100, 140):
        world.store.put(chat, "nudge", kind="nudge")
    world.store.put(ANN, "reply")
    await world.box.turn(NOON)
    assert world.wire.texts()[0] == "reply"


async def test_a_chat_is_not_hurried(world: World) -> None:
    for number in range(6):
        world.store.put(ANN, str(number))
    assert await world.turns(10) == [0, 0, 0, 1, 2, 3]


async def test_a_group_gets_twenty_a_minute(world: World) -> None:
    for number in range(25):
        world.store.put(GROUP, str(number))
    times = await world.turns(100)
    assert len(times) == 25
    assert sum(one < 60 for one in times) == 20


async def test_no_more_than_twenty_eight_a_second_go_out(world: World) -> None:
    for chat in range(1, 101):
        world.store.put(chat)
    times = await world.turns(10)
    assert [sum(one == second for one in times) for second in range(4)] == [28, 28, 28, 16]


async def test_eight_calls_at_once_and_one_per_chat(world: World) -> None:
    gate = asyncio.Event()
    for chat in range(1, 21):
        world.wire.held[chat] = gate
        world.store.put(chat)
        world.store.put(chat)
    turn = asyncio.ensure_future(world.box.turn(NOON))
    await world.clock.settle()
    assert [row.chat for row in world.wire.sent] == list(range(1, 9))
    gate.set()
    await turn
    await world.turns(10)
    assert world.wire.most == 8


async def test_a_429_pauses_its_chat_and_is_no_try(world: World) -> None:
    world.store.put(ANN, "late")
    world.store.put(BEN, "on time")
    world.wire.answers[ANN] = [Later(30, flood=True)]
    world.store.due = NOON + timedelta(seconds=30.001)
    await world.turns(40)
    assert world.store.states() == ["sent", "sent"]
    assert world.wire.texts() == ["late", "on time", "late"]
    assert world.wire.sent[-1].tries == 0


async def test_a_second_429_pauses_everybody(world: World) -> None:
    world.wire.answers = {ANN: [Later(30, flood=True)], BEN: [Later(30, flood=True)]}
    world.store.put(ANN)
    world.store.put(BEN)
    await world.box.turn(NOON)
    world.store.put(CLEO)
    when = await world.box.turn(NOON)
    assert len(world.wire.sent) == 2
    assert when is not None
    assert 30 <= (when - NOON).total_seconds() < 31


async def test_a_button_is_answered_even_then(world: World) -> None:
    world.wire.answers = {ANN: [Later(30, flood=True)], BEN: [Later(30, flood=True)]}
    world.store.put(ANN)
    world.store.put(BEN)
    await world.box.turn(NOON)
    world.store.put(CLEO, "Not yours", kind="toast", callback="77")
    await world.box.turn(NOON)
    assert world.wire.texts(CLEO) == ["Not yours"]


async def test_buttons_are_not_answered_faster_than_anything_else_may_be_said(world: World) -> None:
    for number in range(60):
        world.store.put(1000 + number, kind="toast", callback=str(number))
    for _ in range(20):
        await world.box.turn(NOON)
    assert len(world.wire.sent) == ALL_LIMIT
    for _ in range(20):
        await world.box.turn(NOON + timedelta(seconds=1))
    assert len(world.wire.sent) == 2 * ALL_LIMIT


async def test_a_toast_that_had_to_wait_is_blank(world: World) -> None:
    world.store.put(ANN, "Saved", kind="toast", callback="77")
    world.wire.answers[ANN] = [Later(1)]
    await world.box.turn(NOON)
    await world.box.turn(NOON + timedelta(seconds=5))
    assert world.wire.texts() == ["Saved", ""]


@pytest.mark.parametrize(("tries", "seconds"), [(0, 1), (1, 2), (3, 8), (4, 15), (20, 15), (500, 15)])
async def test_without_a_network_the_waits_grow_and_a_flow_is_never_given_up(world: World, tries: int, seconds: float) -> None:
    row = world.store.put(ANN, tries=tries)
    assert judged(row, Later(1.0)) == Later(seconds)


def test_a_nudge_is_given_up_after_hours_and_a_toast_after_a_minute() -> None:
    memory = Memory()
    assert judged(memory.put(ANN, kind="nudge", tries=959), Later(1.0)) == Later(15.0)
    assert judged(memory.put(ANN, kind="nudge", tries=960), Later(1.0)) == Never("too-late")
    assert judged(memory.put(ANN, kind="toast", callback="7", tries=6), Later(1.0)) == Never("too-late")
    assert judged(memory.put(ANN, kind="safety", tries=999), Later(1.0)) == Later(15.0)


async def test_what_is_over_is_not_sent_and_what_stood_behind_it_goes(world: World) -> None:
    world.store.put(ANN, "tonight", kind="nudge", until=NOON)
    world.store.put(ANN, "reply")
    world.store.put(BEN, "tonight", kind="nudge", until=NOON + timedelta(seconds=1))
    await world.turns(5)
    assert sorted(world.wire.texts()) == ["reply", "tonight"]
    assert world.store.states() == ["never", "sent", "sent"]
    assert world.box.heard.is_set(), "the household is to hear of it"


def test_what_nobody_would_notice_twice_counts_as_not_sent() -> None:
    memory = Memory()
    assert judged(memory.put(ANN, edit=7), Unknown()) == Later(1.0)
    assert judged(memory.put(ANN, edit=7, tries=8), Unknown()) == Later(256.0)
    assert judged(memory.put(ANN, kind="toast", callback="7", tries=6), Unknown()) == Never("too-late")


@pytest.mark.parametrize(("tries", "seconds"), [(0, 1), (1, 2), (3, 8), (9, 300), (500, 300)])
def test_the_waits_after_an_unknown_fate_grow(tries: int, seconds: float) -> None:
    assert judged(Memory().put(ANN, tries=tries), Unknown()) == Unknown(seconds)
    assert judged(Memory().put(ANN, kind="safety", tries=tries), Unknown()) == Unknown(seconds)


async def test_after_answers_that_tell_nothing_a_message_goes_until_one_does(world: World) -> None:
    world.store.put(ANN, "question")
    world.wire.answers[ANN] = [Unknown()] * 5
    times = [await world.turns()]
    for _ in range(31):
        world.clock.advance(1)
        times.append(await world.turns())
    assert [at for some in times for at in some] == [0, 1, 3, 7, 15, 31]
    assert world.store.states() == ["sent"]


async def test_a_wire_that_breaks_leaves_an_unknown_fate(world: World) -> None:
    world.store.put(ANN)
    world.store.put(BEN, kind="nudge")
    world.wire.answers = {ANN: [RuntimeError("CANARY")], BEN: [RuntimeError("CANARY")]}
    await world.box.turn(NOON)
    assert world.store.states() == ["waiting", "unknown"]


async def test_a_revoked_token_stops_it_loudly_and_leaves_the_rows(world: World) -> None:
    world.store.put(ANN)
    world.store.put(BEN)
    world.wire.answers[ANN] = [Revoked()]
    with pytest.raises(TokenRefused):
        await world.box.turn(NOON)
    assert world.store.states() == ["waiting", "sent"]
    assert world.store.rows[0].row.tries == 0


async def test_an_outcome_outlives_a_store_that_could_not_take_it(world: World) -> None:
    world.store.put(ANN)
    world.store.put(ANN, "what stands behind it")
    gate = world.wire.held[ANN] = asyncio.Event()
    turn = asyncio.ensure_future(world.box.turn(NOON))
    await world.clock.settle()
    world.store.broken = 1
    gate.set()
    with pytest.raises(OSError, match="disk"):
        await turn
    assert world.store.states() == ["sending", "waiting"]
    assert await world.box.turn(NOON) == NOON, "there is more to do"
    assert world.store.states() == ["sent", "waiting"]
    await world.box.turn(NOON)
    assert world.wire.texts() == ["hi", "what stands behind it"]


class Running(World):
    """The loop itself."""

    def __init__(self) -> None:
        super().__init__()
        self.stop, self.wake = asyncio.Event(), asyncio.Event()
        self.task = asyncio.ensure_future(self.box.run(self.stop, self.wake))

    async def pass_time(self, seconds: int = 0) -> None:
        await self.clock.settle(60)
        for _ in range(seconds):
            self.clock.advance(1)
            await self.clock.settle(60)

    async def end(self) -> None:
        self.stop.set()
        await self.task


async def test_the_loop_sends_what_it_is_woken_for() -> None:
    world = Running()
    await world.pass_time()
    for number in range(5):
        world.store.put(ANN, str(number))
    world.wake.set()
    await world.pass_time()
    assert world.wire.texts() == ["0", "1", "2"]
    await world.pass_time(2)
    assert world.wire.texts() == ["0", "1", "2", "3", "4"]
    await world.end()


async def test_a_slow_call_holds_up_its_own_chat_only() -> None:
    world = Running()
    gate = world.wire.held[ANN] = asyncio.Event()
    world.store.put(ANN, "slow")
    world.store.put(ANN, "next")
    world.store.put(BEN, "b1")
    world.store.put(BEN, "b2")
    world.wake.set()
    await world.pass_time()
    assert sorted(world.wire.texts()) == ["b1", "b2", "slow"]
    assert world.store.states() == ["sending", "waiting", "sent", "sent"]
    gate.set()
    await world.pass_time()
    assert world.store.states() == ["sent"] * 4
    await world.end()


async def test_stopping_waits_for_what_is_in_flight_and_begins_nothing_new() -> None:
    world = Running()
    gate = world.wire.held[ANN] = asyncio.Event()
    world.store.put(ANN)
    world.store.put(ANN)
    world.wake.set()
    await world.pass_time()
    world.stop.set()
    await world.pass_time()
    assert not world.task.done()
    gate.set()
    await world.task
    assert world.store.states() == ["sent", "waiting"]


async def test_stopping_waits_eight_seconds_for_a_call_that_hangs_and_writes_what_came_back() -> None:
    world = Running()
    gates = {chat: asyncio.Event() for chat in (ANN, BEN)}
    world.wire.held |= gates
    world.store.put(ANN, "hangs")
    world.store.put(BEN, "slow")
    world.wake.set()
    await world.pass_time()
    world.stop.set()
    await world.pass_time(3)
    gates[BEN].set()
    await world.pass_time(4)
    assert not world.task.done()
    await world.pass_time(1)
    await world.task
    assert world.store.states() == ["sending", "sent"]
    assert world.wire.cut == ["hangs"]


async def test_a_store_in_trouble_is_waited_for() -> None:
    world = Running()
    await world.pass_time()
    world.store.put(ANN)
    world.store.broken = 4
    world.wake.set()
    await world.pass_time()
    assert world.store.states() == ["waiting"]
    await world.pass_time(15)
    assert world.store.states() == ["sent"]
    await world.end()


async def test_the_loop_ends_when_the_token_is_refused() -> None:
    world = Running()
    world.wire.answers[ANN] = [Revoked()]
    world.store.put(ANN)
    world.wake.set()
    await world.pass_time()
    with pytest.raises(TokenRefused, match="BotFather"):
        await world.task
