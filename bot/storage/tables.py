"""The tables. What lies in clear is what a query must see: ids, household, visit, revision, due, status and Telegram's ids.

Everything else is one sealed blob per row, so a new field of a household needs no migration. Moments are whole microseconds since
1970 (UTC) in a big integer: exact, the same in every engine, and quick to compare. Statuses are small numbers because the partial
indexes over what still waits must be recognised by the planner of both engines, and `status < 2` written as a literal is.
Keys have metadata of their own: they live in another database with short-lived backups.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, SmallInteger, String, Table, text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

SHUT, NEW, DONE, DEAD = -1, 0, 1, 2
"""Of the inbox. `SHUT`: it waits until the damaged key of its household is put back, out of the way of what is new."""
WAITING, SENDING, SENT, NEVER, SKIPPED, UNKNOWN, DROPPED = 0, 1, 2, 3, 4, 5, 6

metadata = MetaData()
keys_metadata = MetaData()
Number = BigInteger().with_variant(Integer, "sqlite")


def micro(at: datetime) -> int:
    """Microseconds since 1970 of an aware moment."""
    return (at - EPOCH) // MICROSECOND


def moment(stored: int) -> datetime:
    """The aware moment (UTC) that `micro` wrote."""
    return EPOCH + timedelta(microseconds=stored)


def _waits(name: str, column: Column[int], *columns: Column[int], where: str) -> None:
    Index(name, column, *columns, sqlite_where=text(where), postgresql_where=text(where))


households = Table(
    "households",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("merged_into", String(64)),
    Column("body", LargeBinary),
)

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("household", String(64), nullable=False, index=True),
    Column("user_id", BigInteger),
    Column("body", LargeBinary, nullable=False),
)
Index("people_user", people.c.bot, people.c.user_id, unique=True)

groups = Table(
    "groups",
    metadata,
    Column("household", String(64), primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("status", String(16), nullable=False),
    sqlite_with_rowid=False,
)
Index("groups_chat", groups.c.bot, groups.c.chat)

invitations = Table(
    "invitations",
    metadata,
    Column("household", String(64), primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("until", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("invitations_hash", invitations.c.bot, invitations.c.hash)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("household", String(64), nullable=False, index=True),
    Column("status", String(16), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

session_parts = Table(
    "session_parts",
    metadata,
    Column("session", String(64), primary_key=True),
    Column("owner", String(64), primary_key=True),
    Column("household", String(64), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("household", String(64), nullable=False, index=True),
    Column("owner", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("household", String(64), nullable=False, index=True),
    Column("due", BigInteger),
    Column("attempts", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("schedules_due", schedules.c.bot, schedules.c.due)

timers = Table(
    "timers",
    metadata,
    Column("session", String(64), primary_key=True),
    Column("visit", String(64), primary_key=True),
    Column("tag", LargeBinary, primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("household", String(64), nullable=False, index=True),
    Column("due", BigInteger, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("timers_due", timers.c.bot, timers.c.due)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("bot", BigInteger, nullable=False),
    Column("key", String(120), nullable=False),
    Column("household", String(64)),
    Column("user_id", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("error", String(80)),
    Column("raw", LargeBinary),
    sqlite_autoincrement=True,
)
Index("inbox_key", inbox.c.bot, inbox.c.key, unique=True)
_waits("inbox_new", inbox.c.bot, inbox.c.id, where="status = 0")
_waits("inbox_household", inbox.c.household, where="status = 0")

outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("bot", BigInteger, nullable=False),
    Column("idem", String(160), nullable=False),
    Column("household", String(64), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("asks", SmallInteger, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("ready", BigInteger, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("unknowns", SmallInteger, nullable=False),
    Column("name", LargeBinary),
    Column("edits", LargeBinary),
    Column("payload", LargeBinary),
    Column("message", BigInteger),
    Column("settled", BigInteger),
    sqlite_autoincrement=True,
)
Index("outbox_idem", outbox.c.bot, outbox.c.idem, unique=True)
_waits("outbox_heads", outbox.c.bot, outbox.c.priority, outbox.c.id, where="status < 2")
_waits("outbox_chats", outbox.c.bot, outbox.c.chat, outbox.c.id, where="status < 2")
_waits("outbox_ready", outbox.c.bot, outbox.c.ready, where="status < 2")
_waits("outbox_household", outbox.c.household, where="status < 2")
_waits("outbox_names", outbox.c.bot, outbox.c.chat, outbox.c.name, where="name IS NOT NULL")

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("bot", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("act", String(80), nullable=False),
    sqlite_autoincrement=True,
)

flow_texts = Table(
    "flow_texts",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", String(200), nullable=False),
)

keys = Table(
    "keys",
    keys_metadata,
    Column("owner", String(64), primary_key=True),
    Column("version", SmallInteger, primary_key=True),
    Column("master", String(16), nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

canaries = Table(
    "canaries",
    keys_metadata,
    Column("master", String(16), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

INBOX_NEW = text("inbox.status = 0")
OUTBOX_UNSENT = text("outbox.status < 2")
