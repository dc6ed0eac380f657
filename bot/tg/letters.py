"""One message of a chat: an answer, a command, something that is no answer, or news about the group itself."""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import UTC, datetime

from bot.talk.heard import Command, Heard, Unreadable, Where, Who, Wrote
from bot.tg.cleaning import cleaned
from bot.tg.people import actor, place, who
from bot.tg.places import heard_service
from bot.tg.shapes import Letter

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+(.*))?", re.DOTALL)
_FORWARD = frozenset({"forward_origin", "forward_date", "forward_from", "forward_from_chat", "forward_sender_name"})
# In this order: an animation also carries a document, a venue also a location.
_KINDS = {
    "sticker": "sticker",
    "photo": "photo",
    "live_photo": "photo",
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "document",
    "contact": "contact",
    "venue": "location",
    "location": "location",
    "poll": "poll",
    "audio": "other",
    "dice": "other",
    "game": "other",
    "story": "other",
    "paid_media": "other",
    "checklist": "other",
    "rich_message": "other",
    "invoice": "other",
}


def heard_letter(letter: Letter, keys: Set[str], bot: int, username: str) -> Heard | None:
    """What the message says; None for silence. `keys` are all fields it came with; `username` is ours."""
    if news := heard_service(letter, bot):
        return news
    where = place(letter.chat, letter.sender)
    if where is None or letter.sender_chat or letter.via_bot or letter.sender is None or not actor(letter.sender).user:
        return None
    person, at = who(letter.sender), datetime.fromtimestamp(letter.date, UTC)
    if keys & _FORWARD:
        return Unreadable(person, where, "forward", at, message=letter.message_id)
    if letter.text is not None:
        return _text(letter, person, where, at, username)
    voice = cleaned(letter.voice.file_id) if letter.voice else None
    what = next((_KINDS[key] for key in _KINDS if key in keys), None)
    caption = cleaned(letter.caption or "")
    return Unreadable(person, where, what, at, voice, letter.message_id, caption) if what else None


def _text(letter: Letter, person: Who, where: Where, at: datetime, username: str) -> Heard | None:
    text = cleaned(letter.text or "")
    if command := _COMMAND.fullmatch(text):
        name, addressed, payload = command.groups()
        if addressed and addressed.lower() != username.lower():
            return None
        return Command(person, where, name.lower(), (payload or "").strip(), at, letter.message_id)
    if not text.strip():
        return Unreadable(person, where, "other", at, message=letter.message_id)
    before = letter.reply_to_message
    return Wrote(person, where, text, at, letter.message_id, before.message_id if before else None)
