"""The one door: a household and what was heard become a `Turn`.

Order matters here and nowhere else: who is it, danger, the words that always work, then the session that this belongs to.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, assert_never

from bot.couple.household import Household, Person
from bot.talk import always, grouping, leaving, nudging, passing, phrases, pressing, safety, telling, writing
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

Quota = Literal["fine", "over", "dropped"]
ALWAYS_HEARD = ("sos", "help", "stop", "exit", "pause")


def take_turn(
    household: Household, heard: Heard, setting: Setting, now: datetime, draw: Draw, unshown: frozenset[str] = frozenset(),
    quota: Quota = "fine",
) -> Turn:  # fmt: skip
    """Pure: the same inputs give the same turn. `unshown` are names of questions that were not sent yet; `quota` says whether

    this person has brought more than one can answer.

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
            _from_telegram(work, heard, unshown, quota)
        case _:
            assert_never(heard)
    leaving.part(work)
    return work.turn()


def _from_telegram(
    work: Work, heard: Wrote | Command | Pressed | Unreadable | Reach | GroupSeen | Moved, unshown: frozenset[str], quota: Quota
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
    work.callback = heard.callback if isinstance(heard, Pressed) else None
    if quota != "fine" and not isinstance(heard, Reach) and _too_much(work, person, heard, quota):
        return None
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
        telling.toast(work, person=person.id)
    return None


def _too_much(work: Work, person: Person, heard: Wrote | Command | Pressed | Unreadable, quota: Quota) -> bool:
    """Danger and the words that always work come before every quota; the rest is answered once and then dropped."""
    if isinstance(heard, Command) and heard.name in ALWAYS_HEARD:
        return False
    if isinstance(heard, Pressed) and "undo!" in heard.data:
        return False
    read = isinstance(heard, Wrote) and safety.read(work, person, heard)
    if not read and quota == "over" and heard.where.private:
        telling.tell(work, person.id, phrases.QUOTA)
    telling.toast(work, person=person.id)
    return True


__all__ = ["Quota", "Where", "Who", "take_turn"]
