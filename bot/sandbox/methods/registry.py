"""The table of methods, and finding the chat a call means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.params import Call
from bot.sandbox.refusals import bad, forbidden
from bot.sandbox.world import World

Method = Callable[[World, Call], Any]


@dataclass(frozen=True)
class Entry:
    """A method under the name that Telegram's reference gives it."""

    name: str
    run: Method


METHODS: dict[str, Entry] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Enter a function into the table; Telegram takes method names in any case."""

    def enter(run: Method) -> Method:
        METHODS[name.lower()] = Entry(name, run)
        return run

    return enter


def target(world: World, call: Call) -> Chat:
    """The chat named by chat_id, if the bot may act there. Raises Refused with Telegram's texts."""
    chat = known(world, call)
    if chat.private:
        if world.people[chat.id].gone:
            raise forbidden("user is deactivated")
        if world.people[chat.id].blocked:
            raise forbidden("bot was blocked by the user")
        return chat
    kind = "supergroup" if chat.kind == "supergroup" else "group"
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if chat.bot == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")
    return chat


def known(world: World, call: Call) -> Chat:
    """The chat named by chat_id, if the bot ever met it. Raises Refused."""
    source = call.text("chat_id").strip()
    if not source:
        raise bad("chat_id is empty")
    chat = world.chats.get(int(source)) if source.removeprefix("-").isdecimal() and len(source) < 20 else None
    if chat is None or not (world.people[chat.id].started if chat.private else chat.bot != "absent"):
        raise bad("chat not found")
    if chat.migrated_to:
        text = "group chat was upgraded to a supergroup chat"
        raise bad(text, {"migrate_to_chat_id": chat.migrated_to})
    return chat
