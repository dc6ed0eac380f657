"""Updates that a bot seldom sees in a test and always in life: stickers, voices, edits, forwards, nonsense."""

from collections.abc import Callable

from bot.sandbox.acts import prompt_for
from bot.sandbox.chats import GROUP_ANONYMOUS, Chat
from bot.sandbox.entities import find
from bot.sandbox.hearing import hears
from bot.sandbox.methods.files import file_card, keep
from bot.sandbox.params import Upload
from bot.sandbox.people import Person
from bot.sandbox.places import message_in, place_of
from bot.sandbox.refusals import Json, Wrong
from bot.sandbox.updates import MESSAGE_LIFE
from bot.sandbox.world import World

Send = Callable[[World, Person, Chat, Json], None]


def send(world: World, person: Person, wish: Json) -> None:
    """Send what `kind` names. Raises Wrong when there is no such kind or it does not fit."""
    kind = str(wish.get("kind", ""))
    if kind == "raw":
        _raw(world, wish)
    elif kind in KINDS:
        KINDS[kind](world, person, place_of(world, person, wish.get("place")), wish)
    else:
        raise Wrong(400, f"`kind` is one of {', '.join((*KINDS, 'raw'))}.")


def _raw(world: World, wish: Json) -> None:
    update = wish.get("update")
    if not isinstance(update, dict):
        raise Wrong(400, "`raw` needs an `update`: a JSON object that is queued as it is.")
    world.queue.put_raw(update, world.now + MESSAGE_LIFE)
    world.feed.add("update", update="raw", chat=None)


def _file(number: int, **more: object) -> Json:
    return {"file_id": f"SANDBOXODD{number:012d}", "file_unique_id": f"ODD{number:09d}", "file_size": 1024} | more


def _sticker(world: World, person: Person, chat: Chat, wish: Json) -> None:
    card = _file(world.draw(10**9), type="regular", width=512, height=512, is_animated=False, is_video=False)
    world.post(chat, person, extra={"sticker": card | {"emoji": str(wish.get("emoji", "🙂"))}})


def _photo(world: World, person: Person, chat: Chat, wish: Json) -> None:
    caption = str(wish["text"]) if wish.get("text") else None
    card = _file(world.draw(10**9), width=1280, height=720)
    answered = prompt_for(chat, person)
    world.post(chat, person, text=caption, caption=True, reply_to=answered, extra={"photo": [card]})


def _voice(world: World, person: Person, chat: Chat, wish: Json) -> None:
    spoken = Upload("voice.ogg", b"OggS", "audio/ogg")
    file_id, _ = keep(world, spoken, "voice")
    card = file_card(world, file_id, spoken) | {"duration": 3, "mime_type": spoken.kind}
    world.post(chat, person, reply_to=prompt_for(chat, person), extra={"voice": card})


def _edit(world: World, person: Person, chat: Chat, wish: Json) -> None:
    own = [message.id for message in chat.messages.values() if message.sender is person and message.text]
    number = wish.get("message") or (own[-1] if own else None)
    message = message_in(chat, number)
    if message.sender is not person:
        raise Wrong(403, f"That message is not {person.name}'s, so only its writer can change it.")
    message.text = str(wish.get("text") or "")
    message.entities, message.edited = find(message.text, []), int(world.now)
    world.feed.add("edited", chat=chat.id, message=message.id, bot=False)
    if hears(chat, message, world.bot.username):
        world.tell("edited_message", world.render(message), chat)


def _forward(world: World, person: Person, chat: Chat, wish: Json) -> None:
    text = str(wish.get("text") or "Look at this.")
    origin = {"type": "hidden_user", "sender_user_name": "Someone", "date": int(world.now) - 60}
    world.post(chat, person, text=text, entities=find(text, []), extra={"forward_origin": origin})


def _channel(world: World, person: Person, chat: Chat, wish: Json) -> None:
    channel = {"id": -1_001_999_999_999, "type": "channel", "title": "A channel"}
    service = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}
    extra = {"from": service, "sender_chat": channel, "is_automatic_forward": True}
    world.post(_group(chat), None, text=str(wish.get("text") or "A post."), extra=extra)


def _anonymous(world: World, person: Person, chat: Chat, wish: Json) -> None:
    extra = {"from": GROUP_ANONYMOUS, "sender_chat": _group(chat).card()}
    text = str(wish.get("text") or "From an administrator.")
    world.post(chat, None, text=text, entities=find(text, []), extra=extra)


def _group(chat: Chat) -> Chat:
    if chat.private:
        raise Wrong(400, "That is only possible in a group.")
    return chat


KINDS: dict[str, Send] = {
    "sticker": _sticker, "photo": _photo, "voice": _voice, "edit": _edit, "forward": _forward,
    "channel": _channel, "anonymous": _anonymous,
}  # fmt: skip
