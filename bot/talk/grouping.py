"""The couple's group: bound only when exactly the two and the bot are in it and both said yes in private.

A third person suspends all shared content within one update; it resumes when they are gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.couple.household import Group
from bot.talk import phrases, telling
from bot.talk.heard import Command, GroupSeen, Moved, Pressed, Reach, Unreadable, Where, Who, Wrote
from bot.talk.work import Work
from bot.words.fit import escape
from bot.words.message import Message

COUPLE_AND_BOT = 3


def ours(work: Work, where: Where, who: Who) -> bool:
    """Whether this is the couple's group and one of the two spoke there."""
    group = work.household.group
    return group is not None and group.chat == where.chat and work.household.by_user(who.user) is not None


def not_ours(work: Work, heard: Wrote | Command | Pressed | Unreadable | Reach) -> None:
    """A stranger in the group, or a partner in another one."""
    if isinstance(heard, Reach) or not work.household.people:
        return
    group = work.household.group
    if isinstance(heard, Pressed):
        work.send(Message("", kind="toast", text=_say(work, phrases.NOT_FOR_YOU), callback=heard.callback))
    elif group is not None and group.chat == heard.where.chat:
        suspend(work, heard.who.user)
    elif isinstance(heard, Command) and heard.name in ("sos", "help"):
        work.send(Message(f"chat:{heard.where.chat}", escape(_say(work, phrases.GROUP_HELP)), kind="safety"))
    elif isinstance(heard, Command) and work.household.by_user(heard.who.user) is not None:
        seen(work, GroupSeen(heard.who, heard.where, bot="in"))


def seen(work: Work, heard: GroupSeen | Moved) -> None:
    """The group changed."""
    if not work.household.people:
        return None
    if isinstance(heard, Moved):
        return moved_away(work, {"from": heard.where.chat, "to": heard.to})
    group = work.household.group
    if heard.bot == "in" and (group is None or group.chat != heard.where.chat or group.state == "gone"):
        return _came(work, heard)
    if group is None or group.chat != heard.where.chat:
        return None
    if heard.bot == "out":
        _gone(work)
    elif heard.members is not None:
        _counted(work, heard.members)
    else:
        _moved_in_or_out(work, heard)
    return None


def _moved_in_or_out(work: Work, heard: GroupSeen) -> None:
    for who in (w for w in heard.came if work.household.by_user(w.user) is None):
        suspend(work, who.user)
    went = {w.user for w in heard.went}
    group = work.household.group
    if went and group is not None and group.state == "suspended":
        mine = work.group()
        if mine is not None:
            mine.others = [user for user in mine.others if user not in went]
            mine.members = mine.members - len(went) if mine.members else None
        _maybe_resume(work)


def _counted(work: Work, members: int) -> None:
    """How many are there, with the bot: exactly three is proof; whatever cannot be counted is none."""
    group = work.household.group
    if group is None or group.members == members:
        return
    mine = work.group()
    if mine is None:
        return
    mine.members = members
    if members == COUPLE_AND_BOT:
        mine.others = []
        mine.state = "bound" if mine.state == "unproven" else mine.state
        _maybe_resume(work)
    elif members == 0:
        mine.state = "unproven" if mine.state == "bound" else mine.state
    else:
        suspend(work)


def _came(work: Work, heard: GroupSeen) -> None:
    """A partner brought the bot into a group: both are asked in private, the group hears one line."""
    from bot.talk.beginning import begin, joint_allowed

    if work.household.by_user(heard.who.user) is None or not joint_allowed(work):
        work.send(Message(f"chat:{heard.where.chat}", escape(_say(work, phrases.GROUP_STRANGER))))
        return
    work.household.group = Group(heard.where.chat, heard.where.title)
    work.touched.household = True
    work.send(Message("group", escape(_say(work, phrases.GROUP_ASKED))))
    for person in list(work.household.people):
        begin(work, work.flow("bind-group"), person, {"title": heard.where.title})


def _gone(work: Work) -> None:
    group = work.group()
    if group is not None:
        group.state, group.yes = "gone", []


def suspend(work: Work, stranger: int | None = None) -> None:
    """Somebody else is there: silence in the group, said once; a talk that runs goes on in the two private chats."""
    group = work.group()
    if group is None:
        return
    if stranger and stranger not in group.others:
        group.others = [*group.others, stranger]
    if group.state in ("bound", "unproven"):
        group.state = "suspended"
        work.send(Message("group", escape(_say(work, phrases.GROUP_SUSPENDED))))
        _tell_both(work)


def _tell_both(work: Work) -> None:
    """Both hear of it in private, and the question that stood in the group stands there again."""
    from bot.talk.beginning import joint_talk, say_again

    talk = joint_talk(work)
    for person in list(work.household.people):
        line = telling.sentence(work, person, phrases.GROUP_CROWDED)
        if talk is None:
            telling.wrap(work, person, [line])
        else:
            work.send(line)
            say_again(work, talk, person)


def _maybe_resume(work: Work) -> None:
    group = work.group()
    if group is None or group.state != "suspended" or group.others or group.members not in (None, COUPLE_AND_BOT):
        return
    group.state = "bound"
    work.send(Message("group", escape(_say(work, phrases.GROUP_RESUMED))))


def moved_away(work: Work, data: Mapping[str, Any]) -> None:
    """The group has another id now; what is unsent goes there."""
    group = work.group()
    if group is not None and group.chat == int(data.get("from", group.chat)):
        group.chat = int(data["to"])


def _say(work: Work, text: str) -> str:
    people = tuple(work.household.people)
    return work.audience(*people).tongue(text) if people else text
