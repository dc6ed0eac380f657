"""New messages of the bot."""

from typing import Any

from bot.sandbox.acts import prompt
from bot.sandbox.chats import Chat, Message
from bot.sandbox.keyboards import markup
from bot.sandbox.methods.registry import method, target
from bot.sandbox.methods.texts import body_text
from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, bad, too_many
from bot.sandbox.world import World

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


@method("sendMessage")
def send_message(world: World, call: Call) -> Json:
    """A text, with buttons or a question for a reply."""
    chat = target(world, call)
    text, entities = body_text(world, call)
    return deliver(world, chat, call, text=text, entities=entities)


@method("sendChatAction")
def send_chat_action(world: World, call: Call) -> bool:
    """`typing` and the like, shown on the page."""
    chat = target(world, call)
    if call.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    world.feed.add("action", chat=chat.id, action=call.text("action"))
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, call: Call) -> bool:
    """Set or take back the bot's one reaction."""
    message = target(world, call).messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to react not found")
    given = call.data("reaction", "can't parse reaction types JSON object") or []
    if not isinstance(given, list) or len(given) > 1 or any(not isinstance(item, dict) for item in given):
        raise bad("REACTIONS_TOO_MANY")
    message.reaction = given
    world.feed.add("reaction", chat=message.chat_id, message=message.id)
    return True


def deliver(world: World, chat: Chat, call: Call, **fields: Any) -> Json:
    """Post a checked message of the bot, at the pace Telegram allows."""
    buttons, replied = markup(call), reply_target(chat, call)
    _keep_pace(world, chat)
    marked = [button for row in (buttons or {}).get("inline_keyboard", []) for button in row]
    if chat.private is False and any(button.get("web_app") for button in marked):
        raise bad("BUTTON_TYPE_INVALID")
    protected = {"has_protected_content": True} if call.flag("protect_content") else {}
    fields["extra"] = fields.get("extra", {}) | protected
    silent = call.flag("disable_notification")
    message = world.post(chat, None, markup=buttons, reply_to=replied, silent=silent, **fields)
    prompt(world, chat, message)
    return world.render(message)


def _keep_pace(world: World, chat: Chat) -> None:
    wait = world.rates.wait_for(chat.id, not chat.private, world.now)
    if wait and world.rates.mode == "enforce":
        raise too_many(wait)
    if wait:
        world.feed.add("warning", chat=chat.id, text=f"Faster than Telegram allows: it would ask to wait {wait} s.")


def reply_target(chat: Chat, call: Call) -> int | None:
    """The message this one answers, from reply_parameters or the older fields. Raises Refused when it is gone."""
    wish = call.data("reply_parameters", "can't parse reply parameters JSON object")
    if wish is None:
        wish = {"message_id": call.number("reply_to_message_id")}
        wish["allow_sending_without_reply"] = call.flag("allow_sending_without_reply")
    if not isinstance(wish, dict):
        raise bad("object expected as reply parameters")
    number = wish.get("message_id")
    if not number:
        return None
    message: Message | None = chat.messages.get(number) if isinstance(number, int) else None
    if message is not None and not message.deleted:
        return message.id
    if wish.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")
