"""What an onlooker sees: messages as plain words, the transcript, and everything the page shows."""

from datetime import UTC, datetime

from bot.sandbox.chats import Chat, Message
from bot.sandbox.hub import Hub
from bot.sandbox.places import seen_as
from bot.sandbox.refusals import Json
from bot.sandbox.world import BANNER, World

SENTENCES = {
    "migrate_to_chat_id": "This group was upgraded to a supergroup.",
    "migrate_from_chat_id": "This supergroup continues an upgraded group.",
}


def instant(seconds: float) -> str:
    """Seconds since the epoch as an ISO instant, UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def brief(world: World, message: Message) -> Json:
    """A bot message as a request returns it: `id`, `place`, `to`, plain `text`, flat `buttons`."""
    chat = world.chats[message.chat_id]
    place, to = seen_as(chat)
    shown = {"id": message.id, "place": place, "to": to, "text": message.text or "", "buttons": message.labels}
    return shown | {"chat": chat.id} | attached(message)


def attached(message: Message) -> Json:
    """The name of a file, when one is attached."""
    if "document" in message.extra:
        return {"file": message.extra["document"]["file_name"], "file_id": message.extra["document"]["file_id"]}
    return {"file": "photo", "file_id": message.extra["photo"][0]["file_id"]} if "photo" in message.extra else {}


def news(world: World, since: int) -> list[Json]:
    """New and edited messages of the bot and toasts after this event, each once, in order."""
    shown: dict[object, Json] = {}
    for event in world.feed.since(since):
        if event.kind == "answered" and event.data["text"]:
            place, _ = seen_as(world.chats[event.data["chat"]])
            shown[f"toast {event.id}"] = {
                "id": None, "place": place, "to": event.data["who"], "toast": event.data["text"],
            }  # fmt: skip
        elif event.kind in ("message", "edited") and event.data["bot"]:
            message = world.chats[event.data["chat"]].messages[event.data["message"]]
            known = shown.get(message.id)
            edited = event.kind == "edited" and (known is None or "edited" in known)
            shown[message.id] = brief(world, message) | ({"edited": True} if edited else {})
            if message.deleted:
                del shown[message.id]
    return list(shown.values())


def transcript(world: World) -> list[Json]:
    """Every message of this run in order; deleted ones are marked, not left out."""
    return [line(world, message) for message in world.history]


def line(world: World, message: Message) -> Json:
    """One line of the transcript. `at` is sandbox time, UTC."""
    chat = world.chats[message.chat_id]
    place, to = seen_as(chat)
    said = {
        "id": message.id, "at": instant(message.date), "place": place, "chat": chat.id, "from": author(message),
        "to": "bot" if chat.private and message.sender else to, "text": message.text or service(message),
        "buttons": message.labels, "edited": message.edited is not None, "deleted": message.deleted,
        "service": bool(service(message)),
    }  # fmt: skip
    return said | attached(message)


def author(message: Message) -> str:
    """Who wrote it: a person's name, `bot`, or the name of a channel or group."""
    if message.sender:
        return message.sender.name
    return "bot" if message.from_bot else str(message.extra["sender_chat"].get("title", ""))


def service(message: Message) -> str:
    """What a service message or an odd message says, in a sentence; empty for a plain one."""
    extra = message.extra
    who = author(message)
    if "new_chat_member" in extra:
        return f"{extra['new_chat_member']['first_name']} joined the group."
    if "left_chat_member" in extra:
        return f"{extra['left_chat_member']['first_name']} left the group."
    for kind in ("sticker", "voice"):
        if kind in extra:
            return f"{who} sent a {kind}."
    return next((sentence for name, sentence in SENTENCES.items() if name in extra), "")


def bubble(world: World, message: Message) -> Json:
    """A message as the page draws it: the transcript's line, with marks, rows of buttons and what it answers."""
    rows = [[_button(button) for button in row] for row in message.rows]
    keys = [[{"text": str(key["text"])} for key in row] for row in (message.markup or {}).get("keyboard", [])]
    asked = bool((message.markup or {}).get("force_reply"))
    more = {
        "entities": message.entities,
        "rows": rows,
        "keys": keys,
        "force_reply": asked,
        "reply_to": message.reply_to,
    }
    return line(world, message) | more | {"from_bot": message.from_bot, "reaction": message.reaction, "silent": message.silent}


def _button(button: Json) -> Json:
    return {name: button[name] for name in ("text", "url", "style") if name in button}


def place_card(world: World, chat: Chat) -> Json:
    """A chat with all its messages, for the page."""
    place, title = seen_as(chat)
    return {
        "id": chat.id, "place": place, "kind": chat.kind, "title": title, "bot": chat.bot, "pinned": chat.pinned,
        "members": [member.name for member in chat.members], "migrated_to": chat.migrated_to,
        "reads_all": chat.reads_all, "messages": [bubble(world, message) for message in chat.messages.values()],
    }  # fmt: skip


def people(world: World) -> list[Json]:
    """Everyone, with what the bot may do to them."""
    return [
        {"id": person.id, "name": person.name, "username": person.username, "language": person.language,
         "started": person.started, "blocked": person.blocked, "gone": person.gone,
         "group": next((chat.id for chat in world.groups_of(person)), None)}
        for person in world.people.values()
    ]  # fmt: skip


def clock(world: World) -> Json:
    """Sandbox time and how far it is ahead of real time, in seconds."""
    return {"now": instant(world.now), "offset": world.offset}


def snapshot(hub: Hub) -> Json:
    """Everything the page shows. `last` is the event to continue from."""
    world = hub.world
    spoken = world.bot.commands
    commands = spoken.get(("all_private_chats", "")) or spoken.get(("default", ""), [])
    bot = world.bot.me() | {"commands": commands, "privacy": world.bot.privacy}
    return {
        "banner": BANNER, "last": world.feed.last, "clock": clock(world), "bot": bot, "people": people(world),
        "places": [place_card(world, chat) for chat in world.chats.values()], "log": list(hub.log)[-200:],
        "rates": world.rates.mode, "faults": [fault.card() for fault in world.faults.open],
        "webhook": world.hook.url, "supervised": hub.supervisor is not None,
        "running": bool(hub.supervisor and hub.supervisor.pid), "waiting": len(world.queue.waiting),
    }  # fmt: skip
