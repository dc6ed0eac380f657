"""New rules of time zones: governments change clocks, and every cached due time was worked out by the old rules.

The version is remembered beside the data. When it changed, each household with something planned gets one signal, in the same
commit as the new version, and works its moments out again in its own turn.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from bot.app.ports import Post
from bot.storage.meta import changed
from bot.storage.posts import post_row
from bot.storage.sealing import Ring
from bot.storage.statements import ignore, many
from bot.storage.tables import inbox, schedules
from bot.talk.heard import Posted


def renew(connection: Connection, bot: int, version: str, now: datetime, dialect: str, ring: Ring) -> int:
    """Posts "zones" to every household with something planned, once per version. Returns to how many."""
    if not changed(connection, f"zones:{bot}", version, dialect):
        return 0
    planned = select(schedules.c.household).where(schedules.c.bot == bot, schedules.c.due.is_not(None)).distinct()
    homes = list(connection.execute(planned).scalars())
    rows = [post_row(bot, home, f"zones:{version}:{home}", Post(Posted("zones"), household=home), now, ring) for home in homes]
    many(connection, ignore(dialect, inbox, "bot", "key"), rows)
    return len(homes)
