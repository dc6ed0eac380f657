"""A press is told to the bot, lives 150 seconds, and is answered once."""

from typing import Any

import pytest

LATE = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def ask(town, chat: int | None = None, **button: Any) -> dict[str, Any]:
    markup = {"inline_keyboard": [[{"text": "Yes"} | (button or {"callback_data": "y"})]]}
    return await town.api("sendMessage", chat_id=chat or town.id("Ann"), text="Well?", reply_markup=markup)


@pytest.fixture
async def asked(town):
    await town.do("start", who="Ann")
    await town.updates()
    return await ask(town)


async def test_a_press_carries_who_where_and_what(town, asked):
    await town.do("tap", who="Ann", button="Yes")
    (update,) = await town.updates()
    press = update["callback_query"]
    assert (press["from"]["first_name"], press["data"]) == ("Ann", "y")
    assert press["message"] == asked


async def test_an_answer_is_a_toast_and_can_be_given_once(town, asked):
    await town.do("tap", who="Ann", button="Yes")
    number = (await town.updates())[0]["callback_query"]["id"]
    await town.api("answerCallbackQuery", callback_query_id=number, text="Noted")
    toasts = [event.data for event in town.world.feed.since(0) if event.kind == "answered"]
    assert [(toast["who"], toast["text"]) for toast in toasts] == [("Ann", "Noted")]
    assert await town.refusal("answerCallbackQuery", callback_query_id=number) == LATE


async def test_an_answer_after_150_seconds_is_too_late(town, asked):
    await town.do("tap", who="Ann", button="Yes")
    number = (await town.updates())[0]["callback_query"]["id"]
    town.wall.seconds += 151
    assert await town.refusal("answerCallbackQuery", callback_query_id=number) == LATE


async def test_a_press_that_nobody_fetched_is_lost_after_150_seconds(town, asked):
    await town.do("tap", who="Ann", button="Yes")
    town.wall.seconds += 149
    assert len(await town.api("getUpdates")) == 1
    town.wall.seconds += 1
    assert await town.api("getUpdates") == []


async def test_a_toast_has_200_characters(town, asked):
    await town.do("tap", who="Ann", button="Yes")
    number = (await town.updates())[0]["callback_query"]["id"]
    answer = {"callback_query_id": number}
    assert await town.refusal("answerCallbackQuery", **answer, text="x" * 201) == "400 Bad Request: MESSAGE_TOO_LONG"
    assert await town.refusal("answerCallbackQuery", **answer, url="https://a.org") == "400 Bad Request: URL_INVALID"
    await town.api("answerCallbackQuery", **answer, text="x" * 200)


async def test_anyone_in_the_group_may_press(town):
    await town.do("group", add="bot")
    await ask(town, town.group_id())
    await town.updates()
    await town.do("tap", who="Ben", place="group", button="Yes")
    assert (await town.updates())[0]["callback_query"]["from"]["first_name"] == "Ben"
    status, complaint = await town.wrong("tap", who="Eve", place=str(town.group_id()), button="Yes")
    assert (status, complaint["error"]) == (403, "Eve is not in that chat.")


async def test_a_button_with_a_start_link_starts_the_bot(town):
    await town.do("group", add="bot")
    await ask(town, town.group_id(), url="https://t.me/groundwork_sandbox_bot?start=go-1")
    await town.updates()
    await town.do("tap", who="Ben", place="group", button="Yes")
    message = (await town.updates())[0]["message"]
    assert (message["text"], message["chat"]["id"]) == ("/start go-1", town.id("Ben"))


async def test_a_button_with_a_group_link_brings_the_bot_into_the_group(town):
    await town.do("start", who="Ann")
    await ask(town, url="https://t.me/groundwork_sandbox_bot?startgroup=us")
    await town.updates()
    await town.do("tap", who="Ann", button="Yes")
    joined, service, command = await town.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["username"] == "groundwork_sandbox_bot"
    assert command["message"]["text"] == "/start@groundwork_sandbox_bot us"
    assert command["message"]["chat"]["title"] == "Ann & Ben"


async def test_an_answer_with_a_start_link_is_followed(town):
    await town.do("group", add="bot")
    await ask(town, town.group_id())
    await town.updates()
    await town.do("tap", who="Ben", place="group", button="Yes")
    number = (await town.updates())[0]["callback_query"]["id"]
    await town.api("answerCallbackQuery", callback_query_id=number, url="https://t.me/groundwork_sandbox_bot?start=a")
    message = (await town.updates())[0]["message"]
    assert (message["text"], message["from"]["first_name"]) == ("/start a", "Ben")


async def test_a_link_to_elsewhere_leaves_telegram(town):
    await town.do("start", who="Ann")
    await ask(town, url="https://example.org/help")
    await town.updates()
    await town.do("tap", who="Ann", button="Yes")
    assert await town.updates() == []
    assert town.world.feed.events[-1].data == {"who": "Ann", "url": "https://example.org/help"}
