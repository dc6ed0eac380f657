"""A sealed file: in pieces under a key of its own, derived from the master key.

A piece knows its number and whether it is the last, so that a file that was cut off, shuffled or joined does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.copying import Halted, go_on
from bot.storage.files import Refused, create_private
from bot.storage.master import Master, name_of

MAGIC = b"groundwork backup 1\n"
PIECE = 1 << 20
SALT = 16
SYNCED = 32
"""After as many pieces the disk has them all: the last sync is then a short one too."""
WRONG = "This master key does not open this backup; use the one it was made with."
BROKEN = "This backup is damaged or not one of Groundwork's; please use another one."


def made_with(file: Path) -> str:
    """The short name of the master key that a backup was made with. Raises `Refused` if there is none, or it is no backup."""
    try:
        with file.open("rb") as sealed:
            return _name_in(sealed.read(len(MAGIC) + 16))
    except FileNotFoundError:
        raise Refused(f"There is no backup at {file}.") from None


def seal_file(source: Path, target: Path, master: bytes, halted: Halted) -> None:
    """Writes `source`, sealed, to `target` and to the disk. Raises `CutOff`."""
    head = MAGIC + name_of(master).encode() + os.urandom(SALT)
    cipher = _cipher(master, head)
    with source.open("rb") as clear, target.open("wb") as sealed:
        os.fchmod(sealed.fileno(), 0o600)
        sealed.write(head)
        for number, piece, last in _pieces(clear.read, source.stat().st_size):
            go_on(halted)
            body = cipher.encrypt(_nonce(number, last), piece, head)
            sealed.write(struct.pack(">I", len(body)) + body)
            if last or number % SYNCED == SYNCED - 1:
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


def unseal_file(source: Path, target: Path, master: Master) -> None:
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
