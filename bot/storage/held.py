"""Talks that rest because a turn in them raised: asked to go on when an administrator says so, or when another version runs.

Each is asked by a signal of its own to its household, in whose turn it is tried: one that breaks again is held again, and the
others go on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from bot.app.ports import Post
from bot.storage.meta import changed
from bot.storage.posts import post_row
from bot.storage.sealing import Ring
from bot.storage.statements import ignore, many
from bot.storage.tables import households, inbox, micro, sessions
from bot.talk.heard import Posted


def renew(connection: Connection, bot: int, version: str, now: datetime, dialect: str, ring: Ring) -> int:
    """`release`, once per version of the code. Returns how many were asked."""
    return release(connection, bot, now, dialect, ring) if changed(connection, f"version:{bot}", version, dialect) else 0


def release(connection: Connection, bot: int, now: datetime, dialect: str, ring: Ring) -> int:
    """Posts "go-on" for every session that is held. Returns how many there are."""
    joined = sessions.join(households, sessions.c.household == households.c.id)
    held = select(sessions.c.id, households.c.id.label("home")).select_from(joined)
    found = connection.execute(held.where(households.c.bot == bot, sessions.c.status == "held").order_by(sessions.c.id)).all()
    rows = [post_row(bot, row.home, f"go-on:{row.id}:{micro(now)}", _signal(row.id, row.home), now, ring) for row in found]
    many(connection, ignore(dialect, inbox, "bot", "key"), rows)
    return len(rows)


def _signal(session: str, home: str) -> Post:
    return Post(Posted("go-on", {"session": session}), household=home)
