"""Texts that wait for their author's word. Each is asked about by itself: a tap is about the text that it was asked about."""

from __future__ import annotations

from bot.couple.household import Held
from bot.talk import phrases, telling
from bot.talk.work import Work

MOST = 20
"""Of so many the latest wait."""


def ask(work: Work, person: str, held: Held) -> None:
    """Puts the text aside and asks its author what to do with it."""
    mine = work.person(person)
    mine.waiting = [*mine.waiting, held][-MOST:]
    yes, no = (phrases.SEND_AS_IS, phrases.KEEP_TO_ME) if held.grave else (phrases.THAT_IS_IT, phrases.NOT_IT)
    send = telling.button(work, person, yes, f"!held.send.{held.id}")
    keep = telling.button(work, person, no, f"!held.keep.{held.id}")
    text = phrases.HELD_ASK if held.grave else phrases.IS_IT_ANSWER
    telling.tell(work, person, text, (send,), (keep,), kind="safety" if held.grave else "flow")
