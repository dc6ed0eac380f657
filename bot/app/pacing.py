"""How fast we may speak. Telegram's figures are not exact and change, so a 429 counts for more than any of them.

Time is an input. A clock that is set back (a sandbox's may be) neither makes anything wait for a moment that lies far ahead then,
nor ends a rest that Telegram asked for.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PER_SECOND = 1.0
"""Messages a second in one chat (Telegram's bots FAQ)."""
BURST = 3.0
"""The bots FAQ allows "short bursts"; three is our reading of short."""
GROUP_LIMIT, GROUP_SECONDS = 20, 60.0
"""Messages in one group (bots FAQ)."""
ALL_LIMIT, ALL_SECONDS = 28, 1.0
"""Messages in all; the bots FAQ says about 30 a second, two are kept for what is answered past the outbox."""
NUDGE_LIMIT, NUDGE_SECONDS = 7, 0.25
"""Nudges go out evenly: a thousand at once would use up each second at its beginning, and every reply would wait for the next. So
a reply waits a quarter of a second at most, and nothing of what is allowed is left unused."""
_REMEMBERED = 1000


@dataclass
class _Pace:
    looked: float
    tokens: float = BURST
    sent: deque[float] = field(default_factory=deque)
    until: float = 0.0


@dataclass
class Pacing:
    """The pace of every chat that was spoken to lately."""

    _chats: dict[int, _Pace] = field(default_factory=dict)
    _sent: deque[float] = field(default_factory=deque)
    _answered: deque[float] = field(default_factory=deque)
    _until: float = 0.0
    _now: float = 0.0

    def ready(self, chat: int, group: bool, now: datetime, nudge: bool = False) -> datetime:
        """The first moment at which that chat may be sent a message: `now` itself, or later."""
        t = self._at(now)
        at = max(self._until, _free(self._sent, ALL_LIMIT, ALL_SECONDS, t))
        at = max(at, _even(self._sent, NUDGE_LIMIT, NUDGE_SECONDS, t)) if nudge else at
        if pace := self._chats.get(chat):
            at = max(at, pace.until, t + max(0.0, 1 - _filled(pace, t)) / PER_SECOND)
            at = max(at, _free(pace.sent, GROUP_LIMIT, GROUP_SECONDS, t)) if group else at
        return now + timedelta(seconds=at - t) if at > t else now

    def answers(self, wanted: int, now: datetime) -> int:
        """How many buttons of `wanted` may be answered now, which counts them; also while everything else rests."""
        t = self._at(now)
        _free(self._answered, ALL_LIMIT, ALL_SECONDS, t)
        room = max(0, min(wanted, ALL_LIMIT - len(self._answered)))
        self._answered.extend([t] * room)
        return room

    def took(self, chat: int, group: bool, now: datetime) -> None:
        """A message goes out to that chat now."""
        t = self._at(now)
        pace = self._pace(chat, t)
        pace.tokens, pace.looked = _filled(pace, t) - 1, t
        self._sent.append(t)
        if group:
            pace.sent.append(t)

    def edited(self, now: datetime) -> None:
        """An edit in a private chat counts among all calls, but not as a message there: people tap faster than one a second."""
        self._sent.append(self._at(now))

    def flood(self, chat: int, seconds: float, now: datetime) -> None:
        """Telegram said 429: that chat rests, and all rest when another chat is still resting."""
        t = self._at(now)
        others = [pace.until for other, pace in self._chats.items() if other != chat and pace.until > t]
        pace = self._pace(chat, t)
        pace.until = max(pace.until, t + seconds)
        if others:
            self._until = max(self._until, pace.until, *others)

    def _pace(self, chat: int, t: float) -> _Pace:
        if len(self._chats) > _REMEMBERED:
            self._chats = {chat: pace for chat, pace in self._chats.items() if _busy(pace, t)}
        return self._chats.setdefault(chat, _Pace(t))

    def _at(self, now: datetime) -> float:
        t = now.timestamp()
        if t < self._now:
            self._step_back(self._now - t)
        self._now = t
        return t

    def _step_back(self, seconds: float) -> None:
        """The clock was set back: what was so long ago, or is so far ahead, still is."""
        self._until -= seconds
        self._sent = deque(at - seconds for at in self._sent)
        self._answered = deque(at - seconds for at in self._answered)
        for pace in self._chats.values():
            pace.looked, pace.until = pace.looked - seconds, pace.until - seconds
            pace.sent = deque(at - seconds for at in pace.sent)


def _filled(pace: _Pace, t: float) -> float:
    return min(BURST, pace.tokens + (t - pace.looked) * PER_SECOND)


def _free(sent: deque[float], limit: int, seconds: float, t: float) -> float:
    while sent and sent[0] <= t - seconds:
        sent.popleft()
    return sent[-limit] + seconds if len(sent) >= limit else t


def _even(sent: deque[float], limit: int, seconds: float, t: float) -> float:
    """As `_free`, and forgets nothing: others count over a longer time."""
    return max(t, sent[-limit] + seconds) if len(sent) >= limit else t


def _busy(pace: _Pace, t: float) -> bool:
    return pace.until > t or t - pace.looked < GROUP_SECONDS


@dataclass
class Patience:
    """Growing waits between attempts at something that does not work, in seconds: 1, 2, 4, ... `longest`."""

    longest: float = 60.0
    _next: float = 1.0

    def wait(self) -> float:
        """How long to wait this time."""
        seconds, self._next = self._next, min(self.longest, self._next * 2)
        return seconds

    def reset(self) -> None:
        """It worked."""
        self._next = 1.0
