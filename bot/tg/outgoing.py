"""Sends one row of the outbox and says what became of it.

One row is one call: a message, an edit, a deletion or the answer to a button. Whether to try again, and when, is not
decided here but by the kind of outcome. Only what Telegram refuses to read as HTML is sent a second time, as plain
text: a stray character must not cost somebody their question. A picture is drawn here, at the last moment; its words
go alone where it cannot be drawn, or is not taken. Drawing takes a second, so it is asked then whether it may still go.
"""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.app.ports import Later, Never, Outcome, OutRow, Painter, Sent, Wire
from bot.logs import log
from bot.tg.answers import is_unreadable, outcome_of, sane
from bot.words.message import Button, Document, Message

TOAST_LIMIT = 200
MOST_DELETED = 100
PAINTING_SECONDS = 1.0
_NAMES = "b|strong|i|em|u|ins|s|strike|del|code|pre|a|blockquote|span|tg-spoiler|tg-emoji"
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?>")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


Stands = Callable[[int], Awaitable[bool]]


class Recalled(Exception):
    """It may not go any more."""


class TelegramWire(Wire):
    """The wire of the real Telegram, or of a sandbox: whatever the bot's address says. `stands`: whether a row may still go."""

    def __init__(self, bot: Bot, painter: Painter | None = None, stands: Stands | None = None) -> None:
        self._bot, self._painter, self._stands = bot, painter, stands

    async def send(self, row: OutRow) -> Outcome:
        return sane(await self._try(row))

    async def _try(self, row: OutRow) -> Outcome:
        if row.message.picture is not None and self._painter is not None and self._painter.busy:
            return Later(PAINTING_SECONDS)
        try:
            return Sent(await self._call(row, ParseMode.HTML))
        except Recalled:
            return Never("recalled")
        except Exception as error:
            return await self._again(row) if is_unreadable(error) else self._told(row, error)

    async def members(self, chat: int) -> int | None:
        """How many are in a group, with the bot; None when Telegram does not say."""
        try:
            return await self._bot.get_chat_member_count(chat)
        except TelegramError:
            return None

    async def _again(self, row: OutRow) -> Outcome:
        log("wire.plain", row=row.id)
        try:
            return Sent(await self._call(row, None))
        except Recalled:
            return Never("recalled")
        except Exception as error:
            return self._told(row, error)

    def _told(self, row: OutRow, error: Exception) -> Outcome:
        outcome = outcome_of(error, row)
        log("wire.refused", row=row.id, outcome=type(outcome).__name__.lower(), why=type(error).__name__.lower())
        return outcome

    async def _call(self, row: OutRow, mode: str | None) -> int:
        message = row.message
        if message.callback is not None:
            await self._bot.answer_callback_query(message.callback, _toast(message.text), url=message.url)
            return 0
        if message.delete and row.edit is None:
            return await self._clear(row)
        if row.edit is None and message.voice is not None:
            return await self._voice(row, message.voice)
        if row.edit is None:
            return await self._said(row, mode)
        if message.delete:
            await self._bot.delete_message(row.chat, row.edit)
        elif message.text:
            await self._edit_text(row, row.edit, mode)
        else:
            await self._bot.edit_message_reply_markup(row.chat, row.edit, reply_markup=keyboard(message))
        return row.edit

    async def _said(self, row: OutRow, mode: str | None) -> int:
        message = row.message
        if message.document is not None:
            return await self._file(row, message.document)
        if message.picture is None or self._painter is None:
            return await self._new(row, mode)
        drawn = await self._painter.paint(message.picture)
        if self._stands is not None and not await self._stands(row.id):
            raise Recalled
        return await (self._new(row, mode) if drawn is None else self._photo(row, drawn, mode))

    async def _clear(self, row: OutRow) -> int:
        """Takes away what was said, a hundred at a time; one that is gone or too old does not keep the others."""
        ids = row.message.ids
        for start in range(0, len(ids), MOST_DELETED):
            some = ids[start : start + MOST_DELETED]
            try:
                await self._bot.delete_messages(row.chat, some)
            except BadRequest:
                await self._one_by_one(row.chat, some)
        return 0

    async def _one_by_one(self, chat: int, ids: tuple[int, ...]) -> None:
        for id in ids:
            with suppress(BadRequest):
                await self._bot.delete_message(chat, id)

    async def _file(self, row: OutRow, document: Document) -> int:
        file = InputFile(document.body, filename=document.name)
        sent = await self._bot.send_document(row.chat, file, caption=plain(row.message.text), disable_notification=True)
        return sent.message_id

    async def _voice(self, row: OutRow, file: str) -> int:
        sent = await self._bot.send_voice(
            row.chat, file, disable_notification=row.message.silent, protect_content=row.message.protect
        )
        return sent.message_id

    async def _photo(self, row: OutRow, drawn: bytes, mode: str | None) -> int:
        """A picture and its words; the words alone where Telegram does not take the picture."""
        message = row.message
        try:
            sent = await self._bot.send_photo(
                row.chat,
                InputFile(drawn, filename="picture.png"),
                caption=message.text if mode else plain(message.text),
                parse_mode=mode,
                reply_markup=keyboard(message),
                disable_notification=message.silent,
                protect_content=message.protect,
            )
        except BadRequest as error:
            if is_unreadable(error):
                raise
            return await self._new(row, mode)
        return sent.message_id

    async def _new(self, row: OutRow, mode: str | None) -> int:
        message = row.message
        sent = await self._bot.send_message(
            row.chat,
            _body(message, mode),
            parse_mode=mode,
            reply_markup=keyboard(message) or _asking(message),
            disable_notification=message.silent,
            protect_content=message.protect,
            link_preview_options=_NO_PREVIEW,
        )
        return sent.message_id

    async def _edit_text(self, row: OutRow, edited: int, mode: str | None) -> None:
        await self._bot.edit_message_text(
            row.message.text if mode else plain(row.message.text),
            row.chat,
            edited,
            parse_mode=mode,
            reply_markup=keyboard(row.message),
            link_preview_options=_NO_PREVIEW,
        )


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The message's buttons; None if it has none."""
    rows = [[_button(button) for button in row] for row in message.buttons]
    return InlineKeyboardMarkup(rows) if any(rows) else None


def plain(text: str) -> str:
    """Telegram HTML as people would have read it, without its formatting."""
    return html.unescape(_TAG.sub("", text))


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)


def _asking(message: Message) -> ForceReply | None:
    return ForceReply(selective=True) if message.mention is not None else None


def _body(message: Message, mode: str | None) -> str:
    if mode is None:
        return plain(message.text)
    link = f"tg://user?id={message.mention}"
    # A selective reply opens only for people mentioned in the text; a zero-width space mentions without being seen.
    unseen = message.mention is not None and not message.buttons and link not in message.text
    return f'<a href="{link}">\u200b</a>{message.text}' if unseen else message.text


def _toast(text: str) -> str | None:
    # Telegram shows a toast as it is, without any formatting.
    return text[:TOAST_LIMIT] or None
