"""The one door: a household and what was heard become a `Turn`.

Order matters here and nowhere else: who is it, danger, the words that always work, then the session that this belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, assert_never

from bot.couple.household import Household, Person
from bot.talk import always, clearing, grouping, leaving, nudging, passing, passwords, phrases, pressing, safety, telling, writing
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
from bot.talk.knowing import know, stand_in
from bot.talk.result import Turn
from bot.talk.work import Draw, Setting, Work
from bot.words.message import Message

Quota = Literal["fine", "over", "dropped"]
ALWAYS_HEARD = ("sos", "help", "stop", "exit", "pause")


def take_turn(
    household: Household, heard: Heard, setting: Setting, now: datetime, draw: Draw, unshown: frozenset[str] = frozenset(),
    quota: Quota = "fine", broke: list[str] | None = None, queued: Sequence[Message] = (),
) -> Turn:  # fmt: skip
    """Pure: the same inputs give the same turn. `unshown` are names of questions that were not sent yet; `quota` says whether

    this person has brought more than one can answer; `queued` is what is not sent yet to the couple's group.

    Raises whatever a broken flow raises; the household that came in is unchanged then, and `broke` takes in the sessions in which
    it happened, the innermost first.
    """
    work = Work(household, setting, now, draw, broke)
    work.queued = queued
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
    private = where is None or where.private
    person = know(work, heard.who, private) or (None if private else stand_in(work, heard.who))
    if person is None:
        return None
    work.actor = person.id
    work.callback = heard.callback if isinstance(heard, Pressed) else None
    if quota != "fine" and not isinstance(heard, Reach) and _too_much(work, person, heard, quota):
        return None
    if isinstance(heard, Wrote | Command | Unreadable):
        clearing.remember(work, person, heard)
        if not heard.where.private:
            grouping.is_there(work, heard.who)
    nudging.heard_from(work, person, heard)
    match heard:
        case Wrote():
            writing.wrote(work, person, heard, unshown)
        case Command():
            with safety.beside(work, person, heard):
                always.command(work, person, heard)
        case Pressed():
            pressing.pressed(work, person, heard)
        case Unreadable():
            with safety.beside(work, person, heard):
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
    if not _read(work, person, heard) and quota == "over" and heard.where.private:
        telling.tell(work, person.id, phrases.QUOTA)
    telling.toast(work, person=person.id)
    return True


def _read(work: Work, person: Person, heard: Wrote | Command | Pressed | Unreadable) -> bool:
    """Whether it held danger or a password, and was answered."""
    if isinstance(heard, Wrote):
        return safety.read(work, person, heard) or passwords.refused(work, person, heard)
    if isinstance(heard, Pressed):
        return False
    with safety.beside(work, person, heard) as danger:
        return danger


__all__ = ["Quota", "Where", "Who", "take_turn"]
