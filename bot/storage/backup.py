"""Sealed copies of both databases, made while the bot runs, and their way back.

SQLite's own online backup takes one consistent snapshot beside the writer. Data first, keys after it: whatever the data needs is
then among the keys, unless somebody was forgotten in between. Data and keys are two files, because a person who asked to be
forgotten must be gone from backups too: copies of keys live a week, and without them copies of the data are noise.
Each file is sealed in pieces under a key of its own, derived from the master key; a piece knows its number and whether it is the
last, so that a file that was cut off, shuffled or joined does not open.
What is unsealed on the way back lies beside the database, for the same eyes as the database from its first byte on, and what a
killed `restore` left there goes when the next one, or the bot, takes the lock.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.engine import make_url

from bot.storage.copying import Kind, copy_file
from bot.storage.files import Lock, Refused, clear_unfinished, create_private, file_of, make_private, sync_folder, unfinished
from bot.storage.master import Master, name_of

KEYS_LIVE = timedelta(days=7)
MAGIC = b"groundwork backup 1\n"
PIECE = 1 << 20
SALT = 16
NAME = re.compile(r"(data|keys)-(\d{8}T\d{6}Z)\.sealed")
UNFINISHED = re.compile(r"(data|keys)-(\d{8}T\d{6}Z)\.(copy|part)(-journal|-wal|-shm)?")
LONGEST = timedelta(hours=1)
"""No backup takes longer: what is unfinished then was left by a process that was killed, and is not sealed yet."""
STAMP = "%Y%m%dT%H%M%SZ"
WRONG = "This master key does not open this backup; use the one it was made with."
BROKEN = "This backup is damaged or not one of Groundwork's; please use another one."


def stamp_of(file: Path) -> datetime | None:
    """When a backup was made (UTC), by its name; None for any other file."""
    return _stamped(NAME, file)


def _stamped(name: re.Pattern[str], file: Path) -> datetime | None:
    found = name.fullmatch(file.name)
    return datetime.strptime(found[2], STAMP).replace(tzinfo=UTC) if found else None


def backups(folder: Path, kind: Kind) -> list[Path]:
    """The backups of one kind, oldest first."""
    return sorted(f for f in folder.glob(f"{kind}-*.sealed") if stamp_of(f)) if folder.is_dir() else []


def newest(folder: Path) -> datetime | None:
    """When the last whole backup was made; None if there is none."""
    last = backups(folder, "keys")[-1:]
    return stamp_of(last[0]) if last else None


def back_up(database_url: str, keys_url: str, folder: Path, master: Master, now: datetime) -> tuple[Path, Path]:
    """Writes a pair of backups named after `now` (UTC) and returns them. Beside a running bot too. Raises `Refused`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = now.strftime(STAMP)
    made = [
        _sealed_copy("data", database_url, folder / f"data-{stamp}.sealed", master),
        _sealed_copy("keys", keys_url, folder / f"keys-{stamp}.sealed", master),
    ]
    return made[0], made[1]


def clear_out(folder: Path, now: datetime, keep_data: timedelta) -> int:
    """Deletes copies of keys after a week, of data after `keep_data`, what a kill left of any at once. Returns how many went."""
    gone = _left_over(folder, now)
    gone += [f for f in backups(folder, "keys") if now - _made(f) > KEYS_LIVE]
    gone += [f for f in backups(folder, "data") if now - _made(f) > keep_data]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _left_over(folder: Path, now: datetime) -> list[Path]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [f for f in files if (begun := _stamped(UNFINISHED, f)) is not None and now - begun > LONGEST]


def made_with(file: Path) -> str:
    """The short name of the master key that a backup was made with. Raises `Refused` if there is none, or it is no backup."""
    try:
        with file.open("rb") as sealed:
            return _name_in(sealed.read(len(MAGIC) + 16))
    except FileNotFoundError:
        raise Refused(f"There is no backup at {file}.") from None


def restore(file: Path, url: str, master: Master) -> None:
    """Puts a backup back where no database is yet. Raises `Refused`: wrong key, damaged, or something is there already."""
    target = _file(url)
    make_private(target)
    lock = Lock(target.with_name(target.name + ".lock"))
    new = unfinished(target)
    try:
        clear_unfinished(target)
        if target.stat().st_size:
            raise Refused(f"There is a database at {target} already; restore to another place, or move that one away first.")
        _unsealed_to(file, new, master)
        _refuse_damaged(new)
        for rest in ("-wal", "-shm"):
            target.with_name(target.name + rest).unlink(missing_ok=True)
        new.replace(target)
        sync_folder(target.parent)
    finally:
        clear_unfinished(target)
        lock.free()


def _made(file: Path) -> datetime:
    return stamp_of(file) or datetime.max.replace(tzinfo=UTC)


def _file(url: str) -> Path:
    path = file_of(make_url(url))
    if path is None:
        raise Refused("This command copies SQLite files; for PostgreSQL use pg_dump, data and keys apart.")
    return path


def _sealed_copy(kind: Kind, url: str, target: Path, master: Master) -> Path:
    source = _file(url)
    if not source.is_file():
        raise Refused(f"There is no database at {source} yet, so there is nothing to back up.")
    copy, sealed = target.with_suffix(".copy"), target.with_suffix(".part")
    try:
        copy_file(source, copy, kind)
        _sealed_to(copy, sealed, master.current)
        sealed.replace(target)
        sync_folder(target.parent)
    finally:
        copy.unlink(missing_ok=True)
        sealed.unlink(missing_ok=True)
    return target


def _sealed_to(source: Path, target: Path, master: bytes) -> None:
    head = MAGIC + name_of(master).encode() + os.urandom(SALT)
    cipher = _cipher(master, head)
    with source.open("rb") as clear, target.open("wb") as sealed:
        os.fchmod(sealed.fileno(), 0o600)
        sealed.write(head)
        for number, piece, last in _pieces(clear.read, source.stat().st_size):
            body = cipher.encrypt(_nonce(number, last), piece, head)
            sealed.write(struct.pack(">I", len(body)) + body)
        sealed.flush()
        os.fsync(sealed.fileno())


def _pieces(read: Callable[[int], bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    count = max(1, -(-size // PIECE))
    for number in range(count):
        yield number, read(PIECE), number == count - 1


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">QI", number, int(last))


def _cipher(master: bytes, head: bytes) -> AESGCM:
    """The salt in the head makes a key for this file alone, so numbered nonces never meet twice."""
    return AESGCM(hmac.digest(master, b"groundwork backup|" + head, hashlib.sha256))


def _unsealed_to(source: Path, target: Path, master: Master) -> None:
    try:
        with source.open("rb") as sealed, create_private(target) as clear:
            head = sealed.read(len(MAGIC) + 16 + SALT)
            _open_pieces(sealed.read, head, _master_for(head, master), clear.write)
            clear.flush()
            os.fsync(clear.fileno())
    except FileNotFoundError:
        raise Refused(f"There is no backup at {source}.") from None


def _master_for(head: bytes, master: Master) -> bytes:
    wanted = _name_in(head)
    for raw in (master.current, master.previous):
        if raw is not None and name_of(raw) == wanted:
            return raw
    raise Refused(WRONG)


def _name_in(head: bytes) -> str:
    if not head.startswith(MAGIC):
        raise Refused(BROKEN)
    return head[len(MAGIC) : len(MAGIC) + 16].decode("ascii", "replace")


def _open_pieces(read: Callable[[int], bytes], head: bytes, master: bytes, write: Callable[[bytes], object]) -> None:
    cipher, number, last = _cipher(master, head), 0, False
    while not last:
        size = read(4)
        if len(size) < 4:
            raise Refused(BROKEN)
        body = read(struct.unpack(">I", size)[0])
        piece, last = _open_piece(cipher, number, body, head)
        write(piece)
        number += 1
    if read(1):
        raise Refused(BROKEN)


def _open_piece(cipher: AESGCM, number: int, body: bytes, head: bytes) -> tuple[bytes, bool]:
    for last in (False, True):
        try:
            return cipher.decrypt(_nonce(number, last), body, head), last
        except InvalidTag:
            continue
    raise Refused(BROKEN)


def _refuse_damaged(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as database:
            (said,) = database.execute("PRAGMA integrity_check").fetchone()
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError:
        said = "no"
    if said != "ok":
        raise Refused(BROKEN)
