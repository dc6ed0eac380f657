"""Files of a database: private, on a disk of this machine, and one process at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.engine import URL

MOUNTS = Path("/proc/self/mounts")
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.glusterfs", "ceph", "afs"}


class Refused(Exception):
    """The storage cannot be opened as it is. The sentence says what is wrong and what would be right; no secret is in it."""


def file_of(url: URL) -> Path | None:
    """The file of a SQLite address; None for another engine."""
    if not url.drivername.startswith("sqlite"):
        return None
    if not url.database or url.database == ":memory:":
        raise Refused("The database needs a file, for example sqlite+aiosqlite:////var/lib/groundwork/data.db.")
    return Path(url.database)


def refuse_missing(path: Path) -> None:
    """Raises `Refused` where there is no database yet: who only looks makes none."""
    if not path.exists():
        raise Refused(f"There is no database at {path} yet; run the bot first.")


def make_private(path: Path) -> None:
    """Creates directory (0700) and file (0600) before SQLite would with wider rights; WAL files inherit them."""
    make_folder(path.parent)
    refuse_network(path.parent.resolve(), MOUNTS.read_text(encoding="utf-8") if MOUNTS.exists() else "")
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def sync(path: Path) -> None:
    """What is in a file, or the names that were made, moved or deleted in a folder, outlast a power cut from here on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Makes a folder for its owner alone, and those above it where they are missing, to outlast a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync(folder.parent)


def unfinished(path: Path) -> Path:
    """Where a backup is unsealed before it takes the place of the database `path`."""
    return path.with_name(path.name + ".restoring")


def create_private(path: Path) -> BinaryIO:
    """A new file that its owner alone may read from its first moment on. Raises `FileExistsError`."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def clear_unfinished(path: Path) -> None:
    """Deletes what a killed `restore` left unsealed. Only for who holds the lock of `path`: else one may be at work."""
    left = unfinished(path)
    for rest in ("", "-journal", "-wal", "-shm", ".lock"):
        left.with_name(left.name + rest).unlink(missing_ok=True)


class Lock:
    """Holds a lock file, so that one process has the database. The system frees it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise Refused("Another Groundwork is already using this database; stop it first.") from None

    def free(self) -> None:
        """Lets the next one in."""
        os.close(self._handle)


def refuse_network(folder: Path, mounts: str) -> None:
    """Raises `Refused` if `folder` lies on a network share, going by the lines of /proc/mounts: locks and WAL need a real disk."""
    found = [line.split()[1:3] for line in mounts.splitlines() if len(line.split()) > 2]
    over = [(Path(at), kind) for at, kind in found if folder.is_relative_to(at)]
    _, kind = max(over, key=lambda one: len(one[0].parts), default=(None, ""))
    if kind in NETWORK:
        raise Refused(f"The database lies on a network share ({kind}); put it on a disk of this machine.")
