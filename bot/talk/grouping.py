"""The couple's group: bound only when exactly the two and the bot are in it and both said yes in private.

A third person suspends all shared content within one update; it resumes when they are gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.couple.household import Group
from bot.talk import notes, phrases, telling
from bot.talk.heard import Command, GroupSeen, Moved, Pressed, Reach, Unreadable, Where, Who, Wrote
from bot.talk.work import Work
from bot.words.fit import escape
from bot.words.message import Message

COUPLE_AND_BOT = 3


def ours(work: Work, where: Where, who: Who) -> bool:
    """Whether this is the couple's group and one of the two spoke there."""
    group = work.household.group
    return group is not None and group.chat == where.chat and _one_of_two(work, who.user)


def _one_of_two(work: Work, user: int) -> bool:
    """Somebody who left unseen is still one of the two there: all else would tell of it."""
    group = work.household.group
    return work.household.by_user(user) is not None or (group is not None and user in group.left)


def not_ours(work: Work, heard: Wrote | Command | Pressed | Unreadable | Reach) -> None:
    """A stranger in the group, or a partner in another one."""
    if isinstance(heard, Reach) or not work.household.people:
        return
    group = work.household.group
    if isinstance(heard, Pressed):
        work.send(Message("", kind="toast", text=_say(work, phrases.NOT_FOR_YOU), callback=heard.callback))
        return
    here = group is not None and group.chat == heard.where.chat
    if here:
        suspend(work, heard.who.user)
    if isinstance(heard, Command) and heard.name in ("sos", "help"):
        work.send(Message(f"chat:{heard.where.chat}", escape(_say(work, phrases.GROUP_HELP)), kind="safety"))
    elif not here and isinstance(heard, Command) and work.household.by_user(heard.who.user) is not None:
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
    for who in heard.came:
        if _one_of_two(work, who.user):
            is_there(work, who)
        else:
            suspend(work, who.user)
    for who in heard.went:
        _went(work, who.user)


def _went(work: Work, user: int) -> None:
    """A stranger who goes is one less; without one of the two it is not their group."""
    group = work.group()
    if group is None:
        return
    group.others = [known for known in group.others if known != user]
    if _one_of_two(work, user):
        group.missing = [*(known for known in group.missing if known != user), user]
        _silence(work, phrases.GROUP_MISSING, phrases.GROUP_HALF)
    _maybe_resume(work)


def is_there(work: Work, who: Who) -> None:
    """One of the two came back, or says something there."""
    group = work.household.group
    if group is None or who.user not in group.missing:
        return
    mine = work.group()
    if mine is not None:
        mine.missing = [user for user in mine.missing if user != who.user]
    _maybe_resume(work)


def alone(group: Group) -> bool:
    """Whether as far as is known just the two are there. A count does not say who they are: only comings and goings do."""
    return not group.others and not group.missing and group.members in (None, COUPLE_AND_BOT)


def _counted(work: Work, members: int) -> None:
    """How many are there, with the bot: whatever cannot be counted is no proof."""
    group = work.household.group
    if group is None or group.members == members:
        return
    mine = work.group()
    if mine is None:
        return
    mine.members = members
    if members == COUPLE_AND_BOT:
        mine.state = "bound" if mine.state == "unproven" and alone(mine) else mine.state
        _maybe_resume(work)
    elif members == 0:
        _unproven(work, mine)
    elif members < COUPLE_AND_BOT:
        _silence(work, phrases.GROUP_MISSING, phrases.GROUP_HALF)
    else:
        suspend(work)


def _came(work: Work, heard: GroupSeen) -> None:
    """A partner brought the bot into a group: both are asked in private, the group hears one line."""
    from bot.talk.beginning import begin, joint_allowed

    if work.household.by_user(heard.who.user) is None or not joint_allowed(work):
        work.send(Message(f"chat:{heard.where.chat}", escape(_say(work, phrases.GROUP_STRANGER))))
        return
    left = work.household.group.left if work.household.group is not None else {}
    work.household.group = Group(heard.where.chat, heard.where.title, left=left)
    work.touched.household = True
    work.send(Message("group", escape(_say(work, phrases.GROUP_ASKED))))
    for person in list(work.household.people):
        begin(work, work.flow("bind-group"), person, {"title": heard.where.title})


def _gone(work: Work) -> None:
    group = work.group()
    if group is not None:
        group.state, group.yes = "gone", []


def suspend(work: Work, stranger: int | None = None) -> None:
    """Somebody else is there."""
    group = work.group()
    if group is not None and stranger and stranger not in group.others:
        group.others = [*group.others, stranger]
    _silence(work, phrases.GROUP_SUSPENDED, phrases.GROUP_CROWDED)


def _silence(work: Work, there: str, private: str) -> None:
    """Silence in the group, said once; a talk that runs goes on in the two private chats."""
    group = work.group()
    if group is not None and group.state in ("bound", "unproven"):
        group.state = "suspended"
        work.silenced = True
        work.send(Message("group", escape(_say(work, there))))
        _tell_both(work, private)


def _tell_both(work: Work, why: str) -> None:
    """Both hear of it in private, and the question that stood in the group stands there again."""
    from bot.talk.beginning import joint_talk, say_again

    talk = joint_talk(work)
    for person in list(work.household.people):
        lines = [telling.sentence(work, person, why), *_unheard(work, person)]
        if talk is None:
            notes.wrap(work, person, lines)
        else:
            work.messages += lines
            say_again(work, talk, person)


def _unproven(work: Work, group: Group) -> None:
    """Silence without a word; only what was queued for the group is said in private."""
    from bot.talk.beginning import joint_talk, say_again

    if group.state != "bound":
        return
    group.state, work.silenced = "unproven", True
    talk = joint_talk(work)
    for person in list(work.household.people):
        lines = _unheard(work, person)
        if talk is not None:
            work.messages += lines
            if any(_asks(message, person) for message in work.queued):
                say_again(work, talk, person)
        elif lines:
            notes.wrap(work, person, lines)


def _unheard(work: Work, person: str) -> list[Message]:
    """What a talk has queued for the group, to be said to this person alone; their own question is put to them again instead."""
    said = (m for m in work.queued if m.talk is not None and m.edits is None and not _asks(m, person))
    return [Message(person, m.text, voice=m.voice, talk=m.talk) for m in said]


def _asks(message: Message, person: str) -> bool:
    return message.question is not None and message.question.endswith(f".{person}")


def _maybe_resume(work: Work) -> None:
    group = work.group()
    if group is None or group.state != "suspended" or not alone(group):
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
