"""Connections: one that writes, a few that read, and every write through one door.

Work is written as plain code on a SQLAlchemy connection. PostgreSQL runs it through the async engine; SQLite runs the whole
transaction in one thread of its own, because through an async driver each statement hops to a thread and back three or four
times, and those hops cost more than the statements (1,700 durable updates/s instead of several thousand).

Two pieces of work on one SQLite connection would share one transaction, and a cancelled task's statement still lands. So a
write holds the only writing connection from BEGIN to COMMIT and is shielded from the cancellation of whoever asked for it.
`Database.write` is the one place where a transaction that writes is opened, which is where a test puts its faults.
Who only looks reads beside whoever has the database: without its lock, and on connections that cannot write.
`synchronous=FULL`: in WAL mode NORMAL loses committed transactions on power loss, and by then Telegram has been told that the
update arrived. `page_size` holds for new files only: with pages of 8 KiB an index over a million rows is three pages deep.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.storage.files import Lock, clear_unfinished, file_of, make_private, refuse_missing
from bot.storage.files import Refused as Refused

T = TypeVar("T")
Work = Callable[[Connection], T]

PRAGMAS = (
    "page_size=8192",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "busy_timeout=5000",
    "temp_store=MEMORY",
    "journal_size_limit=16777216",
)
LOOKING = ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "busy_timeout=5000", "temp_store=MEMORY")
READERS = 2


class InUse(Exception):
    """Somebody still reads what was erased; it could not be scrubbed yet."""


class Line(Protocol):
    """Some connections on which work runs, each piece in a transaction of its own."""

    async def run(self, work: Work[T]) -> T: ...

    async def plainly(self, statement: str) -> tuple[Any, ...] | None:
        """Runs a statement outside any transaction. Returns its first row."""
        ...

    async def close(self) -> None: ...


class FileLine:
    """Connections to a SQLite file, with as many threads as connections. `looks`: they can write nothing.

    A connection on which all went well is kept at hand: a pool's taking and giving back costs half an empty transaction.
    """

    def __init__(self, path: Path, size: int, begin: str, looks: bool = False) -> None:
        self._idle: list[Connection] = []
        self._threads = ThreadPoolExecutor(size, "storage")
        pool: dict[str, Any] = {"pool_size": size, "max_overflow": 0, "pool_reset_on_return": None, "hide_parameters": True}
        database, how = (f"file:{quote(str(path))}", {"mode": "ro", "uri": "true"}) if looks else (str(path), {})
        address = URL.create("sqlite+pysqlite", database=database, query=how)
        self._engine = create_engine(address, connect_args={"check_same_thread": False}, **pool)
        event.listen(self._engine, "connect", _tune_to_look if looks else _tune)
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql(begin))

    async def run(self, work: Work[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    async def plainly(self, statement: str) -> tuple[Any, ...] | None:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._plainly, statement)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads, self._dispose)
        self._threads.shutdown()

    def _run(self, work: Work[T]) -> T:
        connection = self._idle.pop() if self._idle else self._engine.connect()
        try:
            with connection.begin():
                result = work(connection)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return result

    def _plainly(self, statement: str) -> tuple[Any, ...] | None:
        connection = self._idle.pop() if self._idle else self._engine.connect()
        try:
            driver: Any = connection.connection.driver_connection
            return next(iter(driver.execute(statement).fetchall()), None)
        finally:
            connection.close()

    def _dispose(self) -> None:
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()


class ServerLine:
    """Connections to a database server."""

    def __init__(self, url: URL, size: int) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine  # SQLite does without it, and without its memory

        self._engine = create_async_engine(url, pool_size=size, max_overflow=0, hide_parameters=True)

    async def run(self, work: Work[T]) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def plainly(self, statement: str) -> None:
        """A server scrubs by itself."""
        return

    async def close(self) -> None:
        await self._engine.dispose()


def _tune(connection: DBAPIConnection, _record: object) -> None:
    _set(connection, PRAGMAS)


def _tune_to_look(connection: DBAPIConnection, _record: object) -> None:
    _set(connection, LOOKING)


def _set(connection: DBAPIConnection, pragmas: Iterable[str]) -> None:
    """Pragmas, and no implicit BEGIN of the driver's own: that one starts deferred and fails to become a writer's."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Database:
    """One database: its writer, its readers and, for a file, its lock. Who `looks` has neither a writer nor the lock."""

    def __init__(self, url: str, looks: bool = False) -> None:
        address = make_url(url)
        path = file_of(address)
        self.dialect = address.get_backend_name()
        self._lock: Lock | None = None
        self.closed = False
        self._turn = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()
        self._writer: Line
        self._reader: Line
        if path is None:
            self._writer, self._reader = ServerLine(address, 1), ServerLine(address, READERS)
        elif looks:
            refuse_missing(path)
            self._writer, self._reader = FileLine(path, 1, "BEGIN", looks), FileLine(path, READERS, "BEGIN", looks)
        else:
            make_private(path)
            self._lock = Lock(path.with_name(path.name + ".lock"))
            clear_unfinished(path)
            self._writer, self._reader = FileLine(path, 1, "BEGIN IMMEDIATE"), FileLine(path, READERS, "BEGIN")

    async def write(self, work: Work[T], committed: Callable[[], None] | None = None) -> T:
        """Runs `work` in a transaction of its own, alone; returns after its commit, having called `committed`.

        Raises what `work` raised; then nothing was written.
        """
        task = asyncio.ensure_future(self._write(work, committed))
        self._running.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def read(self, work: Work[T]) -> T:
        """Runs `work` on one snapshot, beside the writer."""
        return await self._reader.run(work)

    async def scrub(self) -> None:
        """Empties the write-ahead log after something was erased: erased pages would linger there.

        Raises `InUse` when somebody reads what is in the log, a backup for example: then it is to be tried again.
        """
        async with self._turn:
            said = await self._writer.plainly("PRAGMA wal_checkpoint(TRUNCATE)")
        if said is not None and said[0]:
            raise InUse

    async def close(self) -> None:
        """Waits for what runs and closes every connection; a second time there is nothing to do."""
        if self.closed:
            return
        self.closed = True
        try:
            await asyncio.gather(*self._running, return_exceptions=True)
        finally:
            await self._reader.close()
            await self._writer.close()
            if self._lock is not None:
                self._lock.free()
                self._lock = None

    async def _write(self, work: Work[T], committed: Callable[[], None] | None) -> T:
        async with self._turn:
            result = await self._writer.run(work)
            if committed is not None:
                committed()
            return result

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()
