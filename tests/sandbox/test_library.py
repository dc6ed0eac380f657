"""python-telegram-bot finds here the Telegram it knows, over a real connection."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.sandbox.server import Running, build, serve
from bot.sandbox.world import World

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


@dataclass
class Line:
    """A running sandbox, a bot on it, and a hand for the people."""

    running: Running
    bot: Bot
    hand: httpx.AsyncClient

    async def do(self, path: str, **body: object) -> None:
        answer = await self.hand.post(f"/sandbox/{path}", json={"wait": False} | body)
        assert answer.status_code == 200, answer.text

    def id(self, name: str) -> int:
        return self.running.hub.world.person(name).id

    def group(self) -> int:
        world = self.running.hub.world
        return world.groups_of(world.person("Ann"))[0].id


@pytest.fixture
async def line(world: World) -> AsyncIterator[Line]:
    running = await serve(build(world, "control", patience=3.0))
    bot = Bot(world.token, base_url=f"{running.address}/bot", base_file_url=f"{running.address}/file/bot")
    async with bot, httpx.AsyncClient(base_url=running.address, headers={"X-Sandbox-Token": "control"}) as hand:
        yield Line(running, bot, hand)
        await running.stop()


async def test_a_talk(line):
    assert line.bot.username == "groundwork_sandbox_bot"
    await line.do("start", who="Ann", payload="abc")
    (update,) = await line.bot.get_updates()
    assert (update.message.text, update.effective_chat.type) == ("/start abc", "private")
    sent = await line.bot.send_message(line.id("Ann"), "<b>Hi</b>", parse_mode="HTML", reply_markup=YES)
    assert sent.text_html == "<b>Hi</b>"
    await line.do("tap", who="Ann", button="Yes")
    (update,) = await line.bot.get_updates(offset=update.update_id + 1)
    assert await update.callback_query.answer("Noted")
    edited = await update.callback_query.edit_message_text("Done")
    assert edited.text == "Done"
    assert await sent.delete()


async def test_errors_are_what_the_library_makes_of_telegrams(line):
    ann = line.id("Ann")
    with pytest.raises(BadRequest, match="Chat not found"):
        await line.bot.send_message(ann, "x")
    await line.do("start", who="Ann")
    sent = await line.bot.send_message(ann, "x")
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_text("x")
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await sent.edit_text("y", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="é" * 33)]]))
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await line.bot.send_message(ann, "<p>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Query is too old"):
        await line.bot.answer_callback_query("1")
    await line.do("block", who="Ann")
    with pytest.raises(Forbidden, match="blocked by the user"):
        await sent.edit_text("z")


async def test_pace_and_lost_connections(line, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await line.do("start", who="Ann")
    await line.do("fault", method="sendMessage", kind="429", seconds=5)
    with pytest.raises(RetryAfter):
        await line.bot.send_message(line.id("Ann"), "x")
    for kind in ("drop-before", "drop-after", "5xx"):
        await line.do("fault", method="sendMessage", kind=kind)
        with pytest.raises(NetworkError):
            await line.bot.send_message(line.id("Ann"), kind)
    transcript = (await line.hand.get("/sandbox/transcript")).json()
    assert [said["text"] for said in transcript if said["from"] == "bot"] == ["drop-after"]


async def test_a_group_and_its_upgrade(line):
    await line.do("group", add="bot")
    old = line.group()
    asked = await line.bot.send_message(old, "And you?", reply_markup=ForceReply(selective=False))
    await line.do("say", who="Ben", place="group", text="Well")
    updates = await line.bot.get_updates()
    assert updates[0].my_chat_member.new_chat_member.status == "member"
    assert updates[2].message.reply_to_message.message_id == asked.message_id
    full = await line.bot.get_chat(old)
    assert full.title == "Ann & Ben"
    await line.do("group", admin=True)
    with pytest.raises(ChatMigrated) as moved:
        await line.bot.send_message(old, "x")
    assert moved.value.new_chat_id == line.group()
    member = await line.bot.get_chat_member(line.group(), line.bot.id)
    assert member.status == "administrator"


async def test_pollers_and_tokens(line):
    other = Bot(line.bot.token, base_url=f"{line.running.address}/bot")
    async with other:
        first = asyncio.create_task(other.get_updates(timeout=20))
        while line.running.hub.poll is None:
            await asyncio.wait({first}, timeout=0.005)
        assert await line.bot.get_updates() == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
    with pytest.raises(InvalidToken):
        async with Bot("4242:SANDBOX-other", base_url=f"{line.running.address}/bot"):
            pass


async def test_a_file(line):
    await line.do("start", who="Ann")
    sent = await line.bot.send_document(line.id("Ann"), b"Our words", filename="book.txt", caption="Yours")
    file = await sent.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"Our words"


async def test_a_poller_that_hangs_up_confirms_nothing_and_stopping_does_not_hang(line):
    async with httpx.AsyncClient(base_url=line.running.address) as vanishing:
        waiting = asyncio.create_task(vanishing.get("/bot4242:SANDBOX-test/getUpdates?timeout=50"))
        while line.running.hub.poll is None:
            await asyncio.wait({waiting}, timeout=0.005)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    await line.do("start", who="Ann")
    assert len(await line.bot.get_updates()) == 1
    stream = asyncio.create_task(line.hand.get("/sandbox/events"))
    poll = asyncio.create_task(line.bot.get_updates(offset=2**40, timeout=50))
    while line.running.hub.poll is None:
        await asyncio.wait({poll}, timeout=0.005)
    await asyncio.wait_for(line.running.stop(), 5)
    assert await poll == ()
    assert (await stream).status_code == 200


async def test_every_update_is_one_that_the_library_can_read(town):
    await town.do("privacy", on=False)
    await town.do("group", add="bot")
    for person in ("Ann", "Ben"):
        await town.do("start", who=person)
    for kind in ("sticker", "photo", "voice", "forward", "channel", "anonymous"):
        await town.do("send", who="Ann", place="group", kind=kind)
    await town.do("say", who="Ann", text="hello")
    await town.do("send", who="Ann", kind="edit", text="hello there")
    await town.do("group", add="Eve")
    await town.do("group", remove="Eve")
    await town.do("group", admin=True)
    await town.do("group", remove="bot")
    await town.do("block", who="Ann")
    raw = await town.updates()
    read = [Update.de_json(update, None) for update in raw]
    assert len(read) == 20
    assert all(update.effective_chat and update.effective_user for update in read if update is not None)
    assert not any(
        (update.message or update.edited_message or update.my_chat_member).api_kwargs.keys() - OLD_FIELDS for update in read
    )


OLD_FIELDS = {"new_chat_member", "new_chat_participant", "left_chat_participant"}
"""Fields that Telegram sends for old programs and the library does not name."""
