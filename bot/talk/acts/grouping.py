"""The couple's group: a link that brings the bot there, and the two private yeses that let it speak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.talk.work import Work

COUPLE_AND_BOT = 3


def group_link(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The address that takes the bot into a group, as `link`. Outcomes: made (with the link), alone, bound."""
    if not work.household.paired:
        return "alone", {}
    if work.household.group is not None and work.household.group.state in ("bound", "unproven", "suspended"):
        return "bound", {}
    return "made", {"link": f"https://t.me/{work.setting.username}?startgroup=us"}


def bind_group(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """This person's yes. Outcomes: bound (both said yes), crowded (and somebody else is there), waiting, over."""
    group = work.group()
    if group is None or group.state == "gone":
        return "over", {}
    group.yes = sorted({*group.yes, person})
    if set(group.yes) != set(work.household.people):
        return "waiting", {}
    if group.state == "asked" and (group.others or group.missing or group.members not in (None, 0, COUPLE_AND_BOT)):
        group.state = "suspended"
    if group.state == "suspended":
        return "crowded", {}
    if group.state == "asked":
        group.state = "unproven" if group.members == 0 else "bound"
        _hello(work)
    return "bound", {}


def refuse_group(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """A no is kept to oneself: the bot stays silent there. Outcome: done."""
    group = work.group()
    if group is not None:
        group.yes = [p for p in group.yes if p != person]
    return "done", {}


def _hello(work: Work) -> None:
    from bot.talk.phrases import GROUP_HELLO
    from bot.words.message import Message

    tongue = work.audience(*work.household.people).tongue
    work.send(Message("group", tongue(GROUP_HELLO)))
