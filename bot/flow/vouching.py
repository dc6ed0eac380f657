"""What somebody lets go so that the other relies on it: a statement of no contact, of openness, an apology.

Whoever told the bot, in private, of something that is not said yet is talked to first, at the moment of the tap and in their own
chat. What they tapped stays as it is, unsent, and the other sees what silence looks like, until the ordinary deadline. A flow
cannot leave this out: its practice (`sources`) says that it belongs there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flow.effects import Begin

if TYPE_CHECKING:
    from bot.flow.hand import Hand

RELIED_ON = frozenset({"A03", "A08", "A20", "A42"})
"""Practices: no contact, agreements about openness, apology, transparency."""
UNSAID = "unsaid"


def talks_first(hand: Hand, person: str) -> bool:
    """Whether this tap waits: then the private talk about it begins."""
    if person not in hand.world.unsaid or not any(RELIED_ON & set(_sources(hand, n)) for n in range(len(hand.session.frames))):
        return False
    hand.effect(Begin(UNSAID, person, {"me": person}))
    return True


def _sources(hand: Hand, frame: int) -> tuple[str, ...]:
    return hand.world.flows.version(hand.session.frames[frame].hash).sources
