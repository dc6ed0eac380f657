"""The bot as Telegram shows it: its commands, its webhook, and first aid where a talk cannot be had."""

from __future__ import annotations

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.app.outbox import TokenRefused
from bot.app.stopping import unless
from bot.config import Settings
from bot.logs import log
from bot.talk import phrases
from bot.talk.safety import sos
from bot.tg.api import ALLOWED, Api
from bot.tg.firstaid import FirstAid
from bot.tg.incoming import BotFace
from bot.tg.introduction import introduce
from bot.tg.outgoing import TelegramWire
from bot.tg.request import WireRequest
from bot.tg.runner import Poll
from bot.wiring.bench import Bench
from bot.words.fit import escape
from bot.words.tongues import Tongues

COMMANDS = {
    "start": "Say hello",
    "menu": "What we can do",
    "help": "How this works, and people to call",
    "pause": "Silence until you return",
    "settings": "Language, hours, notifications",
}


async def present(bench: Bench, bot: Bot, tongues: Tongues) -> None:
    """Commands and webhook, tried until Telegram takes them: a network that comes and goes is no reason to fall over.

    Ends at once when everything is asked to stop. Raises `TokenRefused`.
    """
    pause = 1.0
    while not bench.stop.is_set():
        try:
            return await unless(bench.stop, _told(bench.settings, bot, tongues))
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            log("bot.not_introduced", error=error)
            await unless(bench.stop, bench.clock.pause(pause))
            pause = min(30.0, pause * 2)


async def _told(settings: Settings, bot: Bot, tongues: Tongues) -> None:
    await introduce(bot, _commands(tongues), polling=not settings.web.url)
    if settings.web.url:
        secret = settings.web.secret.get_secret_value() if settings.web.secret else None
        address = settings.web.url.rstrip("/") + "/telegram"
        await bot.set_webhook(address, secret_token=secret, allowed_updates=list(ALLOWED))


def poll(bench: Bench, token: str, request: WireRequest, wire: TelegramWire, face: BotFace, tongues: Tongues) -> Poll:
    """What asks Telegram for updates, and answers `/sos` and `/help` where nothing can be stored."""
    aid = FirstAid(wire, face, lambda language, private: _static_help(tongues, language, private))
    api = Api(token, bench.settings.base_url, request)
    return Poll(bench.store, api, bench.clock, bench.stop, lambda new: bench.wake.set(), aid)


def _static_help(tongues: Tongues, language: str | None, private: bool) -> str:
    tongue = tongues.of(language)
    return sos(tongue, None) if private else escape(tongue(phrases.GROUP_HELP))


def _commands(tongues: Tongues) -> dict[str, dict[str, str]]:
    return {("" if c == "en" else c): {n: tongues.of(c)(text) for n, text in COMMANDS.items()} for c in tongues.languages}
