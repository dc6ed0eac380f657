"""A picture goes out with its words below it; where it cannot be drawn, or is not taken, the words go alone."""

from __future__ import annotations

from typing import Any

import pytest
from tg.test_against_sandbox import Town, town

from bot.app.ports import Later, Never, Painter, Sent
from bot.tg.outgoing import TelegramWire
from bot.words.message import Button, Message, Panel, Picture

PICTURE = Picture("Your evenings", 7, ("Heavy", "Light"), ((0, "5 Jan"),), (Panel("", ((0, 1),)),))
MESSAGE = Message("p", "<b>Your evenings</b>\n\nMon Light", ((Button("Yes", "v1:s:y"),),), protect=True, picture=PICTURE)

__all__ = ["town"]


class Hand(Painter):
    """Draws a picture of a given size; 0: none."""

    def __init__(self, wide: int = 1200, high: int = 720, busy: bool = False) -> None:
        self.size, self._busy, self.asked = (wide, high), busy, list[Picture]()

    @property
    def busy(self) -> bool:
        return self._busy

    async def paint(self, picture: Picture) -> bytes | None:
        self.asked.append(picture)
        wide, high = self.size
        head = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + wide.to_bytes(4, "big") + high.to_bytes(4, "big")
        return head if wide else None


async def shown(town: Town, hand: Hand | None, message: Message = MESSAGE) -> Any:
    """What stands in Ann's chat."""
    town.wire = TelegramWire(town.bot, hand)
    chat = await town.start("Ann")
    outcome = await town.send(chat, message)
    assert isinstance(outcome, Sent)
    assert len([m for m in town.world.chats[chat].messages.values() if m.from_bot]) == 1
    return town.world.chats[chat].messages[outcome.message]


async def test_a_picture_has_its_words_and_buttons_below_it(town: Town) -> None:
    hand = Hand()
    message = await shown(town, hand)
    assert hand.asked == [PICTURE]
    (photo,) = message.extra["photo"]
    assert (photo["width"], photo["height"]) == (1200, 720)
    assert message.text == "Your evenings\n\nMon Light"
    assert [e["type"] for e in message.entities] == ["bold"]
    assert message.labels == ["Yes"]
    assert message.extra["has_protected_content"] is True


@pytest.mark.parametrize("hand", [None, Hand(0), Hand(9_990, 20)], ids=["nobody draws", "not drawn", "not taken"])
async def test_the_words_go_alone(town: Town, hand: Hand | None) -> None:
    message = await shown(town, hand)
    assert "photo" not in message.extra
    assert message.text == "Your evenings\n\nMon Light"
    assert message.labels == ["Yes"]


async def test_words_that_telegram_cannot_read_are_sent_plain_below_the_picture(town: Town) -> None:
    message = await shown(town, Hand(), Message("p", "a <x> b", picture=PICTURE))
    assert "photo" in message.extra
    assert message.text == "a <x> b"


async def test_what_is_recalled_while_it_is_drawn_is_not_handed_over_and_neither_are_its_words(town: Town) -> None:
    hand = Hand()
    chat = await town.start("Ann")

    async def stands(row: int) -> bool:
        assert hand.asked == [PICTURE], "asked after it was drawn"
        return False

    town.wire = TelegramWire(town.bot, hand, stands)
    assert await town.send(chat, MESSAGE) == Never("recalled")
    assert [m for m in town.world.chats[chat].messages.values() if m.from_bot] == []


async def test_while_another_one_is_drawn_it_waits_and_nothing_is_sent(town: Town) -> None:
    hand = Hand(busy=True)
    town.wire = TelegramWire(town.bot, hand)
    chat = await town.start("Ann")
    assert await town.send(chat, MESSAGE) == Later(1.0)
    assert (hand.asked, [m for m in town.world.chats[chat].messages.values() if m.from_bot]) == ([], [])
