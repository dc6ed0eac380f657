"""The one door: a household and what was heard become a `Turn`.

Order matters here and nowhere else: who is it, danger, the words that always work, then the session that this belongs to.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from bot.couple.household import Household
from bot.talk import always, grouping, nudging, passing, pressing, writing
from bot.talk.heard import (
    Began,
    Command,
    Due,
    GroupSeen,
    Heard,
    Moved,
    Posted,
    Pressed,
    Reach,
    Unreadable,
    Where,
    Who,
    Wrote,
)
from bot.talk.knowing import know
from bot.talk.result import Turn
from bot.talk.work import Draw, Setting, Work


def take_turn(
    household: Household, heard: Heard, setting: Setting, now: datetime, draw: Draw, unshown: frozenset[str] = frozenset()
) -> Turn:
    """Pure: the same inputs give the same turn. `unshown` are names of questions that were not sent yet.

    Raises whatever a broken flow raises; the household that came in is unchanged then.
    """
    work = Work(household, setting, now, draw)
    match heard:
        case Due():
            passing.due(work, heard)
        case Began():
            nudging.began(work, heard)
        case Posted():
            passing.posted(work, heard)
        case Wrote() | Command() | Pressed() | Unreadable() | Reach() | GroupSeen() | Moved():
            _from_telegram(work, heard, unshown)
        case _:
            assert_never(heard)
    return work.turn()


def _from_telegram(
    work: Work, heard: Wrote | Command | Pressed | Unreadable | Reach | GroupSeen | Moved, unshown: frozenset[str]
) -> None:
    if isinstance(heard, GroupSeen | Moved):
        return grouping.seen(work, heard)
    where = None if isinstance(heard, Reach) else heard.where
    if where is not None and not where.private and not grouping.ours(work, where, heard.who):
        return grouping.not_ours(work, heard)
    person = know(work, heard.who, private=where is None or where.private)
    if person is None:
        return None
    work.actor = person.id
    nudging.heard_from(work, person, heard)
    match heard:
        case Wrote():
            writing.wrote(work, person, heard, unshown)
        case Command():
            always.command(work, person, heard)
        case Pressed():
            pressing.pressed(work, person, heard)
        case Unreadable():
            writing.unreadable(work, person, heard)
        case Reach():
            always.reach(work, person, heard.can)
    if work.callback is not None:
        from bot.talk.telling import toast

        toast(work, person=person.id)
    return None


__all__ = ["Where", "Who", "take_turn"]
