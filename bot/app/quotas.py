"""How much one person may bring in: a burst of 20 updates, then one a second; 200 answers and a megabyte a day.

Kept in memory: after a restart everybody starts afresh, which costs nobody anything. What is over is answered once and then
dropped, so that one who floods costs the others nothing; danger and the words that must always work are let through by `talk`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.talk.heard import Command, Heard, Pressed, Unreadable, Wrote
from bot.talk.turn import Quota

BURST = 20
A_SECOND = 1.0
ANSWERS_A_DAY = 200
BYTES_A_DAY = 2**20
PEOPLE = 20_000
"""Of so many the latest are remembered."""


@dataclass
class Account:
    """One person's: what is left of the burst and since when, what the day has brought, and whether they were told."""

    since: datetime
    left: float = float(BURST)
    answers: int = 0
    size: int = 0
    told: bool = False


@dataclass
class Quotas:
    """Everybody's accounts, the latest last."""

    accounts: dict[int, Account] = field(default_factory=dict)

    def of(self, user: int, heard: Heard | None, size: int, now: datetime) -> Quota:
        """What becomes of this one: fine, over (say so), dropped."""
        if not isinstance(heard, Wrote | Command | Pressed | Unreadable) or not user:
            return "fine"
        account = self._account(user, now)
        account.left -= 1
        account.answers += isinstance(heard, Wrote)
        account.size += size
        if account.left >= 0 and account.answers <= ANSWERS_A_DAY and account.size <= BYTES_A_DAY:
            account.told = account.told and account.left < BURST / 2
            return "fine"
        account.left = max(account.left, -1.0)
        told, account.told = account.told, True
        return "dropped" if told else "over"

    def _account(self, user: int, now: datetime) -> Account:
        found = self.accounts.pop(user, None) or Account(now)
        if now.date() > found.since.date():
            found.answers = found.size = 0
        passed = max(0.0, (now - found.since).total_seconds())
        found.left, found.since = min(float(BURST), found.left + passed * A_SECOND), max(now, found.since)
        self.accounts[user] = found
        if len(self.accounts) > PEOPLE:
            del self.accounts[next(iter(self.accounts))]
        return found
