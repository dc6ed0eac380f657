"""Raw updates become what was heard. `lane` must work for anything at all, `parse` may refuse.

They are two because storing comes first: an update that will not parse is kept, confirmed and put aside as dead,
and never stands in the way of the next one.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from bot.app.ports import Update
from bot.talk.heard import Heard, Pressed
from bot.tg.cleaning import cleaned
from bot.tg.letters import heard_letter
from bot.tg.people import ANONYMOUS_ADMIN, place, who
from bot.tg.places import heard_membership, heard_own_membership
from bot.tg.reading import loaded
from bot.tg.shapes import Letter, Membership, Press, Unparsable, shaped

_LIMIT = 2**53
_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,15})(?![\d.eE])')
_DATA_BYTES = 64


class BotFace(msgspec.Struct, frozen=True):
    """Who we are: the bot's id and its username without @."""

    id: int
    username: str


def lane(raw: bytes) -> Update | None:
    """The update with its user and chat (0: none seen). None without a usable id. Never raises, whatever the bytes."""
    data = loaded(raw)
    if not isinstance(data, dict):
        found = _UPDATE_ID.search(raw)
        return Update(int(found[1]), 0, 0, raw) if found else None
    if (number := _whole(data.get("update_id"))) <= 0:
        return None
    body: dict[str, Any] = next((part for part in data.values() if isinstance(part, dict)), {})
    return Update(number, _user(body), _chat(body), raw)


def parse(raw: bytes, bot: BotFace) -> Heard | None:
    """What was heard; None for nobody's answer (channels, inline, edits, bots, hidden administrators, unknown kinds).

    Raises `Unparsable` for what is not an update of Telegram's.
    """
    data = loaded(raw)
    if not isinstance(data, dict):
        raise Unparsable("not a JSON object")
    if "message" in data:
        return heard_letter(shaped(data["message"], Letter), data["message"].keys(), bot.id, bot.username)
    if "callback_query" in data:
        return _pressed(shaped(data["callback_query"], Press))
    if "my_chat_member" in data:
        return heard_own_membership(shaped(data["my_chat_member"], Membership))
    return heard_membership(shaped(data["chat_member"], Membership), bot.id) if "chat_member" in data else None


def _pressed(press: Press) -> Heard | None:
    if press.message is None or press.data is None or press.sender.is_bot:
        return None
    if len(press.data.encode("utf-8", "replace")) > _DATA_BYTES:
        raise Unparsable("Press: data is longer than 64 bytes")
    where = place(press.message.chat, press.sender)
    if where is None:
        return None
    return Pressed(who(press.sender), where, cleaned(press.data), cleaned(press.id), press.message.message_id)


def _user(body: dict[str, Any]) -> int:
    number = _id_in(body, "from")
    return 0 if number < 0 or number == ANONYMOUS_ADMIN else number


def _chat(body: dict[str, Any]) -> int:
    # A supergroup that was just made is known here by its old id only.
    if before := _whole(body.get("migrate_from_chat_id")):
        return before
    message = body.get("message")
    return _id_in(body, "chat") or (_id_in(message, "chat") if isinstance(message, dict) else 0)


def _id_in(body: dict[str, Any], name: str) -> int:
    part = body.get(name)
    return _whole(part.get("id")) if isinstance(part, dict) else 0


def _whole(value: object) -> int:
    return value if type(value) is int and abs(value) <= _LIMIT else 0
