"""Changing groups."""

from starlette.responses import Response

from bot.sandbox import groups, views
from bot.sandbox.chats import Chat
from bot.sandbox.control.acts import then_news
from bot.sandbox.control.request import Asked, person_of, text_of
from bot.sandbox.people import Person
from bot.sandbox.places import group_meant
from bot.sandbox.refusals import Json, Wrong


async def group(asked: Asked) -> Response:
    """Change a group: who is in it, what the bot may do, its upgrade, or a new one."""
    world, body = asked.hub.world, asked.body
    who = person_of(asked) if body.get("who") else None
    held: list[Chat] = [_new_group(asked) if body.get("create") else group_meant(world, body.get("group"), who)]

    def act() -> None:
        held[0] = _change(asked, held[0], who)

    def shape(news: list[Json]) -> Json:
        card = views.place_card(world, held[0])
        del card["messages"]
        return {"group": card, "messages": news}

    return await then_news(asked, act, shape)


def _new_group(asked: Asked) -> Chat:
    names = asked.body.get("members")
    if not isinstance(names, list) or not names:
        raise Wrong(400, "A new group needs `members`, a list of names.")
    members = [asked.hub.world.person(str(name)) for name in names]
    chat = asked.hub.world.new_group(text_of(asked.body, "create"), members)
    asked.hub.world.feed.add("group", chat=chat.id)
    return chat


def _change(asked: Asked, chat: Chat, who: Person | None) -> Chat:
    world, body = asked.hub.world, asked.body
    by = who or (chat.members[0] if chat.members else next(iter(world.people.values())))
    match body:
        case {"add": "bot"}:
            groups.add_bot(world, chat, by)
        case {"remove": "bot"}:
            groups.remove_bot(world, chat, by)
        case {"add": str(name)}:
            groups.add_person(world, chat, world.person(name), by)
        case {"remove": str(name)}:
            groups.remove_person(world, chat, world.person(name), who)
        case {"upgrade": True}:
            return groups.upgrade(world, chat, by)
        case {"admin": bool(admin)}:
            return groups.set_admin(world, chat, by, admin)
        case {"create": _}:
            pass
        case _:
            raise Wrong(400, "Say what to do: `add` or `remove` a name or bot, `upgrade: true`, `admin`, or `create`.")
    return chat
