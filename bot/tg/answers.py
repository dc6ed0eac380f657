"""What an error of the wire means for a message: not sent, never to be sent, moved, or nobody knows.

The distinction that matters is between "certainly not sent" and "perhaps sent": only the first may be repeated
freely. The library's classes do not draw it (TimedOut and BadRequest are both NetworkError), so the cause below is
looked at. Telegram's texts are compared in lower case: the library changes their capitals.
"""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.app.ports import Later, Moved, Never, Outcome, OutRow, Revoked, Sent, Unknown

RETRY_SECONDS = 1.0
LONGEST_REST = 86_400.0
"""Seconds. Telegram asks for minutes; more than a day is not believed."""
LARGEST_ID = 2**53
"""Telegram's ids have at most 52 significant bits."""
TRIES = 3
OURS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""No trouble of the network: a call that cannot be made, or an answer that the library cannot read. More than a few tries

would each end the same way, perhaps with another copy, and hold up the chat for ever.
"""
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_KICKED = ("was kicked", "is not a member", "group chat was deleted")
# A 413, which the library gives no class of its own; Python called it the one and calls it the other.
_TOO_LARGE = ("entity too large", "content too large")
_GONE = (
    "chat not found",
    "group chat was deactivated",
    "group chat was deleted",
    "user not found",
    "peer_id_invalid",
    "bot was kicked",
    "user is deactivated",
)


def sane(outcome: Outcome) -> Outcome:
    """The same, if it can be kept. A message whose id is none, or beyond all numbers, was taken all the same: it has none."""
    match outcome:
        case Sent(number) if not _is_id(number):
            return Sent(0)
        case Moved(chat) if not _is_id(chat):
            return Never("refused")
        case Later(seconds) if not 0 <= seconds <= LONGEST_REST:
            return Later(LONGEST_REST if seconds > 0 else RETRY_SECONDS, outcome.flood)
        case _:
            return outcome


def _is_id(number: object) -> bool:
    return isinstance(number, int) and abs(number) < LARGEST_ID


def outcome_of(error: Exception, row: OutRow) -> Outcome:
    """The outcome of a send that ended in this error. What is not known to be certain is `Unknown`."""
    if isinstance(error, RetryAfter):
        return Later(seconds_of(error), flood=True)
    if isinstance(error, ChatMigrated):
        return Moved(error.new_chat_id)
    if isinstance(error, InvalidToken):
        return Revoked()
    if isinstance(error, Forbidden):
        return _forbidden(str(error).lower(), row)
    if isinstance(error, BadRequest):
        return _bad_request(str(error).lower(), row)
    if isinstance(error, OURS) and row.tries >= TRIES:
        return Never("refused")
    return _network(error) if isinstance(error, NetworkError) else Unknown()


def is_unreadable(error: Exception) -> bool:
    """True if Telegram could not read the text's formatting."""
    return isinstance(error, BadRequest) and "can't parse entities" in str(error).lower()


def is_connection(error: TelegramError) -> bool:
    """True if nothing was reached, so that nothing can have happened there."""
    return isinstance(error.__cause__, _NOT_SENT)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone; the library gives a number or a timedelta, as PTB_TIMEDELTA says."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _forbidden(text: str, row: OutRow) -> Outcome:
    return Never("gone" if row.group or any(part in text for part in _KICKED) else "blocked")


def _bad_request(text: str, row: OutRow) -> Outcome:
    if "message is not modified" in text:
        return Sent(row.edit or 0)
    if row.message.delete and "message to delete not found" in text:
        return Sent(row.edit or 0)
    if "query is too old" in text or "query id is invalid" in text:
        return Never("too-late")
    return Never("gone" if any(part in text for part in _GONE) else "refused")


def _network(error: NetworkError) -> Outcome:
    if is_connection(error):
        return Later(RETRY_SECONDS)
    text = str(error).lower()
    if any(part in text for part in _TOO_LARGE):
        return Never("refused")
    # A 429 without the parameter that says how long.
    return Later(RETRY_SECONDS, flood=True) if "too many requests" in text else Unknown()
