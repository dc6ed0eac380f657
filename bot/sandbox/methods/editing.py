"""Changing, deleting and pinning messages."""

from bot.sandbox.chats import Chat, Message
from bot.sandbox.keyboards import inline_only
from bot.sandbox.methods.registry import method, target
from bot.sandbox.methods.texts import body_text, caption_text
from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World

DELETABLE = 48 * 3600
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@method("editMessageText")
def edit_message_text(world: World, call: Call) -> Json:
    """A new text; without reply_markup the buttons go."""
    message = _own(target(world, call), call)
    text, entities = body_text(world, call)
    if message.text is None or message.caption:
        raise bad("there is no text in the message to edit")
    return _changed(world, message, text, entities, inline_only(call))


@method("editMessageCaption")
def edit_message_caption(world: World, call: Call) -> Json:
    """A new caption under a picture or file."""
    message = _own(target(world, call), call)
    text, entities = caption_text(world, call)
    if not message.caption:
        raise bad("there is no caption in the message to edit")
    return _changed(world, message, text, entities, inline_only(call))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, call: Call) -> Json:
    """New buttons, or none."""
    message = _own(target(world, call), call)
    return _changed(world, message, message.text, message.entities, inline_only(call))


def _own(chat: Chat, call: Call) -> Message:
    if "message_id" not in call.values:
        raise bad("message identifier is not specified")
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to edit not found")
    if not message.from_bot:
        raise bad("message can't be edited")
    return message


def _changed(world: World, message: Message, text: str | None, entities: list[Json], markup: Json | None) -> Json:
    if message.markup and "inline_keyboard" not in message.markup:
        raise bad("message can't be edited")
    if (message.text, message.entities, message.rows) == (text, entities, (markup or {}).get("inline_keyboard", [])):
        raise bad(SAME)
    message.text, message.entities, message.markup = text, entities, markup
    message.edited = int(world.now)
    world.feed.add("edited", chat=message.chat_id, message=message.id, bot=True)
    return world.render(message)


@method("deleteMessage")
def delete_message(world: World, call: Call) -> bool:
    """Delete for everyone, while the message is younger than 48 hours."""
    chat = target(world, call)
    if "message_id" not in call.values:
        raise bad("message identifier is not specified")
    return _delete(world, chat, chat.messages.get(call.number("message_id")))


@method("deleteMessages")
def delete_messages(world: World, call: Call) -> bool:
    """Delete several; those that are not there are skipped."""
    chat = target(world, call)
    numbers = call.data("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified")
    for number in numbers:
        message = chat.messages.get(number) if isinstance(number, int) else None
        if message is not None and not message.deleted:
            _delete(world, chat, message)
    return True


def _delete(world: World, chat: Chat, message: Message | None) -> bool:
    if message is None or message.deleted:
        raise bad("message to delete not found")
    foreign = not message.from_bot and not chat.private and chat.bot != "administrator"
    if foreign or world.now - message.date >= DELETABLE:
        raise bad("message can't be deleted for everyone")
    message.deleted = True
    world.feed.add("deleted", chat=chat.id, message=message.id)
    return True


@method("pinChatMessage")
def pin_chat_message(world: World, call: Call) -> bool:
    """Pin a message; in a group the bot must be an administrator."""
    chat = _pinning(world, call)
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        world.feed.add("pinned", chat=chat.id, message=message.id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, call: Call) -> bool:
    """Unpin one message, or the newest pinned one."""
    chat = _pinning(world, call)
    number = call.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(number)
    world.feed.add("pinned", chat=chat.id, message=number)
    return True


@method("unpinAllChatMessages")
def unpin_all(world: World, call: Call) -> bool:
    """Unpin everything."""
    chat = _pinning(world, call)
    chat.pinned.clear()
    world.feed.add("pinned", chat=chat.id, message=None)
    return True


def _pinning(world: World, call: Call) -> Chat:
    chat = target(world, call)
    if chat.kind == "supergroup" and chat.bot != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat
