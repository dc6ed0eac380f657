"""What follows from the outcome of a send: how long to wait, when to give up, what may be repeated.

Kept from the wire, which only knows what Telegram said, and from the store, which only writes it down.
"""

from __future__ import annotations

from datetime import datetime

from bot.app.ports import Later, Never, Outcome, OutRow, Unknown

LONGEST_SECONDS = 300.0
NEAR_SECONDS = 15.0
"""Nothing was reached, so nothing can come twice; and when the network is back, nobody should wait long for help."""
NUDGE_TRIES = 960
"""With waits of at most fifteen seconds this is about four hours: a nudge later than that is worse than none."""
TOAST_TRIES = 6
"""About a minute; Telegram takes the answer to a button for little longer."""


def judged(row: OutRow, outcome: Outcome) -> Outcome:
    """The outcome that is to be written. Flows and words of safety are never given up: a repeat is better than a loss."""
    if isinstance(outcome, Later):
        return _later(row, outcome, NEAR_SECONDS)
    if isinstance(outcome, Unknown):
        # An edit or an answer to a button may be repeated without anybody noticing.
        return _later(row, Later(0.0), LONGEST_SECONDS) if _harmless(row) else Unknown(backoff(row.tries))
    return outcome


def is_over(row: OutRow, now: datetime) -> bool:
    """True for what was worth sending at its hour only, once that is past. Its talk goes on as if it had been ignored."""
    return row.message.until is not None and now >= row.message.until


def backoff(tries: int, longest: float = LONGEST_SECONDS) -> float:
    """Seconds before the next try: 1, 2, 4, ... `longest`."""
    return min(longest, 2.0 ** min(tries, 9))


def is_toast(row: OutRow) -> bool:
    """True for the answer to a button, which belongs to no chat's order."""
    return row.message.callback is not None


def _later(row: OutRow, outcome: Later, longest: float) -> Outcome:
    if outcome.flood:
        # Rows that were told to wait equally long must not come back in the same moment.
        return Later(outcome.seconds + row.id % 1000 / 1000, flood=True)
    if row.tries >= (TOAST_TRIES if is_toast(row) else NUDGE_TRIES if row.message.kind == "nudge" else row.tries + 1):
        return Never("too-late")
    return Later(max(outcome.seconds, backoff(row.tries, longest)))


def _harmless(row: OutRow) -> bool:
    return row.edit is not None or is_toast(row)
