"""Before anything shared is said in a group it is counted who is there: exactly the two and the bot, or nothing is said there.

Telegram tells of comings and goings only to some bots and never of what happened while the bot was away, so a count is the only
proof. It holds for a minute, or until somebody comes or goes; a count that fails proves nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.app.ports import Counter, Item
from bot.couple.household import Group, Household
from bot.logs import log

HOLDS = timedelta(minutes=1)
PATIENCE = 3.0
"""Seconds that a batch waits for all counts together."""
NEWS = (b"chat_member", b"migrate_")
SHARED = ("asked", "bound", "unproven", "suspended")


class Proofs:
    """What is proven, and until when."""

    def __init__(self, counter: Counter | None) -> None:
        self.counter = counter
        self._until: dict[int, datetime] = {}

    async def counts(self, households: Mapping[str, Household], items: Iterable[Item], now: datetime) -> dict[str, int]:
        """household -> members, for each whose group must be counted now; 0 where it could not be."""
        if self.counter is None:
            return {}
        news = {item.chat for item in items if item.chat < 0 and any(mark in item.raw for mark in NEWS)}
        asking = {id: g for id, h in households.items() if (g := _asks(h)) and self._stale(g.chat, news, now)}
        found = await asyncio.gather(*(self._count(self.counter, group.chat) for group in asking.values()))
        for group, members in zip(asking.values(), found, strict=True):
            if members:
                self._until[group.chat] = now + HOLDS
        return {id: members or 0 for id, members in zip(asking, found, strict=True)}

    def forget(self) -> None:
        """What came of the counts was not written: everything is counted again."""
        self._until.clear()

    def _stale(self, chat: int, news: set[int], now: datetime) -> bool:
        return chat in news or self._until.get(chat, now) <= now

    async def _count(self, counter: Counter, chat: int) -> int | None:
        try:
            return await asyncio.wait_for(counter.members(chat), PATIENCE)
        except TimeoutError:
            return None
        except Exception as error:
            log("count.failed", error=error)
            return None


def _asks(household: Household) -> Group | None:
    """The group, if something shared may be said there soon."""
    group = household.group
    if group is None or group.state not in SHARED:
        return None
    running = any(len(s.people) > 1 and s.status == "running" for s in household.sessions.values())
    return group if running or group.state != "bound" else None
