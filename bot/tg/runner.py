"""Fetches updates and has them stored, one long question after the other.

Asking with an offset is what confirms updates at Telegram, so it is asked only after the commit. The first question
has no offset, nor has any after an empty answer: ids start anew at random after a quiet week, and what is
stored is known by its id, not by being the highest. The library's Updater confirms first, and lost what was in
memory when the process died.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.app.outbox import TokenRefused
from bot.app.pacing import Patience
from bot.app.ports import Store, Update
from bot.app.stopping import unless
from bot.logs import log
from bot.tg.answers import seconds_of
from bot.tg.firstaid import FirstAid
from bot.tg.incoming import BotFace, lane

POLL_SECONDS = 50


class Timepiece(Protocol):
    """As much of a clock as is needed here."""

    def now(self) -> datetime: ...

    async def pause(self, seconds: float) -> None: ...


class Source(Protocol):
    """Where updates come from."""

    async def updates(self, offset: int | None, timeout: int) -> list[bytes]: ...


@dataclass
class Poll:
    """The one poll of a token. `on_updates` is called with how many were new, after each commit that brought some.

    `answered` is when Telegram last answered and all of it was stored (UTC; None: not yet).
    """

    store: Store
    api: Source
    clock: Timepiece
    stop: asyncio.Event
    on_updates: Callable[[int], None]
    first_aid: FirstAid | None = None
    seconds: int = POLL_SECONDS
    answered: datetime | None = None
    _offset: int | None = None
    _patience: Patience = field(default_factory=Patience)
    _trouble: str = ""

    async def run(self) -> None:
        """Polls until `stop` is set, and then ends at once. Raises `TokenRefused`; everything else is tried again."""
        while not self.stop.is_set():
            try:
                found = await unless(self.stop, self.api.updates(self._offset, self.seconds))
            except InvalidToken:
                raise TokenRefused from None
            except TelegramError as error:
                await self._wait(_named(error), error)
            else:
                await self._take(found or [])

    async def _take(self, found: list[bytes]) -> None:
        updates = [update for raw in found if (update := lane(raw))]
        if found and not updates:
            await self._wait("poll.updates_without_id")
            return
        if await self._stored(updates):
            self._offset = max(update.id for update in updates) + 1 if updates else None
            self._well()

    async def _stored(self, updates: list[Update]) -> bool:
        try:
            new = await self.store.receive(updates, self.clock.now()) if updates else 0
        except Exception as error:
            if self.first_aid:
                await self.first_aid.give(updates)
            await self._wait("poll.not_stored", error)
            return False
        if self.first_aid:
            self.first_aid.forget(updates)
        if new:
            self.on_updates(new)
        return True

    async def _wait(self, trouble: str, error: Exception | None = None) -> None:
        if trouble != self._trouble:
            log(trouble, level=logging.WARNING, error=error)
        self._trouble = trouble
        seconds = self._patience.wait()
        if isinstance(error, RetryAfter):
            seconds = max(seconds, seconds_of(error))
        await unless(self.stop, self.clock.pause(seconds))

    def _well(self) -> None:
        self.answered = self.clock.now()
        if self._trouble:
            log("poll.works_again")
        self._trouble = ""
        self._patience.reset()


async def meet(bot: Bot, clock: Timepiece, stop: asyncio.Event) -> BotFace | None:
    """Asks Telegram who we are, for as long as it takes; None if stopped meanwhile. Raises `TokenRefused`."""
    patience, said = Patience(), False
    while not stop.is_set():
        try:
            me = await unless(stop, bot.get_me())
            return BotFace(me.id, me.username or "") if me else None
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            if not said:
                log("poll.telegram_out_of_reach", level=logging.WARNING, error=error)
            said = True
            await unless(stop, clock.pause(patience.wait()))
    return None


def _named(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "poll.another_process_polls_with_this_token"
    return "poll.flooded" if isinstance(error, RetryAfter) else "poll.telegram_out_of_reach"
