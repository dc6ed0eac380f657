"""Everything ends soon after it was asked to stop: no pause and no call that hangs is waited for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import InvalidToken, NetworkError

from bot.app.desk import Desk
from bot.app.outbox import TokenRefused
from bot.clock import ManualClock
from bot.config import Settings
from bot.wiring.presenting import present
from bot.words.tongues import Tongues


class Broken:
    """A store that cannot be reached."""

    def __init__(self) -> None:
        self.asked = 0

    async def claim(self, *_: Any) -> Any:
        self.asked += 1
        raise OSError("disk full")


async def test_a_desk_whose_store_is_in_trouble_ends_in_the_middle_of_its_pause() -> None:
    store, clock, stop = Broken(), ManualClock(), asyncio.Event()
    nothing: Any = None
    desk = Desk(store, nothing, nothing, nothing, 7, asyncio.Event(), asyncio.Event())  # type: ignore[arg-type]
    task = asyncio.ensure_future(desk.run(stop, clock))
    for _ in range(20):
        await clock.settle()
        clock.advance(30)
    await clock.settle()
    asked = store.asked
    stop.set()
    await task
    assert store.asked == asked > 5


@dataclass
class Telegram:
    """Answers the first call of an introduction with an error, or not at all."""

    error: Exception | None = None
    asked: int = 0
    hangs: asyncio.Event = field(default_factory=asyncio.Event)

    async def delete_webhook(self) -> None:
        self.asked += 1
        if self.error is not None:
            raise self.error
        await self.hangs.wait()


def presenting(telegram: Telegram) -> tuple[asyncio.Task[None], asyncio.Event, ManualClock]:
    clock, stop = ManualClock(), asyncio.Event()
    bench: Any = SimpleNamespace(settings=Settings(), clock=clock, stop=stop)
    bot: Any = telegram
    return asyncio.ensure_future(present(bench, bot, Tongues())), stop, clock


@pytest.mark.parametrize("error", [NetworkError("CANARY"), None], ids=["pauses", "hangs"])
async def test_a_bot_that_nobody_hears_introduce_itself_ends_when_it_is_asked_to(error: Exception | None) -> None:
    telegram = Telegram(error)
    task, stop, clock = presenting(telegram)
    await clock.settle()
    assert not task.done()
    stop.set()
    await task
    assert telegram.asked == 1


async def test_a_token_that_is_refused_at_the_introduction_ends_it_loudly() -> None:
    task, _, _ = presenting(Telegram(InvalidToken("CANARY")))
    with pytest.raises(TokenRefused, match="BotFather"):
        await task
