"""The whole room against the local Telegram: what people do is heard, what is sent is seen."""

import itertools
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot

from bot.app.ports import Moved, Never, Outcome, OutRow, Sent
from bot.clock import ManualClock
from bot.sandbox import acts, groups
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.talk.heard import Command, GroupSeen, Heard, Pressed, Reach, Wrote
from bot.talk.heard import Moved as GroupMoved
from bot.tg.api import Api
from bot.tg.incoming import BotFace, parse
from bot.tg.introduction import introduce
from bot.tg.outgoing import TelegramWire
from bot.tg.request import WireRequest
from bot.words.message import Button, Message

TOKEN, HERE = "4242:SANDBOX-wire", "http://127.0.0.1:8081/bot"


class Town:
    """Ann, Ben and the others; our wire; and everything our bot has heard and said."""

    def __init__(self, world: World, request: WireRequest, offsets: list[float]) -> None:
        self.world, self.offsets = world, offsets
        self.bot = Bot(TOKEN, HERE, request=request, get_updates_request=request)
        self.wire, self.api = TelegramWire(self.bot), Api(TOKEN, HERE, request)
        self.face = BotFace(world.bot_id, world.bot.username)
        self.offset: int | None = None
        self.rows = itertools.count(1)

    async def heard(self) -> list[Heard | None]:
        """What came since the last time."""
        found = await self.api.updates(self.offset, 0)
        for raw in found:
            self.offset = max(self.offset or 0, int(httpx.Response(200, content=raw).json()["update_id"]) + 1)
        return [parse(raw, self.face) for raw in found]

    async def send(self, chat: int, message: Message, edit: int | None = None) -> Outcome:
        return await self.wire.send(OutRow(next(self.rows), "h", chat, 0, message, 0, chat < 0, edit))

    async def start(self, name: str) -> int:
        """The person presses START; their chat."""
        acts.start(self.world, self.world.person(name))
        await self.heard()
        return self.world.person(name).id

    async def gather(self) -> Any:
        """Ann takes the bot into the couple's group; the group."""
        ann = self.world.person("Ann")
        group = self.world.groups_of(ann)[0]
        groups.add_bot(self.world, group, ann)
        return group


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    turns, offsets = itertools.count(7), list[float]()
    clock = ManualClock()
    world = World(TOKEN, lambda: clock.now().timestamp(), lambda below: next(turns) * 7919 % below)
    app = build(world, "control")
    transport = httpx.ASGITransport(app=app)
    async with WireRequest(inspect="http://127.0.0.1:1/inspect", on_offset=offsets.append, transport=transport) as request:
        yield Town(world, request, offsets)
    await app.state.hub.stop()


async def test_a_talk_of_two_lines_a_button_and_a_toast(town: Town) -> None:
    acts.start(town.world, town.world.person("Ann"), "a-token")
    (command,) = await town.heard()
    assert isinstance(command, Command)
    assert (command.name, command.payload, command.who.name) == ("start", "a-token", "Ann")
    ann, chat = town.world.person("Ann"), town.world.chats[command.where.chat]

    asked = await town.send(ann.id, Message("p", "<b>Shall we?</b>", buttons=((Button("Yes", "v1:s:y"),),)))
    assert isinstance(asked, Sent)
    shown = chat.messages[asked.message]
    assert shown.text == "Shall we?"

    acts.press(town.world, ann, chat, shown, {"text": "Yes", "callback_data": "v1:s:y"})
    (pressed,) = await town.heard()
    assert isinstance(pressed, Pressed)
    assert (pressed.data, pressed.message, pressed.who.user) == ("v1:s:y", asked.message, ann.id)

    assert await town.send(ann.id, Message("p", "Good", callback=pressed.callback)) == Sent(0)
    assert await town.send(ann.id, Message("p", "Done"), asked.message) == asked
    assert await town.send(ann.id, Message("p", "Done"), asked.message) == asked
    assert chat.messages[asked.message].text == "Done"
    assert await town.send(ann.id, Message("p", delete=True), asked.message) == asked
    assert await town.send(ann.id, Message("p", "x"), asked.message) == Never("refused")


async def test_one_of_two_is_asked_in_the_group_and_replies(town: Town) -> None:
    group = await town.gather()
    (came, *_) = await town.heard()
    assert isinstance(came, GroupSeen)
    assert came.bot == "in"
    asked = await town.send(group.id, Message("group", "What did you hear?", mention=town.world.person("Ben").id))
    assert isinstance(asked, Sent)
    acts.say(town.world, town.world.person("Ben"), "group", "That you were alone")
    acts.say(town.world, town.world.person("Ann"), "group", "a line that is not for the bot")
    (reply,) = await town.heard()
    assert isinstance(reply, Wrote)
    assert (reply.who.name, reply.replies_to, reply.where.private) == ("Ben", asked.message, False)


async def test_a_group_that_moves_says_so_and_sends_to_the_old_one_learn_it(town: Town) -> None:
    group = await town.gather()
    await town.heard()
    new = groups.upgrade(town.world, group, town.world.person("Ann"))
    moves = [heard for heard in await town.heard() if isinstance(heard, GroupMoved)]
    assert {(move.where.chat, move.to) for move in moves} == {(group.id, new.id)}
    assert await town.send(group.id, Message("group", "hi")) == Moved(new.id)


async def test_whoever_is_out_of_reach_is_known_to_be(town: Town) -> None:
    ann = await town.start("Ann")
    acts.block(town.world, town.world.person("Ann"))
    (blocked,) = await town.heard()
    assert isinstance(blocked, Reach)
    assert blocked.can is False
    assert await town.send(ann, Message("p", "hi")) == Never("blocked")
    assert await town.send(town.world.person("Eve").id, Message("p", "hi")) in (Never("gone"), Never("blocked"))
    assert await town.send(123, Message("p", "hi")) == Never("gone")


async def test_what_is_no_html_arrives_as_plain_text(town: Town) -> None:
    ann = await town.start("Ann")
    sent = await town.send(ann, Message("p", "1 < 2 &amp; <b>true</b>"))
    assert isinstance(sent, Sent)
    assert town.world.chats[ann].messages[sent.message].text == "1 < 2 & true"


async def test_it_introduces_itself_and_follows_the_sandboxs_time(town: Town) -> None:
    await introduce(town.bot, {"": {"start": "Begin", "menu": "What is here", "help": "Help"}})
    town.world.move_to(town.world.now + 3600)
    await town.heard()
    assert town.offsets[-1] == pytest.approx(3600)
