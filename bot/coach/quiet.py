"""When the coach says nothing: on any text of fear, force or control (K11).

Advice on how to put it would there be advice to keep still. It is better to be quiet too often than once too little.
"""

from typing import Final

import msgspec

from bot.coach import phrases
from bot.coach.danger import highest
from bot.coach.text import plain
from bot.coach.verdict import Verdict

PHRASES: Final = phrases.patterns("quiet")
FEAR_OR_FORCE: Final = PHRASES["FEAR_OR_FORCE"]


def hush(text: str, verdict: Verdict) -> Verdict:
    """The same verdict, without its suggestion where the text speaks of fear, force or control."""
    if verdict.suggestion is None:
        return verdict
    words = plain(text)
    if words.has(FEAR_OR_FORCE) or highest(words) is not None:
        return msgspec.structs.replace(verdict, suggestion=None)
    return verdict
