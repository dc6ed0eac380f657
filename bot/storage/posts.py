"""Signals from one household to another: rows in the other's inbox, written with whatever caused them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from bot.app.ports import Post
from bot.storage import sealed_rows
from bot.storage.sealed_rows import Row
from bot.storage.sealing import Ring
from bot.storage.statements import ignore, many
from bot.storage.tables import NEW, inbox, invitations, micro


def post(connection: Connection, bot: int, posts: Iterable[tuple[str, Post]], now: datetime, dialect: str, ring: Ring) -> None:
    """Rows for other households' inboxes. An invitation that is not known or over leads nowhere, without a word."""
    posts = list(posts)
    hashes = {given.invitation for _, given in posts if given.invitation is not None}
    homes = _invited(connection, bot, hashes, now) if hashes else {}
    rows = []
    for key, given in posts:
        home = given.household or homes.get(given.invitation or "")
        if home is not None:
            rows.append(post_row(bot, home, key, given, now, ring))
    many(connection, ignore(dialect, inbox, "bot", "key"), rows)


def _invited(connection: Connection, bot: int, hashes: set[str], now: datetime) -> dict[str, str]:
    open_ = (invitations.c.bot == bot) & invitations.c.hash.in_(hashes) & (invitations.c.until > micro(now))
    query = select(invitations.c.hash, invitations.c.household).where(open_)
    return {row.hash: row.household for row in connection.execute(query)}


def post_row(bot: int, household: str, key: str, given: Post, now: datetime, ring: Ring) -> Row:
    """A signal in a household's inbox; the key names it for ever."""
    named = ring.plain("p" + key)
    raw = ring.seal(ring.lobby(now), "inbox", "raw", named, sealed_rows.encoded(given.signal))
    head = {"bot": bot, "key": named, "household": household, "user_id": 0, "chat": 0, "received": micro(now)}
    return {**head, "status": NEW, "attempts": 0, "error": None, "raw": raw}
