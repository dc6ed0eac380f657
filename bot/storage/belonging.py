"""Whether keys and data belong together.

The canary ties the master key to the keys database; a mark in the data, which only the lobby's key makes, ties that one to the
data. Without it the keys of another bot under the same master key would pass, and everybody here would seem to be forgotten.
Whose key is merely missing is not: keys may be older than the data. A key that was forgotten on purpose leaves a grave.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, union

from bot.storage.engine import Database
from bot.storage.files import Refused
from bot.storage.keys import Safe
from bot.storage.statements import ignore
from bot.storage.tables import households, meta, people

NAME = "keys"
FOREIGN = "These keys belong to other data; set keys_url to the keys database of this data, or put that one back."


async def tie(database: Database, safe: Safe) -> None:
    """Compares the mark, or makes it where there is none. Raises `Refused`."""
    mark = await fits(database, safe)
    if mark is not None:
        await _bury(database, safe)
        statement = ignore(database.dialect, meta, "name")
        await database.write(lambda connection: connection.execute(statement, [{"name": NAME, "value": mark}]))


async def fits(database: Database, safe: Safe) -> str | None:
    """Compares the mark, and changes nothing. Raises `Refused`. Returns the mark to make where there is none."""
    mark = await safe.mark()
    known = await database.read(_known)
    if mark is None or known not in (None, mark):
        raise Refused(FOREIGN)
    return mark if known is None else None


async def give_up(database: Database, safe: Safe) -> int:
    """Whoever has no key is taken as forgotten from now on. Raises `Refused`. Returns how many keys that were."""
    await fits(database, safe)
    return await _bury(database, safe)


async def _bury(database: Database, safe: Safe) -> int:
    """Whoever has no key where there is no mark yet was forgotten before graves were made. Raises `Refused` if nobody has one."""
    owners, held = await database.read(_owners), await safe.owners()
    if owners and held and owners.isdisjoint(held):
        raise Refused(FOREIGN)
    return await safe.bury(owners - held)


def _known(connection: Connection) -> str | None:
    return connection.execute(select(meta.c.value).where(meta.c.name == NAME)).scalar()


def _owners(connection: Connection) -> set[str]:
    homes = select(households.c.id).where(households.c.body.is_not(None))
    return set(connection.execute(union(homes, select(people.c.id))).scalars())
