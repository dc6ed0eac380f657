"""What a bot may ask about chats."""

from bot.sandbox.chats import Chat
from bot.sandbox.groups import leave_bot, member_card
from bot.sandbox.methods.registry import known, method, target
from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World


@method("getChat")
def get_chat(world: World, call: Call) -> Json:
    """The full description of a chat."""
    chat = known(world, call) if call.text("chat_id").isdecimal() else target(world, call)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    full = chat.card() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    if not chat.private:
        full["permissions"] = {"can_send_messages": True, "can_pin_messages": chat.kind == "group"}
    if chat.pinned:
        full["pinned_message"] = world.render(chat.messages[chat.pinned[-1]], deep=False)
    return full


@method("getChatMember")
def get_chat_member(world: World, call: Call) -> Json:
    """How someone stands in a chat; the first member of a group made it."""
    chat, number = target(world, call), call.number("user_id")
    if number == world.bot.id:
        return member_card(world.bot.user(), "member" if chat.private else chat.bot)
    person = world.people.get(number)
    if person is None:
        raise bad("invalid user_id specified" if number <= 0 else "member not found")
    return member_card(person.user(), _standing(chat, number))


def _standing(chat: Chat, number: int) -> str:
    ids = [member.id for member in chat.members]
    if number not in ids:
        return "left"
    return "creator" if not chat.private and number == ids[0] else "member"


@method("getChatMemberCount")
def get_chat_member_count(world: World, call: Call) -> int:
    """How many are in it, the bot included."""
    chat = target(world, call)
    return len(chat.members) + 1


@method("getChatAdministrators")
def get_chat_administrators(world: World, call: Call) -> list[Json]:
    """Who runs the group. Other bots are never listed; there are none."""
    chat = target(world, call)
    if chat.private:
        raise bad("there are no administrators in the private chat")
    cards = [member_card(member.user(), "creator") for member in chat.members[:1]]
    return cards + ([member_card(world.bot.user(), "administrator")] if chat.bot == "administrator" else [])


@method("leaveChat")
def leave_chat(world: World, call: Call) -> bool:
    """The bot goes."""
    chat = target(world, call)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    leave_bot(world, chat)
    return True
