"""What people do: press START, write, press buttons, follow links, block. Each act is what an app would do for them."""

import re
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.chats import Chat, Message
from bot.sandbox.entities import find, piece, trimmed
from bot.sandbox.groups import add_bot, standing_change
from bot.sandbox.held import Press
from bot.sandbox.people import Person
from bot.sandbox.places import message_in, place_of
from bot.sandbox.refusals import Json, Wrong
from bot.sandbox.updates import PRESS_LIFE
from bot.sandbox.world import World

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST = 4096


def start(world: World, person: Person, payload: str = "") -> Message:
    """Press START in the private chat; someone who had blocked the bot unblocks it by this."""
    if payload and not PAYLOAD.fullmatch(payload):
        raise Wrong(400, "A start payload is 1 to 64 of A-Z, a-z, 0-9, _ and -.")
    unblock(world, person)
    person.started = True
    return write(world, person, world.chats[person.id], f"/start {payload}".strip())


def say(world: World, person: Person, place: object, text: str, reply_to: object = None) -> None:
    """Write a text. Longer than 4096 characters goes out in pieces, as apps send it."""
    chat = place_of(world, person, place)
    if not text.strip():
        raise Wrong(400, "There is nothing to say: the text is empty.")
    if chat.private and not person.started and text.strip().startswith("/start"):
        person.started = True
    _may_write(person, chat)
    answered = message_in(chat, reply_to).id if reply_to not in (None, False) else None
    if reply_to is None:
        answered = prompt_for(chat, person)
    for at in range(0, len(text), LONGEST):
        write(world, person, chat, text[at : at + LONGEST], answered)


def _may_write(person: Person, chat: Chat) -> None:
    if chat.private and not person.started:
        raise Wrong(400, f"{person.name} has not pressed START yet.")
    if chat.private and person.blocked:
        raise Wrong(400, f"{person.name} has blocked the bot.")


def write(world: World, person: Person, chat: Chat, text: str, reply_to: int | None = None) -> Message:
    """Put a person's text into a chat, with the entities Telegram finds in it."""
    shown, _ = trimmed(text, [])
    chat.prompts.pop(person.id, None)
    return world.post(chat, person, text=shown, entities=find(shown, []), reply_to=reply_to)


def prompt_for(chat: Chat, person: Person) -> int | None:
    """The message that asked this person for a reply: their app opens the answer to it by itself."""
    number = chat.prompts.get(person.id)
    message = chat.messages.get(number) if number else None
    return message.id if message and not message.deleted else None


def prompt(world: World, chat: Chat, message: Message) -> None:
    """Open the reply for those whom a force_reply is meant for: all, or with `selective` those it names or answers."""
    if not (message.markup or {}).get("force_reply"):
        return
    replied = chat.messages.get(message.reply_to or 0)
    named = {piece(message.text or "", entity).lower() for entity in message.entities if entity["type"] == "mention"}
    ids = {entity["user"]["id"] for entity in message.entities if "user" in entity}
    for person in chat.members:
        meant = person.id in ids or f"@{person.username}" in named or bool(replied and replied.sender is person)
        if meant or chat.private or not (message.markup or {}).get("selective"):
            chat.prompts[person.id] = message.id


def press(world: World, person: Person, chat: Chat, message: Message, button: Json) -> None:
    """Press an inline button: a callback goes to the bot, an address is followed, anything else stays in the app."""
    if chat.private:
        _may_write(person, chat)
    world.feed.add("press", who=person.name, chat=chat.id, message=message.id, text=button["text"])
    if "url" in button:
        follow(world, person, button["url"])
    elif "callback_data" in button:
        _call_back(world, person, chat, message, button["callback_data"])


def _call_back(world: World, person: Person, chat: Chat, message: Message, data: str) -> None:
    world.presses = {key: old for key, old in world.presses.items() if world.now - old.born <= PRESS_LIFE}
    number = str(1_000_000_000_000_000_000 + world.draw(8_000_000_000_000_000_000))
    world.presses[number] = Press(number, person, chat.id, world.now)
    body: Json = {"id": number, "from": person.user(), "message": world.render(message), "data": data}
    body["chat_instance"] = str(chat.id * 7_919 % 10**18)
    if chat.private or chat.has_bot:
        world.tell("callback_query", body, chat, PRESS_LIFE)


def follow(world: World, person: Person, address: str) -> None:
    """Open a link: one to the bot starts it here, one for groups brings it into the person's group."""
    link = bot_link(world, address)
    if link is None:
        world.feed.add("opened", who=person.name, url=address)
    elif "startgroup" in link:
        chat = place_of(world, person, "group")
        add_bot(world, chat, person)
        write(world, person, chat, f"/start@{world.bot.username} {link['startgroup']}".strip())
    elif link.get("start") or not person.started:
        start(world, person, link.get("start", ""))


def bot_link(world: World, address: str) -> dict[str, str] | None:
    """The parameters of a t.me or tg:// link to this bot, or None for any other address."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:
        return None
    query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    named = parts.path.strip("/") if parts.hostname in ("t.me", "telegram.me") else None
    if parts.scheme == "tg" and parts.netloc == "resolve":
        named = query.get("domain")
    return query if named and named.lower() == world.bot.username.lower() else None


def block(world: World, person: Person) -> None:
    """Block the bot in the private chat."""
    if not person.blocked:
        person.blocked = True
        _told_of_block(world, person, "member", "kicked")


def unblock(world: World, person: Person) -> None:
    """Take the block back."""
    if person.blocked:
        person.blocked = False
        _told_of_block(world, person, "kicked", "member")


def _told_of_block(world: World, person: Person, before: str, after: str) -> None:
    chat = world.chats[person.id]
    body = standing_change(world, chat, person, before, after)
    world.feed.add("block", who=person.name, blocked=person.blocked)
    if person.started:
        world.tell("my_chat_member", body, chat)
