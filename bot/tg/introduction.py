"""Tells Telegram which commands to suggest. Only what changed is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

Spoken = Mapping[str, Mapping[str, str]]
"""language ("" for all others) -> command -> description, 1 to 256 characters, neutral: people look over shoulders."""

IN_GROUPS = ("menu", "help")


async def introduce(bot: Bot, commands: Spoken, in_groups: Collection[str] = IN_GROUPS, polling: bool = True) -> None:
    """Registers the commands for private chats, and those of `in_groups` for groups, in every language given.

    When polling, a webhook left behind is removed (it would keep all updates for itself). Raises `TelegramError`.
    """
    if polling:
        await bot.delete_webhook()
    for language, words in commands.items():
        private = [BotCommand(name, text) for name, text in words.items()]
        await _register(bot, private, BotCommandScopeAllPrivateChats(), language)
        group = [command for command in private if command.command in in_groups]
        await _register(bot, group, BotCommandScopeAllGroupChats(), language)


async def _register(bot: Bot, commands: list[BotCommand], scope: BotCommandScope, language: str) -> None:
    if list(await bot.get_my_commands(scope, language or None)) != commands:
        await bot.set_my_commands(commands, scope, language or None)
