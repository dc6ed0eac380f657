"""What runs, in clear: for the sandbox, whose talks are nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from bot.couple.household import Household
from bot.flow.session import Session
from bot.storage.engine import Database
from bot.storage.keys import Safe
from bot.storage.loading import Shelf, fetch, opened
from bot.storage.tables import households, sessions


async def inspect(database: Database, safe: Safe, bot: int) -> dict[str, Any]:
    """Every running session, and every timer of one."""
    shelf = await database.read(lambda connection: _busy(connection, bot))
    whole, _ = opened(shelf, await safe.ring(shelf.owners()))
    running = list(_running(whole.values()))
    return {
        "sessions": [_session(home, session) for home, session in running],
        "timers": [timer for home, session in running for timer in _timers(home, session)],
    }


def _busy(connection: Connection, bot: int) -> Shelf:
    homes = households.c.id == sessions.c.household
    query = select(sessions.c.household).distinct().join(households, homes)
    found = connection.execute(query.where(households.c.bot == bot, sessions.c.status == "running"))
    return fetch(connection, set(found.scalars()))


def _running(homes: Iterable[Household]) -> Iterable[tuple[Household, Session]]:
    return ((home, session) for home in homes for session in home.sessions.values() if session.status == "running")


def _session(home: Household, session: Session) -> dict[str, Any]:
    return {
        "household": home.id,
        "session": session.id,
        "flow": session.top.flow,
        "state": session.top.state,
        "version": session.top.hash,
        "waiting_for": sorted(session.top.progress) or sorted(session.people),
    }


def _timers(home: Household, session: Session) -> list[dict[str, Any]]:
    return [
        {"household": home.id, "session": session.id, "visit": t.visit, "name": t.name, "due": t.due.isoformat()}
        for t in session.timers()
    ]
