"""What must hold, asked of the tables directly, past everything that the bot's own code does with them.

After every turn: `ALWAYS` of everything (each is a look into an index, however many rows there are) and `OF_TOUCHED` of every
household that was written since the last look. Once a day, in the night: `OF_TOUCHED` of all households, touched or not, and
`DAILY`, which walks through everything that was ever written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from crash.rig import BOT

from bot.storage.tables import micro

ALWAYS = {
    "updates wait though all was done": "SELECT count(*) FROM inbox WHERE bot = :bot AND status = 0",
    "messages are in flight though nobody calls": "SELECT count(*) FROM outbox WHERE bot = :bot AND status < 2 AND status = 1",
    "timers are overdue": "SELECT count(*) FROM timers WHERE bot = :bot AND due <= :now",
    "schedules are overdue": "SELECT count(*) FROM schedules WHERE bot = :bot AND due <= :now",
}
OF_TOUCHED = {
    "timers belong to no session": "SELECT count(*) FROM timers WHERE session NOT IN (SELECT id FROM sessions)",
    "parts belong to no session": "SELECT count(*) FROM session_parts WHERE session NOT IN (SELECT id FROM sessions)",
    "sessions are held": "SELECT count(*) FROM sessions WHERE status = 'held'",
}
AMONG = " AND household IN (SELECT value FROM json_each(:touched))"
DAILY = {
    "rows are another bot's": "SELECT (SELECT count(*) FROM inbox WHERE bot != :bot) + (SELECT count(*) FROM outbox WHERE bot != :bot)"
    " + (SELECT count(*) FROM timers WHERE bot != :bot) + (SELECT count(*) FROM schedules WHERE bot != :bot)",
    "updates were put aside": "SELECT count(*) FROM inbox WHERE status = 2",
    "updates that are done kept their text": "SELECT count(*) FROM inbox WHERE status = 1 AND raw IS NOT NULL",
    "messages that are over kept their text": "SELECT count(*) FROM outbox WHERE status >= 2 AND payload IS NOT NULL",
}


class Tables:
    """One connection that only reads, outside any transaction, so that it holds nobody up."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)

    def after_turn(self, now: datetime, touched: Collection[str]) -> list[str]:
        """What is wrong after a turn that wrote these households."""
        found = self._wrong(ALWAYS, now)
        return found + (self._wrong(OF_TOUCHED, now, AMONG, json.dumps(sorted(touched))) if touched else [])

    def after_day(self, now: datetime) -> list[str]:
        """What is wrong anywhere."""
        return self._wrong(ALWAYS | OF_TOUCHED | DAILY, now)

    def close(self) -> None:
        """The end."""
        self._connection.close()

    def _wrong(self, invariants: dict[str, str], now: datetime, among: str = "", touched: str = "[]") -> list[str]:
        given = {"bot": BOT, "now": micro(now), "touched": touched}
        found = []
        for said, query in invariants.items():
            ((count,),) = self._connection.execute(query + among, given).fetchall()
            if count:
                found.append(f"{now.isoformat()} {count} {said}")
        return found
