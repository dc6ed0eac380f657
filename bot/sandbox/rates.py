"""How fast a bot may speak: one message a second in a chat after a short burst, twenty a minute in a group.

Telegram names these figures in its bots FAQ and allows "short bursts" without saying how short; three is ours.
"""

import math
from dataclasses import dataclass, field
from typing import Literal, get_args

Mode = Literal["off", "warn", "enforce"]
MODES: tuple[str, ...] = get_args(Mode)
BURST = 3.0
GROUP_LIMIT = 20
GROUP_WINDOW = 60.0
SLACK = 0.05
"""A message that left the bot on time may arrive this much sooner after the last one; seconds."""


@dataclass
class Pace:
    """What one chat has left."""

    tokens: float = BURST
    looked: float = 0.0
    sent: list[float] = field(default_factory=list)


@dataclass
class Rates:
    """The pace of every chat; times are sandbox seconds."""

    mode: Mode = "warn"
    paces: dict[int, Pace] = field(default_factory=dict)

    def wait_for(self, chat_id: int, group: bool, now: float) -> int:
        """Seconds until one more message is welcome; 0 when it is welcome now, and then it is counted."""
        if self.mode == "off":
            return 0
        pace = self.paces.setdefault(chat_id, Pace(looked=now))
        pace.tokens = min(BURST, pace.tokens + max(0.0, now - pace.looked))
        pace.looked = now
        pace.sent = [moment for moment in pace.sent if moment > now - GROUP_WINDOW + SLACK]
        wait = self._shortage(pace, group, now)
        if wait == 0 or self.mode == "warn":
            pace.tokens = max(0.0, pace.tokens - 1)
            pace.sent.append(now)
        return wait

    @staticmethod
    def _shortage(pace: Pace, group: bool, now: float) -> int:
        if group and len(pace.sent) >= GROUP_LIMIT:
            return max(1, math.ceil(pace.sent[-GROUP_LIMIT] + GROUP_WINDOW - now))
        return 0 if pace.tokens >= 1 - SLACK else max(1, math.ceil(1 - pace.tokens))
