"""Data keys, wrapped by the master key, in a database of their own.

A key per person, one per household and, for the lobby (what arrived and is not yet anybody's), one that stays and one for each
day. They are read in one query per batch and never kept longer, so that forgetting a key forgets every backup of the data too.
Keys are created before the data they seal and deleted after it: two files do not commit together, and a key without data harms
nobody. A stored canary tells a wrong master key at once; a new one is never made where anything was sealed before. A key that was
forgotten leaves a grave, a row without a key: one that is missing without a grave may still be put back, because a copy of the
keys can be older than the data.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, inspect, select, update

from bot.logs import hashed, log
from bot.storage.engine import Database
from bot.storage.files import Refused
from bot.storage.master import SIZE, Master, name_of
from bot.storage.migrate import make_new, refuse_older, upgrade
from bot.storage.sealing import LOBBY, Key, Ring, Sealed, bound_to
from bot.storage.statements import chosen, ignore, many
from bot.storage.tables import canaries, keys

CANARY = b"groundwork"
WRONG = "The master key does not open these keys; start with the master key that they were made with."
USED = "There are keys already; a new master key would not open them, so none was made."
GONE = "There is sealed data but no master key was ever recorded for it; put the keys database back that belongs to it."


GRAVE = "gone:"
THERE = keys.c.version > 0


class Tried(msgspec.Struct, frozen=True):
    """How many rows of keys were opened (or wrapped anew), and how many do not open."""

    good: int
    closed: int


class Safe:
    """The keys database, opened with the master key."""

    def __init__(self, database: Database, master: Callable[[], Master]) -> None:
        self._database = database
        self._master = master

    async def upgrade(self) -> None:
        """Brings the keys database to the newest tables."""
        await upgrade(self._database, "keys")

    async def make_new(self) -> None:
        """Makes the tables of a keys database that has none. Raises `Refused` over older ones."""
        await make_new(self._database, "keys")

    async def refuse_older(self) -> None:
        """Raises `Refused` unless the tables are there, and the newest; changes nothing."""
        await refuse_older(self._database, "keys")

    async def prepare(self, sealed_before: bool) -> None:
        """Checks the canary; on an empty pair of databases makes it, and the lobby's key. Raises `Refused`."""
        await self._database.write(lambda connection: self._prepare(connection, sealed_before))

    async def fits(self) -> None:
        """Raises `Refused` unless the tables are the newest and the master key opens every canary; changes nothing."""
        await self.refuse_older()
        rows = await self._database.read(lambda connection: connection.execute(select(canaries)).all())
        _check({row.master: row.body for row in rows}, self._master())

    async def refuse_used(self, sealed_before: bool) -> None:
        """Raises `Refused` if anything was sealed already: a new master key would not open it."""
        if await self._database.read(_used) or sealed_before:
            raise Refused(USED)

    async def check(self) -> Tried:
        """Opens the canaries and every key. Raises `Refused` if the master key does not fit; a damaged row is only counted."""
        await self.prepare(sealed_before=True)
        rows = await self._database.read(lambda connection: connection.execute(select(keys).where(THERE)).all())
        masters = self._master().by_name()
        good = sum(_tried(row, masters) is not None for row in rows)
        return Tried(good, len(rows) - good)

    async def ring(self, owners: Iterable[str]) -> Ring:
        """The keys of `owners` and of the lobby, in one query; an owner without a key that opens is simply not in the ring.

        Whose key is missing although nobody forgot it counts as damaged; that takes a second query.
        """
        wanted = {LOBBY, *owners}
        rows, lost = await self._database.read(lambda connection: _rows_and_lost(connection, wanted))
        return self._opened(rows, lost)

    async def mark(self) -> str | None:
        """What only these keys make, however they are wrapped; None where the lobby's is missing. Raises `Refused`."""
        rows = await self._database.read(lambda connection: _rows(connection, {LOBBY}))
        return self._opened(rows).tag("keys", "data").hex() if rows else None

    async def owners(self) -> set[str]:
        """Everybody who has a key, but for the lobby."""
        rows = await self._database.read(lambda connection: connection.execute(select(keys.c.owner).where(THERE)).all())
        return {row.owner for row in rows if not row.owner.startswith(LOBBY)}

    async def ensure(self, owners: Collection[str], others: Collection[str] = ()) -> Ring:
        """Like `ring` for `owners` and `others`, but first makes the keys that `owners` lack, and commits them."""
        ring = await self._present({*owners, *others})
        missing = [owner for owner in owners if owner not in ring]
        if not missing:
            return ring
        await self._database.write(lambda connection: self._make(connection, missing))
        return await self._present({*owners, *others})

    async def _present(self, owners: set[str]) -> Ring:
        rows = await self._database.read(lambda connection: _rows(connection, {LOBBY, *owners}))
        return self._opened(rows)

    async def forget(self, owners: Collection[str]) -> None:
        """Deletes keys for good: what they sealed is noise from now on, in backups of the data too. Each leaves a grave."""
        if owners:
            await self._database.write(lambda connection: self._forget(connection, owners))
            await self._database.scrub()

    async def days(self) -> set[str]:
        """The days that have a key, as owners."""
        named = keys.c.owner.startswith(f"{LOBBY}:", autoescape=True)
        rows = await self._database.read(lambda connection: connection.execute(select(keys.c.owner).where(named)).all())
        return {row.owner for row in rows}

    async def drop(self, owners: Collection[str]) -> None:
        """Deletes keys of days for good; nobody looks for them any more, so they leave no grave."""
        if owners:
            await self._database.write(lambda c: c.execute(delete(keys).where(keys.c.owner.in_(list(owners)))))
            await self._database.scrub()

    async def bury(self, owners: Collection[str]) -> int:
        """Makes graves: that there is no key is as it shall be. Returns how many are new."""
        return await self._database.write(lambda connection: self._bury(connection, owners))

    async def rotate(self) -> Tried:
        """Wraps every key that opens with the current master key; the data stays as it is, and so does a row that does not open.

        Raises `Refused` if the master keys do not fit.
        """
        return await self._database.write(self._rotate)

    async def close(self) -> None:
        """Closes the keys database."""
        await self._database.close()

    def _prepare(self, connection: Connection, sealed_before: bool) -> None:
        master = self._master()
        known = {row.master: row.body for row in connection.execute(select(canaries))}
        kept = (connection.execute(select(func.count()).select_from(keys))).scalar_one()
        if not known and (kept or sealed_before):
            raise Refused(GONE)
        if known:
            return _check(known, master)
        connection.execute(insert(canaries), [_canary(master.current)])
        self._make(connection, [LOBBY])
        return None

    def _make(self, connection: Connection, owners: list[str]) -> None:
        master = self._master().current
        rows = [_wrap(owner, 1, os.urandom(SIZE), master) for owner in owners]
        connection.execute(ignore(self._database.dialect, keys, "owner", "version"), rows)

    def _forget(self, connection: Connection, owners: Collection[str]) -> None:
        connection.execute(delete(keys).where(keys.c.owner.in_(list(owners))))
        self._bury(connection, owners)

    def _bury(self, connection: Connection, owners: Collection[str]) -> int:
        graves = [{"owner": _grave(owner), "version": 0, "master": "", "wrapped": b""} for owner in owners]
        return many(connection, ignore(self._database.dialect, keys, "owner", "version"), graves)

    def _rotate(self, connection: Connection) -> Tried:
        self._prepare(connection, sealed_before=True)
        master = self._master()
        masters, current = master.by_name(), name_of(master.current)
        found = [(row, _tried(row, masters)) for row in connection.execute(select(keys).where(THERE)).all()]
        old = [(row, raw) for row, raw in found if raw is not None and row.master != current]
        rows = [_wrap(row.owner, row.version, raw, master.current) for row, raw in old]
        connection.execute(ignore(self._database.dialect, canaries, "master"), [_canary(master.current)])
        for row in rows:
            same = (keys.c.owner == row["owner"]) & (keys.c.version == row["version"])
            connection.execute(update(keys).where(same).values(master=row["master"], wrapped=row["wrapped"]))
        connection.execute(delete(canaries).where(canaries.c.master != current))
        return Tried(len(rows), sum(raw is None for _, raw in found))

    def _opened(self, rows: Iterable[Row[Any]], lost: Collection[str] = ()) -> Ring:
        """A row that was damaged concerns its own household alone. Raises `Refused` where the lobby's does not open."""
        masters = self._master().by_name()
        opened = [(row, _unwrapped(row, masters)) for row in rows]
        for owner in lost:
            log("keys.missing", level=logging.ERROR, owner=hashed(owner))
        damaged = (*lost, *(row.owner for row, raw in opened if raw is None))
        return Ring(((row.owner, Key(raw, row.version)) for row, raw in opened if raw is not None), damaged)


def _used(connection: Connection) -> bool:
    return inspect(connection).has_table(canaries.name) and connection.execute(select(canaries)).first() is not None


def _rows(connection: Connection, owners: set[str]) -> Sequence[Row[Any]]:
    return chosen(connection, keys, "owner", owners)


def _rows_and_lost(connection: Connection, owners: set[str]) -> tuple[Sequence[Row[Any]], Collection[str]]:
    """The keys, and whose is missing without a grave."""
    rows = _rows(connection, owners)
    missing = {owner for owner in owners - {row.owner for row in rows} if not owner.startswith(LOBBY)}
    graves = {row.owner for row in _rows(connection, {_grave(owner) for owner in missing})} if missing else set()
    return rows, [owner for owner in sorted(missing) if _grave(owner) not in graves]


def _grave(owner: str) -> str:
    """The name under which it is remembered that a key was forgotten; it names nobody to whoever does not know the owner's id."""
    return GRAVE + hashlib.sha256(owner.encode()).hexdigest()[:32]


def _wrap(owner: str, version: int, raw: bytes, master: bytes) -> dict[str, Any]:
    wrapped = Key(master).seal(raw, bound_to("keys", "wrapped", f"{owner}:{version}", name_of(master)))
    return {"owner": owner, "version": version, "master": name_of(master), "wrapped": wrapped}


def _unwrap(row: Row[Any], masters: Mapping[str, Key]) -> bytes:
    master = masters.get(row.master)
    if master is None:
        raise Refused(WRONG)
    try:
        return master.open(row.wrapped, bound_to("keys", "wrapped", f"{row.owner}:{row.version}", row.master))
    except Sealed:
        raise Refused(WRONG) from None


def _tried(row: Row[Any], masters: Mapping[str, Key]) -> bytes | None:
    try:
        return _unwrap(row, masters)
    except Refused:
        return None


def _unwrapped(row: Row[Any], masters: Mapping[str, Key]) -> bytes | None:
    raw = _tried(row, masters)
    if raw is None and row.owner == LOBBY:
        raise Refused(WRONG)
    if raw is None:
        log("keys.damaged", level=logging.ERROR, owner=hashed(row.owner))
    return raw


def _canary(master: bytes) -> dict[str, Any]:
    name = name_of(master)
    return {"master": name, "body": Key(master).seal(CANARY, bound_to("canaries", "body", name, ""))}


def _check(known: Mapping[str, bytes], master: Master) -> None:
    """Every master key that something is wrapped with must be at hand and open its canary."""
    masters = master.by_name()
    for name, body in known.items():
        try:
            masters[name].open(body, bound_to("canaries", "body", name, ""))
        except (KeyError, Sealed):
            raise Refused(WRONG) from None
