"""What the bot gets to hear in a group, by the rules of Telegram's privacy mode."""

from bot.sandbox.chats import Chat, Message
from bot.sandbox.entities import piece

SERVICE = frozenset({
    "new_chat_members", "left_chat_member", "new_chat_title", "pinned_message", "group_chat_created",
    "migrate_to_chat_id", "migrate_from_chat_id",
})  # fmt: skip


def hears(chat: Chat, message: Message, username: str) -> bool:
    """Whether a person's message reaches the bot: always in private, in a group only what is meant for it."""
    if chat.private:
        return True
    if not chat.has_bot:
        return False
    if chat.reads_all or chat.bot == "administrator" or SERVICE & message.extra.keys():
        return True
    replied = chat.messages.get(message.reply_to or 0)
    return bool(replied and replied.from_bot) or _commanded(chat, message, username)


def _commanded(chat: Chat, message: Message, username: str) -> bool:
    text = message.text or ""
    for entity in message.entities:
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            _, named, addressee = piece(text, entity).partition("@")
            return addressee.lower() == username.lower() if named else chat.bot_spoke_last
    return False
