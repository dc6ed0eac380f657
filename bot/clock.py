"""The only reader of the clock, of chance and of ids: everywhere else they are inputs.

A talk must be replayable: the same household, the same words and the same moment give the same turn. So time and chance
come from here and are handed down. Wall time decides what is due (people live by it), monotonic time decides how long
we sleep, in slices of a second at most: a step of the system's clock is noticed within a second and never overslept.
Ids and choices are drawn from the system's own source; the seeded kind exists for tests and recorded stories only.
"""

import asyncio
import base64
import hashlib
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

T = TypeVar("T")

SLICE_SECONDS = 1.0
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_BATCH_BYTES = 1024


class Clock:
    """The real time, shifted by an offset that a sandbox may set. Moments are aware UTC, lengths are seconds."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._moved = asyncio.Event()

    @property
    def offset(self) -> float:
        """Seconds by which `now()` runs ahead of the real time; negative when behind, 0 outside a sandbox."""
        return self._offset

    def follow(self, offset_seconds: float) -> None:
        """Take over an offset and wake everyone who waits for a moment; an unchanged offset wakes nobody."""
        if offset_seconds != self._offset:
            self._offset = offset_seconds
            self._wake()

    def now(self) -> datetime:
        """The present moment, UTC, offset included."""
        return datetime.now(UTC) + timedelta(seconds=self._offset)  # noqa: TID251 - this is the file that may

    def monotonic(self) -> float:
        """Seconds on a clock that never steps; only differences mean anything."""
        return time.monotonic()

    async def pause(self, seconds: float) -> None:
        """Wait for that long in monotonic time, whatever the offset does meanwhile."""
        await asyncio.sleep(max(0.0, seconds))  # noqa: TID251 - this is the file that may

    async def until(self, when: datetime, wake: asyncio.Event | None = None) -> None:
        """Return when `when` is reached, when `wake` is set or when the offset changes. `when` must be aware.

        The caller looks at the clock again: it is not told which of the three it was.
        """
        moved = self._moved
        while not _over(self._left(when), moved, wake):
            await _first([moved, *([wake] if wake else [])], self._slice(when))

    def _left(self, when: datetime) -> float:
        return (when - self.now()).total_seconds()

    def _slice(self, when: datetime) -> float | None:
        return min(SLICE_SECONDS, self._left(when))

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()


class ManualClock(Clock):
    """A clock that stands still until it is moved by hand: tests use it and never sleep."""

    def __init__(self, start: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)) -> None:
        super().__init__()
        self._base = start.astimezone(UTC)
        self._passed = 0.0
        self.waiting = 0

    def now(self) -> datetime:
        return self._base + timedelta(seconds=self._offset)

    def monotonic(self) -> float:
        return self._passed

    def set(self, when: datetime) -> None:
        """Step the wall clock, as an administrator would: monotonic time does not move, so nobody's `pause` ends."""
        self._base = when.astimezone(UTC) - timedelta(seconds=self._offset)
        self._wake()

    def advance(self, seconds: float) -> None:
        """Let time pass, wall and monotonic alike. Whoever is due goes on as soon as the event loop turns."""
        self._base += timedelta(seconds=seconds)
        self._passed += seconds
        self._wake()

    async def pause(self, seconds: float) -> None:
        end = self._passed + seconds
        await asyncio.sleep(0)  # noqa: TID251 - as the real one, let the others run
        while self._passed < end:
            await self._stand([self._moved])

    async def until(self, when: datetime, wake: asyncio.Event | None = None) -> None:
        offset = self._offset
        while self._offset == offset and self.now() < when and not (wake and wake.is_set()):
            await self._stand([self._moved, *([wake] if wake else [])])

    async def settle(self, turns: int = 20) -> None:
        """Let everything that can go on do so, without any time passing."""
        for _ in range(turns):
            await asyncio.sleep(0)  # noqa: TID251 - a turn of the event loop, no wait

    async def _stand(self, events: list[asyncio.Event]) -> None:
        self.waiting += 1
        try:
            await _first(events, None)
        finally:
            self.waiting -= 1


class Draw:
    """A turn's chance and ids. Cheap and synchronous; belongs to one process (a forked copy would repeat its ids)."""

    def __init__(self) -> None:
        self._pool = b""

    def id(self, prefix: str = "") -> str:
        """`prefix` and ten lower-case base32 characters: 50 bits, enough among the rows of one household."""
        return prefix + "".join(_BASE32[byte & 31] for byte in self._take(10))

    def token(self) -> str:
        """22 URL-safe characters, 128 bits, always drawn fresh: an invitation may be guessed by nobody."""
        return base64.urlsafe_b64encode(self._fresh(16)).rstrip(b"=").decode()

    def number(self, n: int) -> int:
        """An even chance among 0 .. n - 1. Raises ValueError unless 1 <= n <= 2**32."""
        if not 1 <= n <= 2**32:
            raise ValueError("n must lie between 1 and 2**32")
        fair = 2**32 - 2**32 % n
        while (drawn := int.from_bytes(self._take(4), "big")) >= fair:
            pass
        return drawn % n

    def pick(self, seq: Sequence[T]) -> T:
        """One of them, each with the same chance. Raises ValueError if there is none."""
        return seq[self.number(len(seq))]

    def _take(self, count: int) -> bytes:
        if len(self._pool) < count:
            self._pool = self._fresh(_BATCH_BYTES)
        taken, self._pool = self._pool[:count], self._pool[count:]
        return taken

    def _fresh(self, count: int) -> bytes:
        return secrets.token_bytes(count)


class SeededDraw(Draw):
    """The same draws for the same seed, on every machine and Python; for tests, stories and the explorer only."""

    def __init__(self, seed: int | str = 0) -> None:
        super().__init__()
        self._seed, self._count = str(seed).encode(), 0

    def _fresh(self, count: int) -> bytes:
        self._count += 1
        return hashlib.shake_256(self._seed + b"/" + str(self._count).encode()).digest(count)


def _over(left: float, moved: asyncio.Event, wake: asyncio.Event | None) -> bool:
    return left <= 0 or moved.is_set() or (wake is not None and wake.is_set())


async def _first(events: list[asyncio.Event], timeout_seconds: float | None) -> None:
    tasks = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(tasks, timeout=timeout_seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
