"""What a running bot is made of."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from bot.app.reloading import Reloading
from bot.clock import Clock
from bot.config import Settings
from bot.flow.model import Flows
from bot.storage.store import SqlStore
from bot.talk.work import Setting
from bot.tg.firstaid import FirstAid
from bot.tg.runner import Poll


@dataclass
class Bench:
    """What a running bot is made of."""

    settings: Settings
    clock: Clock
    stop: asyncio.Event
    wake: asyncio.Event
    sent: asyncio.Event
    store: SqlStore
    setting: Setting
    poll: Poll | None = None
    reloading: Reloading | None = None

    @property
    def first_aid(self) -> FirstAid | None:
        """What answers who asks for help where nothing can be stored; None until Telegram has said who we are."""
        return self.poll.first_aid if self.poll is not None else None

    def take(self, flows: Flows) -> None:
        """New talks begin on these flows; every version that an open talk is on is among them."""
        self.setting = replace(self.setting, flows=flows)


def bot_id(token: str) -> int:
    """Telegram's id of the bot: what stands before the colon."""
    head = token.split(":", 1)[0]
    return int(head) if head.isdecimal() else 0


def spread(settings: Settings) -> int:
    """Over how many seconds evening hours are spread; in a sandbox they are exact, because people look at the clock there."""
    return 0 if settings.sandbox is not None else settings.spread_minutes * 60
