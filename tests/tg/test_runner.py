"""Fetching: nothing is confirmed before it is stored, and nothing that arrives can stop it."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.app.outbox import TokenRefused
from bot.app.ports import Later, Outcome, OutRow, Sent, Update
from bot.clock import ManualClock
from bot.tg.firstaid import FirstAid
from bot.tg.incoming import BotFace
from bot.tg.runner import Poll

US = BotFace(999, "groundwork_bot")
Step = list[bytes] | Exception


def written(number: int, text: str = "hi", chat: int = 11, sender: int = 11) -> bytes:
    kind = "private" if chat > 0 else "group"
    person = {"id": sender, "is_bot": False, "first_name": "Ann", "language_code": "fi"}
    body = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": kind}, "from": person, "text": text}
    return json.dumps({"update_id": number, "message": body}).encode()


class Telegram:
    """Answers each poll with the next step; after the last one it keeps the poller waiting, as a quiet Telegram does."""

    def __init__(self, *steps: Step) -> None:
        self.steps, self.offsets, self.quiet = list(steps), list[int | None](), asyncio.Event()

    async def updates(self, offset: int | None, timeout: int) -> list[bytes]:
        self.offsets.append(offset)
        if not self.steps:
            self.quiet.set()
            await asyncio.Event().wait()
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step


class Inbox:
    """A store of which only the door is used; it fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.kept, self.offsets_seen = failures, dict[int, bytes](), list[int]()

    async def receive(self, updates: Sequence[Update], now: datetime) -> int:
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        fresh = {update.id: update.raw for update in updates if update.id not in self.kept}
        self.kept |= fresh
        return len(fresh)


class Wire:
    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes, self.sent = list(outcomes), list[OutRow]()

    async def send(self, row: OutRow) -> Outcome:
        self.sent.append(row)
        return self.outcomes.pop(0) if self.outcomes else Sent(1)


class World:
    """A poll and everything around it."""

    def __init__(self, *steps: Step, failures: int = 0, wire: Wire | None = None) -> None:
        self.telegram, self.inbox, self.clock = Telegram(*steps), Inbox(failures), ManualClock()
        self.stop, self.wire, self.woken = asyncio.Event(), wire or Wire(), list[int]()
        aid = FirstAid(self.wire, US, lambda language, private: f"{language} {'details' if private else 'one line'}")
        store: Any = self.inbox
        self.poll = Poll(store, self.telegram, self.clock, self.stop, self.woken.append, aid)

    async def run(self) -> None:
        """Until Telegram has nothing more to say; waits in between pass as fast as they come."""
        task = asyncio.ensure_future(self.poll.run())
        while not self.telegram.quiet.is_set() and not task.done():
            await self.clock.settle()
            self.clock.advance(1)
        self.stop.set()
        await task


async def test_an_offset_is_asked_only_after_the_commit_and_never_first() -> None:
    world = World([written(7), written(8)], [], [written(2)])
    await world.run()
    assert world.telegram.offsets == [None, 9, None, 3]
    assert list(world.inbox.kept) == [7, 8, 2]
    assert world.woken == [2, 1]


async def test_what_could_not_be_stored_stays_unconfirmed_and_comes_again() -> None:
    world = World([written(7)], [written(7), written(8)], failures=1)
    await world.run()
    assert world.telegram.offsets == [None, None, 9]
    assert list(world.inbox.kept) == [7, 8]


async def test_what_is_known_already_wakes_nobody() -> None:
    world = World([written(7)], [written(7)])
    await world.run()
    assert world.woken == [1]


async def test_one_malformed_update_never_blocks_the_others() -> None:
    deep = b'{"update_id":8,"message":' + b"[" * 5000 + b"]" * 5000 + b"}"
    world = World([written(7), deep, b'{"update_id":"x"}', b"7", written(9)])
    await world.run()
    assert list(world.inbox.kept) == [7, 8, 9]
    assert world.telegram.offsets[-1] == 10


async def test_updates_without_any_id_are_not_asked_for_in_a_hurry() -> None:
    world = World([b"{}"], [b"{}"], [written(1)])
    before = world.clock.now()
    await world.run()
    assert list(world.inbox.kept) == [1]
    assert (world.clock.now() - before).total_seconds() >= 3


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (NetworkError("x"), "poll.telegram_out_of_reach"),
        (TelegramError("x"), "poll.telegram_out_of_reach"),
        (Conflict("x"), "poll.another_process_polls_with_this_token"),
    ],
)
async def test_trouble_is_waited_out_and_said_once(error: Exception, event: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "groundwork")
    world = World(*[error] * 10, [written(7)])
    before = world.clock.now()
    await world.run()
    assert list(world.inbox.kept) == [7]
    assert [record.getMessage() for record in caplog.records] == [event, "poll.works_again"]
    waited = (world.clock.now() - before).total_seconds()
    assert 1 + 2 + 4 + 8 + 16 + 32 + 4 * 60 <= waited <= 320


async def test_a_429_is_waited_out_as_long_as_it_says() -> None:
    world = World(RetryAfter(90), [written(7)])
    before = world.clock.now()
    await world.run()
    assert (world.clock.now() - before).total_seconds() >= 90


async def test_a_token_that_is_not_valid_ends_it_with_one_sentence() -> None:
    with pytest.raises(TokenRefused, match=r"^token: .*\.$"):
        await World(InvalidToken()).run()


@pytest.mark.parametrize("steps", [(), (NetworkError("x"),)], ids=["while asking", "while waiting"])
async def test_it_stops_at_once(steps: tuple[Step, ...]) -> None:
    world = World(*steps)
    task = asyncio.ensure_future(world.poll.run())
    await world.clock.settle()
    assert not task.done()
    world.stop.set()
    await world.clock.settle()
    assert task.done()
    await task


async def test_help_is_given_from_memory_when_nothing_can_be_stored() -> None:
    asked = [written(1, "/sos"), written(2, "hello"), written(3, "/help@groundwork_bot", chat=-40), written(4, "/menu")]
    world = World(asked, asked, asked, [], failures=2)
    await world.run()
    said = [(row.chat, row.message.text, row.message.kind, row.group) for row in world.wire.sent]
    assert said == [(11, "fi details", "safety", False), (-40, "fi one line", "safety", True)]
    assert world.telegram.offsets == [None, None, None, 5, None]
    assert list(world.inbox.kept) == [1, 2, 3, 4]


async def test_help_that_was_certainly_not_sent_is_tried_again() -> None:
    asked = [written(1, "/sos")]
    world = World(asked, asked, asked, asked, [], failures=4, wire=Wire(Later(1.0), Later(1.0), Sent(1)))
    await world.run()
    assert len(world.wire.sent) == 3


async def test_another_bots_help_is_not_ours_to_give() -> None:
    world = World([written(1, "/help@other_bot", chat=-40)], [], failures=1)
    await world.run()
    assert world.wire.sent == []
