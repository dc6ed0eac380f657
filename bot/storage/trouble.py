"""What is wrong with the disk or the server under a database, in words for who runs the bot.

What is wrong with a statement of ours is not among it: that is a fault, and wants its traceback.
"""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

FULL = "the disk is full; free some room"
CLOSED = "its file cannot be opened; look at the rights of its folder"
DAMAGED = "its file is damaged; move it away and put a backup back"
OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written; look whether it is full or broken",
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_PERM: CLOSED,
    sqlite3.SQLITE_READONLY: "its file can only be read; look at the rights of it and of its folder",
    sqlite3.SQLITE_BUSY: "another program keeps it locked; end that one",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
OF_A_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM}
SERVER = "its server does not answer or lets nobody in; look whether it runs"


def trouble(error: BaseException) -> str | None:
    """One sentence, without a word of what was being written; None for any other error."""
    if isinstance(error, OSError) and error.errno in OF_A_DISK:
        return f"{error.filename or 'A file'}: {error.strerror}."
    found = _of_database(error)
    return f"The database cannot be used: {found}, then start again." if found is not None else None


def _of_database(error: BaseException) -> str | None:
    driver = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(driver, sqlite3.Error):
        # The driver's own errors have no code; the last byte is the kind.
        return OF_SQLITE.get(getattr(driver, "sqlite_errorcode", -1) & 0xFF)
    return SERVER if isinstance(error, OperationalError) else None
