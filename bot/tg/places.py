"""News about chats: who came and went, whether the bot is in, and a group that got another id.

These are told also when a hidden administrator or a bot did it (as `NOBODY`): that a third person is in the group
matters whoever let them in, and Telegram reports most moves under its own name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bot.talk.heard import GroupSeen, Heard, Moved, Reach, Where, Who
from bot.tg.people import actor, place, who
from bot.tg.shapes import Letter, Member, Membership, User


def heard_service(letter: Letter, bot: int) -> Heard | None:
    """A service message of a group, or None if it is none."""
    where = place(letter.chat, letter.sender)
    if where is None or where.private:
        return None
    by, left = actor(letter.sender), letter.left_chat_member
    if letter.migrate_to_chat_id:
        return Moved(by, where, letter.migrate_to_chat_id)
    if letter.migrate_from_chat_id:
        return Moved(by, Where(letter.migrate_from_chat_id, False, where.title), where.chat)
    if letter.new_chat_members:
        state: Literal["in", "unchanged"] = "in" if _among(letter.new_chat_members, bot) else "unchanged"
        return GroupSeen(by, where, state, came=_humans(letter.new_chat_members))
    if left:
        return GroupSeen(by, where, "out" if left.id == bot else "unchanged", went=_humans([left]))
    created = letter.group_chat_created or letter.supergroup_chat_created
    return GroupSeen(by, where, "in") if created else None


def heard_own_membership(change: Membership) -> Heard | None:
    """The bot itself: blocked or unblocked in a private chat; added, removed, promoted or demoted in a group."""
    where = place(change.chat, change.sender)
    if where is None:
        return None
    inside = _inside(change.new_chat_member)
    if where.private:
        return Reach(who(change.sender), inside)
    admin = change.new_chat_member.status == "administrator"
    return GroupSeen(actor(change.sender), where, "admin" if admin else "in" if inside else "out")


def heard_membership(change: Membership, bot: int) -> Heard | None:
    """Somebody else came to or left a group; None if they only got other rights, and for bots."""
    where, member = place(change.chat, change.sender), change.new_chat_member
    was, inside = _inside(change.old_chat_member), _inside(member)
    if where is None or where.private or was == inside or member.user.id == bot:
        return None
    people = _humans([member.user])
    if not people:
        return None
    return GroupSeen(actor(change.sender), where, came=people if inside else (), went=() if inside else people)


def _inside(member: Member) -> bool:
    if member.status == "restricted":
        return member.is_member
    return member.status in {"member", "administrator", "creator"}


def _humans(users: Iterable[User]) -> tuple[Who, ...]:
    return tuple(who(user) for user in users if not user.is_bot)


def _among(users: Iterable[User], bot: int) -> bool:
    return any(user.id == bot for user in users)
