"""The outbox on the real tables: what they both promise holds when they meet."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.app.outbox import Outbox
from bot.app.ports import Changed, Commit, Later, Moved, Never, Outcome, Outgoing, OutRow, Sent, Unknown
from bot.clock import ManualClock
from bot.couple.household import Household, Person
from bot.storage.opening import open_store
from bot.storage.store import SqlStore
from bot.tg.outgoing import TelegramWire
from bot.words.message import Kind, Message

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANN, BEN, GROUP = 11, 22, -4001


class Wire:
    """Answers each chat as it is told; else takes everything."""

    def __init__(self) -> None:
        self.answers, self.sent = dict[int, list[Outcome]](), list[tuple[int, str, int | None]]()

    async def send(self, row: OutRow) -> Outcome:
        self.sent.append((row.chat, row.message.text, row.edit))
        answers = self.answers.get(row.chat)
        return answers.pop(0) if answers else Sent(100 + row.id)


class Meanwhile:
    """A store of which one method does something else as well."""

    def __init__(self, store: SqlStore, sendable: Callable[[datetime, int], Awaitable[list[OutRow]]]) -> None:
        self.store, self.sendable = store, sendable

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


class House:
    def __init__(self, store: SqlStore, clock: ManualClock) -> None:
        self.store, self.clock, self.wire = store, clock, Wire()
        self.box, self.count = Outbox(store, self.wire, clock), 0

    async def put(self, chat: int, text: str, kind: Kind = "flow", name: str | None = None, edits: str | None = None) -> None:
        self.count += 1
        message = Message("ann", text, kind=kind, name=name, edits=edits)
        row = Outgoing(f"u{self.count}:0", "h-ann", None, chat, message, self.clock.now())
        await self.store.commit(Commit(outgoing=[row]), self.clock.now())

    async def turns(self, seconds: float = 0.0) -> None:
        end = self.clock.now() + timedelta(seconds=seconds)
        while (when := await self.box.turn(self.clock.now())) is not None and when <= end:
            self.clock.set(max(when, self.clock.now()))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    clock = ManualClock(NOON)
    urls = [f"sqlite+aiosqlite:///{tmp_path / name}" for name in ("data.db", "keys.db")]
    store = await open_store(*urls, lambda: bytes(range(32)), 7, clock.now)
    await store.recover(NOON)
    people = {"ann": Person("ann", ANN, "Ann"), "ben": Person("ben", BEN, "Ben")}
    home = Household(id="h-ann", bot=7, people=people)
    await store.commit(Commit(changed=[Changed(home, 0, True, {"ann", "ben"})]), NOON)
    yield House(store, clock)
    await store.close()


async def test_messages_arrive_in_order_and_edits_find_theirs(house: House) -> None:
    await house.put(ANN, "question", name="q1")
    await house.put(BEN, "hello")
    await house.put(ANN, "answered", edits="q1")
    await house.turns()
    assert [one for one in house.wire.sent if one[0] == ANN] == [(ANN, "question", None), (ANN, "answered", 101)]
    assert (await house.store.counts(NOON)).outbox == 0


async def test_what_is_recalled_between_being_read_and_being_sent_does_not_go(house: House) -> None:
    await house.put(ANN, "of both", name="ann/days")
    await house.put(BEN, "hello")
    read = house.store.sendable

    async def ended_meanwhile(now: datetime, limit: int) -> list[OutRow]:
        rows = await read(now, limit)
        await house.store.commit(Commit(recalled=[(ANN, "ann/days")]), now)
        return rows

    house.box.store = Meanwhile(house.store, ended_meanwhile)  # type: ignore[assignment]
    await house.turns()
    assert house.wire.sent == [(BEN, "hello", None)]
    assert (await house.store.counts(NOON)).outbox == 0


async def test_a_flow_of_unknown_fate_is_sent_until_it_is_known_and_a_nudge_never(house: House) -> None:
    house.wire.answers = {ANN: [Unknown()] * 4, BEN: [Unknown()]}
    await house.put(ANN, "question")
    await house.put(BEN, "check-in", kind="nudge")
    await house.turns(30)
    assert house.wire.sent.count((ANN, "question", None)) == 5
    assert 15 <= (house.clock.now() - NOON).total_seconds() < 18
    assert house.wire.sent.count((BEN, "check-in", None)) == 1


async def test_a_reply_waits_for_no_other_nudge_than_those_before_it_in_its_own_chat(house: House) -> None:
    others = [(1000 + n, f"nudge {n}") for n in range(700)]
    for chat, text in [*others, (ANN, "nudge")]:
        await house.put(chat, text, kind="nudge")
    await house.turns(0.5)
    await house.put(ANN, "help", kind="safety")
    asked = house.clock.now()
    while (ANN, "help", None) not in house.wire.sent:
        when = await house.box.turn(house.clock.now())
        assert when is not None
        house.clock.set(max(when, house.clock.now()))
    assert [text for chat, text, _ in house.wire.sent if chat == ANN] == ["nudge", "help"]
    assert house.clock.now() - asked <= timedelta(seconds=1)
    assert len(house.wire.sent) < 100


async def test_without_a_network_it_waits_and_keeps_the_order(house: House) -> None:
    house.wire.answers = {ANN: [Later(1.0)] * 4}
    await house.put(ANN, "first")
    await house.put(ANN, "second")
    await house.turns(30)
    assert [text for _, text, _ in house.wire.sent] == ["first"] * 5 + ["second"]
    assert 15 <= (house.clock.now() - NOON).total_seconds() < 18


async def test_a_group_that_moved_gets_its_messages_at_its_new_address(house: House) -> None:
    house.wire.answers = {GROUP: [Moved(-1005)]}
    await house.put(GROUP, "first")
    await house.put(GROUP, "second")
    await house.turns(10)
    assert house.wire.sent == [(GROUP, "first", None), (-1005, "first", None), (-1005, "second", None)]


async def test_whoever_blocked_us_gets_nothing_more_and_the_household_hears_of_it(house: House) -> None:
    house.wire.answers = {ANN: [Never("blocked")]}
    await house.put(ANN, "first")
    await house.put(ANN, "second")
    await house.turns(10)
    assert [text for _, text, _ in house.wire.sent] == ["first"]
    assert (await house.store.counts(house.clock.now())).inbox == 1


class Stumbling:
    """A library that cannot make one call."""

    def __init__(self) -> None:
        self.took = list[str]()

    async def send_message(self, chat: int, text: str, **_: object) -> SimpleNamespace:
        if text == "broken":
            raise TypeError
        self.took.append(text)
        return SimpleNamespace(message_id=len(self.took))


async def test_a_message_that_cannot_be_handed_over_does_not_hold_up_its_chat(house: House) -> None:
    bot = Stumbling()
    house.box.wire = TelegramWire(bot)  # type: ignore[arg-type]
    await house.put(ANN, "broken")
    await house.put(ANN, "help", kind="safety")
    await house.turns(60)
    assert bot.took == ["help"]
    assert (house.clock.now() - NOON).total_seconds() < 30
    assert (await house.store.counts(house.clock.now())).outbox == 0


class Lost:
    """A store of which the answers to the marking get lost, so many times, after it was committed."""

    def __init__(self, store: SqlStore, times: int) -> None:
        self.store, self.times = store, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    async def sending(self, rows: Sequence[int]) -> set[int]:
        marked = await self.store.sending(rows)
        self.times -= 1
        if self.times >= 0:
            raise ConnectionResetError
        return marked


async def test_marks_whose_answer_got_lost_are_taken_back_and_each_message_goes_once(house: House) -> None:
    house.box.store = Lost(house.store, times=2)  # type: ignore[assignment]
    await house.put(ANN, "question")
    await house.put(ANN, "and another")
    await house.put(BEN, "check-in", kind="nudge")
    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            await house.box.turn(NOON)
        assert house.wire.sent == []
    await house.turns(10)
    assert sorted(house.wire.sent) == [(ANN, "and another", None), (ANN, "question", None), (BEN, "check-in", None)]
    assert house.wire.sent.index((ANN, "question", None)) < house.wire.sent.index((ANN, "and another", None))
    assert (await house.store.counts(house.clock.now())).outbox == 0


async def test_a_mark_that_lands_after_its_answer_was_lost_is_taken_back_too(house: House) -> None:
    good = house.store.sending

    async def lost(rows: Sequence[int]) -> set[int]:
        raise ConnectionResetError

    await house.put(ANN, "question")
    (row,) = await house.store.sendable(NOON, 10)
    house.store.sending = lost  # type: ignore[method-assign]
    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            await house.box.turn(NOON)
    await good([row.id])
    house.store.sending = good  # type: ignore[method-assign]
    await house.turns(10)
    assert house.wire.sent == [(ANN, "question", None)]


async def test_what_was_recalled_meanwhile_does_not_come_back(house: House) -> None:
    house.box.store = Lost(house.store, times=1)  # type: ignore[assignment]
    await house.put(ANN, "of both", name="ann/days")
    with pytest.raises(ConnectionResetError):
        await house.box.turn(NOON)
    await house.store.commit(Commit(recalled=[(ANN, "ann/days")]), NOON)
    await house.turns(10)
    assert house.wire.sent == []


async def test_a_stop_takes_such_marks_back_so_that_the_next_start_loses_no_nudge(house: House) -> None:
    house.box.store = Lost(house.store, times=1)  # type: ignore[assignment]
    await house.put(BEN, "check-in", kind="nudge")
    with pytest.raises(ConnectionResetError):
        await house.box.turn(NOON)
    stop = asyncio.Event()
    stop.set()
    await house.box.run(stop, asyncio.Event())
    await house.store.recover(NOON)
    await House.turns(house)
    assert house.wire.sent == [(BEN, "check-in", None)]
