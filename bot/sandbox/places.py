"""Finding the chat that someone means: `dm`, `group`, or an id."""

from bot.sandbox.chats import Chat, Message
from bot.sandbox.people import Person
from bot.sandbox.refusals import Wrong
from bot.sandbox.world import World


def place_of(world: World, person: Person, place: object) -> Chat:
    """The chat that this person calls `place`. Raises Wrong: 404 when there is none, 403 when they are not in it."""
    if place in (None, "", "dm"):
        return world.chats[person.id]
    if place == "group":
        groups = world.groups_of(person)
        if not groups:
            raise Wrong(404, f"{person.name} is in no group.")
        return groups[0]
    chat = by_id(world, place)
    if person not in chat.members:
        raise Wrong(403, f"{person.name} is not in that chat.")
    return chat


def by_id(world: World, place: object) -> Chat:
    """The chat with this id, or the group with this title; an upgraded group leads to its supergroup."""
    text = str(place).strip()
    found = next((chat for chat in world.chats.values() if str(chat.id) == text), None)
    titled = [chat for chat in world.chats.values() if not chat.private and chat.title == text]
    chat = found or (titled[-1] if titled else None)
    if chat is None:
        raise Wrong(404, f"There is no place called {text!r}; use dm, group, or a group's id.")
    return world.chats[chat.migrated_to] if chat.migrated_to else chat


def group_meant(world: World, group: object, who: Person | None) -> Chat:
    """The group of a control request: the one named, else this person's, else the first couple's."""
    if group not in (None, "", "group"):
        chat = by_id(world, group)
        if chat.private:
            raise Wrong(400, "That is a private chat, not a group.")
        return chat
    if who is not None:
        return place_of(world, who, "group")
    first = next(chat for chat in world.chats.values() if not chat.private)
    return by_id(world, first.id)


def message_in(chat: Chat, number: object) -> Message:
    """The message with this id. Raises Wrong when it is not there any more."""
    message = next((message for message in chat.messages.values() if str(message.id) == str(number)), None)
    if message is None or message.deleted:
        raise Wrong(404, f"There is no message {number!r} in that chat.")
    return message


def seen_as(chat: Chat) -> tuple[str, str]:
    """A chat as (`place`, `to`): `dm` and the person's name, or `group` and its title."""
    return ("dm" if chat.private else "group", chat.title)
