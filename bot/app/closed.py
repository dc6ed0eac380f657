"""Somebody whose household does not open is answered all the same: with help, where they ask for it or are in danger, and else
with one sentence. Nothing is begun and nothing is written for them: what they have here lies as it is until it is mended.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.app.ports import Item
from bot.couple.household import Household
from bot.talk.heard import Command, Heard, Pressed, Unreadable, Wrote
from bot.talk.phrases import CLOSED_HOME
from bot.talk.turn import take_turn
from bot.talk.work import Draw, Setting
from bot.words.fit import escape
from bot.words.message import Message


def answers(item: Item, parse: Callable[[bytes], Heard | None], setting: Setting, now: datetime, draw: Draw) -> list[Message]:
    """What is said to the one who brought `item`; nothing in a group, where others would read it. Raises what `parse` raises."""
    heard = parse(item.raw)
    if not isinstance(heard, Wrote | Command | Pressed | Unreadable) or item.chat != item.user:
        return []
    said = _help(heard, setting, now, draw) or [escape(setting.tongues.of(heard.who.language)(CLOSED_HOME))]
    messages = [Message(f"chat:{item.chat}", text, kind="safety") for text in said]
    return messages + ([Message("", kind="toast", callback=heard.callback)] if isinstance(heard, Pressed) else [])


def _help(heard: Heard, setting: Setting, now: datetime, draw: Draw) -> list[str]:
    """The words of help that a stranger would get for the same; of all else that a stranger would be told, nothing."""
    turn = take_turn(Household(draw.id(), 0), heard, setting, now, draw)
    return [message.text for message in turn.messages if message.kind == "safety"]
