"""What the bot tells about itself: name, descriptions, commands, menu button."""

import re
from typing import Any

from bot.sandbox.methods.registry import method
from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
MOST_COMMANDS, DESCRIPTION = 100, 256
SCOPES: dict[str, tuple[str, ...]] = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (),
    "chat": ("chat_id",), "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip


@method("getMe")
def get_me(world: World, call: Call) -> Json:
    """Who the bot is."""
    return world.bot.me()


@method("logOut")
@method("close")
def log_out(world: World, call: Call) -> bool:
    """Nothing to do here: there is no other server."""
    return True


@method("setMyCommands")
def set_my_commands(world: World, call: Call) -> bool:
    """Keep a list of commands for a scope and language."""
    commands = call.data("commands", "can't parse commands JSON object")
    if not isinstance(commands, list):
        raise bad("expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    world.bot.commands[_scope(call)] = [_command(item) for item in commands]
    world.feed.add("profile")
    return True


@method("getMyCommands")
def get_my_commands(world: World, call: Call) -> list[Json]:
    """The commands of exactly this scope and language."""
    return world.bot.commands.get(_scope(call), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, call: Call) -> bool:
    """Forget them."""
    world.bot.commands.pop(_scope(call), None)
    world.feed.add("profile")
    return True


def _command(item: Any) -> Json:
    if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in ("command", "description")):
        raise bad("can't parse BotCommand: fields command and description are required")
    name, description = item["command"].removeprefix("/"), item["description"]
    if not COMMAND.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(call: Call) -> tuple[str, str]:
    scope = call.data("scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if not isinstance(kind, str) or kind not in SCOPES:
        raise bad("unsupported type specified")
    return ":".join([kind, *(str(scope.get(field, "")) for field in SCOPES[kind])]), _language(call)


def _language(call: Call) -> str:
    language = call.text("language_code").strip()
    if not LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return language


def _keeper(what: str, field: str, most: int, shelf: str) -> None:
    """Both methods for one text about the bot, kept by language."""

    @method(f"setMy{what}")
    def keep(world: World, call: Call) -> bool:
        value = call.text(field)
        if len(value) > most:
            raise bad(f"{field.upper()}_TOO_LONG")
        getattr(world.bot, shelf)[_language(call)] = value
        world.feed.add("profile")
        return True

    @method(f"getMy{what}")
    def give(world: World, call: Call) -> Json:
        kept: dict[str, str] = getattr(world.bot, shelf)
        fallback = world.bot.first_name if field == "name" else ""
        return {field: kept.get(_language(call)) or kept.get("") or fallback}


_keeper("Name", "name", 64, "names")
_keeper("Description", "description", 512, "descriptions")
_keeper("ShortDescription", "short_description", 120, "short_descriptions")


@method("setChatMenuButton")
def set_chat_menu_button(world: World, call: Call) -> bool:
    """The button beside the text box, for one chat or all."""
    button = call.data("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad("unsupported MenuButton type specified")
    world.bot.menu_buttons[call.number("chat_id") or None] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, call: Call) -> Json:
    """What setChatMenuButton kept."""
    buttons = world.bot.menu_buttons
    return buttons.get(call.number("chat_id") or None, buttons.get(None, {"type": "commands"}))
