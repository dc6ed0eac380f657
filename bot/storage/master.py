"""The master key: where it is looked for, and how a new one is written.

The credentials directory of systemd comes first (it may be bound to the machine), then a file that only its owner may read, and
last the environment, with a warning, because every child process inherits it. An existing key is never replaced. One that was
changed for another stays beside it: a copy of the data, wherever it is kept, opens with the key of its day and with no other.
A new key is on the disk, under its name and whole, before anything is wrapped with it: whoever lost it would have lost everything.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from bot.storage.files import Refused, make_folder, sync
from bot.storage.sealing import Key

SIZE = 32
VARIABLE = "GROUNDWORK_MASTER_KEY"
FORMER = ".old"


class Master(msgspec.Struct, frozen=True):
    """The master key, and while it is being changed the one before it."""

    current: bytes
    previous: bytes | None = None

    def __repr__(self) -> str:
        return "Master()"

    def by_name(self) -> dict[str, Key]:
        """The keys by the short public names under which wrapped keys remember them."""
        return {name_of(raw): Key(raw) for raw in (self.previous, self.current) if raw is not None}


def name_of(raw: bytes) -> str:
    """A short name of a master key that does not help to find it."""
    return hashlib.sha256(b"groundwork master key|" + raw).hexdigest()[:16]


def read_master_key(file: Path | None, environ: Mapping[str, str], warn: Callable[[str], None]) -> bytes:
    """Finds the master key (32 bytes, or their hex): the credentials directory, then `file`, then the environment.

    Raises `Refused` if there is none or it is not one.
    """
    credentials = environ.get("CREDENTIALS_DIRECTORY")
    if credentials and (given := Path(credentials, "kek")).is_file():
        return _parse(given.read_bytes())
    if file is not None:
        return _from_file(file)
    if VARIABLE in environ:
        warn(f"The master key comes from {VARIABLE}, which every child process can read; a file with mode 0400 is safer.")
        return _parse(environ[VARIABLE].encode())
    raise Refused("There is no master key: set master_key_file to a file that `keys init` wrote.")


def _from_file(file: Path) -> bytes:
    if not file.is_file():
        raise Refused(f"The master key file {file} is not there; `python -m bot keys init` writes one.")
    if file.stat().st_mode & 0o077:
        raise Refused(f"The master key file {file} can be read by others; set its mode to 0400.")
    return _parse(file.read_bytes())


def _parse(given: bytes) -> bytes:
    if len(given) == SIZE:
        return given
    try:
        raw = bytes.fromhex(given.decode("ascii").strip())
    except ValueError:
        raw = b""
    if len(raw) != SIZE:
        raise Refused("The master key must be 32 bytes, or 64 hexadecimal digits.")
    return raw


def write_master_key(file: Path) -> bytes:
    """Makes a new master key and writes it to `file` as hex (mode 0400), in a folder that is made where it is missing.

    The file is there whole or not at all, and outlasts a power cut once this returns. What a kill leaves is a `.part`
    that nothing needs. Raises `Refused` if the file exists.
    """
    raw = os.urandom(SIZE)
    make_folder(file.parent)
    part = file.with_name(f"{file.name}.{os.urandom(4).hex()}.part")
    try:
        _write(part, raw.hex() + "\n")
        file.hardlink_to(part)
    except FileExistsError:
        raise Refused(f"There is a master key in {file} already; it is never replaced.") from None
    finally:
        part.unlink(missing_ok=True)
    sync(file.parent)
    return raw


def _write(part: Path, text: str) -> None:
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="ascii") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def settle(file: Path) -> None:
    """A file that some other run wrote outlasts a power cut from here on."""
    sync(file)
    sync(file.parent)


def holds_key(file: Path) -> bool:
    """Whether a master key can be read from `file`, whoever else may read it."""
    try:
        return len(_parse(file.read_bytes())) == SIZE
    except Refused:
        return False


def set_aside(file: Path) -> Path:
    """Keeps the master key of `file` as the former one, and the one before that under its own name. May be cut off and run again.

    Returns where the former one is.
    """
    old = file.with_name(file.name + FORMER)
    if old.exists() and old.read_bytes() != file.read_bytes():
        old.rename(old.with_name(f"{old.name}-{name_of(_content(old))}"))
    if not old.exists():
        old.hardlink_to(file)
    sync(file.parent)
    return old


def former_keys(file: Path) -> dict[str, bytes]:
    """The former master keys beside `file`, by their short names."""
    found = [_content(old) for old in file.parent.glob(f"{file.name}{FORMER}*")]
    return {name_of(raw): raw for raw in found}


def _content(file: Path) -> bytes:
    """The key in a file; whatever else lies there is kept as it is."""
    given = file.read_bytes()
    try:
        return _parse(given)
    except Refused:
        return given
