"""Who is in a group, what the bot may do there, and what becomes of a group that is upgraded."""

from bot.sandbox.chats import GROUP_ANONYMOUS, Chat, Message, Standing
from bot.sandbox.people import Person
from bot.sandbox.refusals import Json, Wrong
from bot.sandbox.world import World

RIGHTS = (
    "can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_pin_messages",
)  # fmt: skip


def member_card(user: Json, standing: str) -> Json:
    """The `ChatMember` object for someone of this standing."""
    card: Json = {"user": user, "status": {"absent": "left"}.get(standing, standing)}
    if standing == "administrator":
        card |= dict.fromkeys(RIGHTS, False) | {"can_manage_chat": True, "can_delete_messages": True}
        card["is_anonymous"] = False
    if standing == "creator":
        card["is_anonymous"] = False
    if standing == "kicked":
        card["until_date"] = 0
    return card


def standing_change(world: World, chat: Chat, person: Person, before: str, after: str) -> Json:
    """The `ChatMemberUpdated` object about the bot."""
    me = world.bot.user()
    old, new = member_card(me, before), member_card(me, after)
    date = int(world.now)
    return {"chat": chat.card(), "from": person.user(), "date": date, "old_chat_member": old, "new_chat_member": new}


def _stand(world: World, chat: Chat, by: Person, standing: Standing) -> None:
    before, chat.bot = chat.bot, standing
    world.tell("my_chat_member", standing_change(world, chat, by, before, standing), chat)
    world.feed.add("group", chat=chat.id)


def _service(world: World, chat: Chat, by: Person, **fields: object) -> Message:
    return world.post(chat, by, extra=dict(fields))


def add_bot(world: World, chat: Chat, by: Person) -> None:
    """Bring the bot into a group; nothing happens when it is there already."""
    if chat.has_bot:
        return
    chat.reads_all = not world.bot.privacy
    chat.bot_spoke_last = False
    _stand(world, chat, by, "member")
    me = world.bot.user()
    _service(world, chat, by, new_chat_participant=me, new_chat_member=me, new_chat_members=[me])


def remove_bot(world: World, chat: Chat, by: Person) -> None:
    """Put the bot out of a group. It is told before it is gone."""
    if not chat.has_bot:
        raise Wrong(400, "The bot is not in that group.")
    me = world.bot.user()
    _service(world, chat, by, left_chat_participant=me, left_chat_member=me)
    _stand(world, chat, by, "kicked")


def leave_bot(world: World, chat: Chat) -> None:
    """The bot leaves by itself."""
    _stand(world, chat, chat.members[0] if chat.members else next(iter(world.people.values())), "left")


def add_person(world: World, chat: Chat, person: Person, by: Person | None = None) -> None:
    """Bring a person into a group."""
    if person in chat.members:
        raise Wrong(400, f"{person.name} is in that group already.")
    chat.members.append(person)
    user = person.user()
    _service(world, chat, by or person, new_chat_participant=user, new_chat_member=user, new_chat_members=[user])
    world.feed.add("group", chat=chat.id)


def remove_person(world: World, chat: Chat, person: Person, by: Person | None = None) -> None:
    """A person leaves a group, or is put out by someone."""
    if person not in chat.members:
        raise Wrong(400, f"{person.name} is not in that group.")
    chat.members.remove(person)
    user = person.user()
    _service(world, chat, by or person, left_chat_participant=user, left_chat_member=user)
    world.feed.add("group", chat=chat.id)


def upgrade(world: World, chat: Chat, by: Person) -> Chat:
    """Turn a basic group into a supergroup with an id of its own; returns the new chat."""
    if chat.kind == "supergroup":
        raise Wrong(400, "That group is a supergroup already.")
    new = world.new_group(chat.title, chat.members, "supergroup")
    new.bot, new.reads_all, chat_was = chat.bot, chat.reads_all, chat.id
    _service(world, chat, by, migrate_to_chat_id=new.id)
    chat.migrated_to = new.id
    extra = {"migrate_from_chat_id": chat_was, "from": GROUP_ANONYMOUS, "sender_chat": new.card()}
    world.post(new, None, extra=extra)
    world.feed.add("group", chat=new.id, was=chat_was)
    return new


def set_admin(world: World, chat: Chat, by: Person, admin: bool) -> Chat:
    """Promote or demote the bot. Making it an administrator upgrades a basic group, as Telegram's apps do."""
    if not chat.has_bot:
        raise Wrong(400, "The bot is not in that group.")
    target = upgrade(world, chat, by) if admin and chat.kind == "group" else chat
    if (target.bot == "administrator") is not admin:
        _stand(world, target, by, "administrator" if admin else "member")
    return target
