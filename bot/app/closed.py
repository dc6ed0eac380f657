"""Somebody whose household does not open is answered all the same: with help, where they ask for it or are in danger, and else
with one sentence. Nothing is begun and nothing is written for them: what they have here lies as it is until it is mended.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.app.ports import Item
from bot.talk.heard import Command, Heard, Pressed, Unreadable, Wrote
from bot.talk.phrases import CLOSED_HOME
from bot.talk.safety import first_aid
from bot.words.fit import escape
from bot.words.message import Message
from bot.words.tongues import Tongues


def answers(item: Item, parse: Callable[[bytes], Heard | None], tongues: Tongues) -> list[Message]:
    """What is said to the one who brought `item`; nothing in a group, where others would read it. Raises what `parse` raises."""
    heard = parse(item.raw)
    if not isinstance(heard, Wrote | Command | Pressed | Unreadable) or item.chat != item.user:
        return []
    language = tongues.known(heard.who.language)
    text = first_aid(heard, tongues, language, None) or escape(tongues.of(language)(CLOSED_HOME))
    messages = [Message(f"chat:{item.chat}", text, kind="safety")]
    return messages + ([Message("", kind="toast", callback=heard.callback)] if isinstance(heard, Pressed) else [])
