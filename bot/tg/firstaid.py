"""Answers /sos and /help when nothing can be stored: from a text that is already in memory, and from nothing else.

Somebody who asks for help must not wait for a disk. The update stays unconfirmed, so that it comes again and gets
its proper answer when the disk is back; until then it is answered once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.app.ports import Later, OutRow, Update, Wire
from bot.logs import log
from bot.talk.heard import Command
from bot.tg.incoming import BotFace, parse
from bot.words.message import Message

StaticHelp = Callable[[str | None, bool], str]
"""(language, private) -> Telegram HTML. In a group (private false) it is one neutral line."""

_ASKED = frozenset({"sos", "help"})


class FirstAid:
    """The static answers and the updates that already got one."""

    def __init__(self, wire: Wire, bot: BotFace, static_help: StaticHelp) -> None:
        self._wire, self._bot, self._help = wire, bot, static_help
        self._answered: set[int] = set()

    async def give(self, updates: Sequence[Update]) -> None:
        """Answers whoever asked for help in these updates and got no answer yet. Never raises."""
        for update in updates:
            if update.id in self._answered or not (asked := self._asked(update)):
                continue
            # The same update may come again while its answer is on its way.
            self._answered.add(update.id)
            # Only what was certainly not sent is tried again: a second answer would not help more.
            if isinstance(await self._wire.send(self._row(asked)), Later):
                self._answered.discard(update.id)
            else:
                log("poll.first_aid", update=update.id)

    def forget(self, updates: Sequence[Update]) -> None:
        """These are stored: they will not come again."""
        self._answered.difference_update(update.id for update in updates)

    def _asked(self, update: Update) -> Command | None:
        try:
            heard = parse(update.raw, self._bot)
        except ValueError:
            return None
        return heard if isinstance(heard, Command) and heard.name in _ASKED else None

    def _row(self, asked: Command) -> OutRow:
        text = self._help(asked.who.language, asked.where.private)
        message = Message(to=f"chat:{asked.where.chat}", text=text, kind="safety")
        return OutRow(0, "", asked.where.chat, 0, message, 0, group=not asked.where.private)
