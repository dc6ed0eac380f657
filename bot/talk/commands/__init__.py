"""The words that always work, and no flow can turn off: each a file and a line here."""

from __future__ import annotations

from collections.abc import Callable

from bot.couple.household import Person
from bot.talk.commands.back import back
from bot.talk.commands.exit import exit_
from bot.talk.commands.help import help_
from bot.talk.commands.menu import menu
from bot.talk.commands.own import own_affair
from bot.talk.commands.pause import pause
from bot.talk.commands.privacy import privacy
from bot.talk.commands.settings import settings
from bot.talk.commands.sos import sos
from bot.talk.commands.stop import stop
from bot.talk.commands.timeout import timeout
from bot.talk.commands.when import when
from bot.talk.heard import Command
from bot.talk.work import Work

COMMANDS: dict[str, Callable[[Work, Person, Command], None]] = {
    "sos": sos,
    "help": help_,
    "menu": menu,
    "settings": settings,
    "stop": stop,
    "pause": pause,
    "timeout": timeout,
    "back": back,
    "exit": exit_,
    "privacy": privacy,
    "when": when,
    "leave": own_affair,
    "forget": own_affair,
    "export": own_affair,
    "progress": own_affair,
}
