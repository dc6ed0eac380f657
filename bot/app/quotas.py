"""How much one person may bring in: a burst of 20 updates, then one a second; 200 answers and a megabyte a day.

Kept in memory: after a restart everybody starts afresh, which costs nobody anything. What is over is answered once and then
dropped, so that one who floods costs the others nothing; danger and the words that must always work are let through by `talk`.
Telegram's own time counts: what was written over an hour and arrives at once, after an outage, is no flood. Presses carry none;
they count by their arrival and apart, or one press in such a backlog would make the texts beside it look as late as itself.
What a batch counted stands once that batch is committed: one that is tried again is not counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.talk.heard import Command, Heard, Pressed, Unreadable, Wrote
from bot.talk.turn import Quota

BURST = 20
A_SECOND = 1.0
ANSWERS_A_DAY = 200
BYTES_A_DAY = 2**20
Key = tuple[int, bool]
"""Whose account, and whether of updates that carry Telegram's time."""
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
    """Everybody's accounts, the latest last; `counting` are those of the batch that is not committed yet."""

    accounts: dict[Key, Account] = field(default_factory=dict)
    counting: dict[Key, Account] = field(default_factory=dict)

    def begin(self) -> None:
        """A batch begins; what was counted in one that came to nothing is void."""
        self.counting = {}

    def keep(self) -> None:
        """The batch is committed."""
        for key, account in self.counting.items():
            self.accounts.pop(key, None)
            self.accounts[key] = account
        while len(self.accounts) > PEOPLE:
            del self.accounts[next(iter(self.accounts))]
        self.begin()

    def of(self, user: int, heard: Heard | None, size: int, arrived: datetime) -> Quota:
        """What becomes of this one: fine, over (say so), dropped."""
        if not isinstance(heard, Wrote | Command | Pressed | Unreadable) or not user:
            return "fine"
        at = None if isinstance(heard, Pressed) else heard.at
        account = self._account((user, at is not None), at or arrived)
        account.left -= 1
        account.answers += isinstance(heard, Wrote)
        account.size += size
        if account.left >= 0 and account.answers <= ANSWERS_A_DAY and account.size <= BYTES_A_DAY:
            account.told = account.told and account.left < BURST / 2
            return "fine"
        account.left = max(account.left, -1.0)
        told, account.told = account.told, True
        return "dropped" if told else "over"

    def _account(self, key: Key, now: datetime) -> Account:
        if key not in self.counting:
            known = self.accounts.get(key)
            self.counting[key] = replace(known) if known is not None else Account(now)
        found = self.counting[key]
        if now.date() > found.since.date():
            found.answers = found.size = 0
        passed = max(0.0, (now - found.since).total_seconds())
        found.left, found.since = min(float(BURST), found.left + passed * A_SECOND), max(now, found.since)
        return found
