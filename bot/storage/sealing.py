"""AES-256-GCM, bound to its place: a blob moved to another row, column or owner does not open.

A blob is `0x01 | version of the key (2 bytes) | nonce (12) | ciphertext and tag`; the associated data is
`v1|table|column|row|owner`. Nonces are random: NIST allows 2^32 of them per key, which one couple never nears.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
NONCE = 12
HEAD = 3
BODY = HEAD + NONCE
LOBBY = "lobby"
LONGEST = 100


def lobby_of(at: datetime) -> str:
    """Whose key seals what arrives on the day (UTC) of `at`, and goes soon after; the own key of the lobby stays, for names."""
    return _named(at.astimezone(UTC).toordinal())


@lru_cache(maxsize=64)
def _named(day: int) -> str:
    return f"{LOBBY}:{date.fromordinal(day).isoformat()}"


class Sealed(Exception):
    """A blob does not open: its key is gone, it was changed, or it stands where it does not belong. Carries no text."""


class Key:
    """An opened key with its cipher, made once per batch because building one costs as much as a seal."""

    __slots__ = ("_cipher", "_raw", "head", "version")

    def __init__(self, raw: bytes, version: int = 1) -> None:
        self.version = version
        self._raw = raw
        self._cipher = AESGCM(raw)
        self.head = bytes((FORMAT,)) + version.to_bytes(2, "big")

    def __repr__(self) -> str:
        return "Key()"

    def seal(self, clear: bytes, bound: bytes) -> bytes:
        """The blob of `clear`, bound to `bound`."""
        nonce = os.urandom(NONCE)
        return self.head + nonce + self._cipher.encrypt(nonce, clear, bound)

    def open(self, blob: bytes, bound: bytes) -> bytes:
        """The clear bytes; raises `Sealed`."""
        if blob[:HEAD] != self.head:
            raise Sealed
        try:
            return self._cipher.decrypt(blob[HEAD:BODY], blob[BODY:], bound)
        except (InvalidTag, ValueError):
            raise Sealed from None

    def tag(self, *parts: str) -> bytes:
        """A 16-byte name for `parts` that says nothing without the key, and is always the same."""
        return hmac.digest(self._raw, "|".join(("tag", *parts)).encode(), hashlib.sha256)[:16]


def bound_to(table: str, column: str, row: str, owner: str) -> bytes:
    """The associated data of a blob."""
    return f"v1|{table}|{column}|{row}|{owner}".encode()


class Ring:
    """The opened keys of one batch. It is dropped with the batch, so that a forgotten key is forgotten at once.

    `damaged` are owners whose key is there and does not open: what it sealed is not gone, and may open when the key is mended.
    """

    def __init__(self, keys: Iterable[tuple[str, Key]], damaged: Iterable[str] = ()) -> None:
        self.damaged = frozenset(damaged)
        self._keys: dict[str, dict[int, Key]] = {}
        for owner, key in keys:
            self._keys.setdefault(owner, {})[key.version] = key
        self._newest = {owner: versions[max(versions)] for owner, versions in self._keys.items()}

    def __contains__(self, owner: str) -> bool:
        return owner in self._newest

    def seal(self, owner: str, table: str, column: str, row: str, clear: bytes) -> bytes:
        """A blob under the newest key of `owner`."""
        return self._newest[owner].seal(clear, bound_to(table, column, row, owner))

    def open(self, owner: str, table: str, column: str, row: str, blob: bytes | None) -> bytes:
        """The clear bytes; raises `Sealed`."""
        key = self._newest.get(owner)
        if key is None or blob is None:
            raise Sealed
        if blob[:HEAD] != key.head:
            key = self._keys[owner].get(int.from_bytes(blob[1:HEAD], "big"), key)
        return key.open(blob, f"v1|{table}|{column}|{row}|{owner}".encode())

    def tag(self, *parts: str) -> bytes:
        """A searchable stand-in for a name that must not lie in clear."""
        return self._newest[LOBBY].tag(*parts)

    def lobby(self, at: datetime) -> str:
        """Who seals what arrives at `at`: its day, or the lobby itself where that day has no key that opens."""
        owner = lobby_of(at)
        return owner if owner in self._newest else LOBBY

    def plain(self, key: str) -> str:
        """A key that may lie in clear: that of a timer names what the author called it, and that would tell the state."""
        rest = key.lstrip("p")
        if not rest.startswith("t") and len(key) <= LONGEST:
            return key
        return ("pk" if key.startswith("p") else "k") + self.tag("key", key).hex()
