"""In a group the bot hears what is meant for it, and no more."""

import pytest

HEARD = [
    ("a plain line", "Hello all", False, False),
    ("a mention", "@groundwork_sandbox_bot hello", False, False),
    ("a command for it", "/menu@groundwork_sandbox_bot", False, True),
    ("a command for it in another case", "/menu@Groundwork_Sandbox_Bot", False, True),
    ("a command for another", "/menu@other_bot", True, False),
    ("a bare command before it spoke", "/menu", False, False),
    ("a bare command after it spoke", "/menu", True, True),
    ("a command in the middle", "try /menu@groundwork_sandbox_bot", False, False),
]


async def heard(town) -> list[str]:
    return [update["message"]["text"] for update in await town.updates() if "text" in update.get("message", {})]


@pytest.mark.parametrize(("name", "text", "spoke", "reaches"), HEARD, ids=[row[0] for row in HEARD])
async def test_privacy_mode(town, name, text, spoke, reaches):
    await town.do("group", add="bot")
    if spoke:
        await town.api("sendMessage", chat_id=town.group_id(), text="I am here")
    await town.do("say", who="Ben", place="group", text=text)
    assert await heard(town) == ([text] if reaches else [])


async def test_a_reply_to_the_bot_is_heard_and_a_reply_to_a_person_is_not(town):
    await town.do("group", add="bot")
    asked = await town.api("sendMessage", chat_id=town.group_id(), text="How was it?")
    await town.do("say", who="Ben", place="group", text="Fine", reply_to=asked["message_id"])
    await town.do("say", who="Ann", place="group", text="Really?", reply_to=asked["message_id"] + 1)
    (update,) = [update for update in await town.updates() if "text" in update.get("message", {})]
    assert update["message"]["reply_to_message"]["text"] == "How was it?"


async def test_a_selective_question_opens_the_reply_for_the_one_it_names(town):
    await town.do("group", add="bot")
    ask = {"text": f'<a href="tg://user?id={town.id("Ann")}">Ann</a>, and you?', "parse_mode": "HTML"}
    markup = {"force_reply": True, "selective": True}
    await town.api("sendMessage", chat_id=town.group_id(), reply_markup=markup, **ask)
    await town.do("say", who="Ben", place="group", text="Not asked")
    await town.do("say", who="Ann", place="group", text="Asked")
    await town.do("say", who="Ann", place="group", text="And done")
    assert await heard(town) == ["Asked"]


async def test_a_selective_question_that_answers_someone_is_theirs(town):
    await town.do("group", add="bot")
    await town.do("say", who="Ben", place="group", text="/menu@groundwork_sandbox_bot")
    (command,) = [update for update in await town.updates() if "text" in update.get("message", {})]
    answer = {"message_id": command["message"]["message_id"]}
    markup = {"force_reply": True, "selective": True}
    await town.api("sendMessage", chat_id=town.group_id(), text="Yes?", reply_markup=markup, reply_parameters=answer)
    await town.do("say", who="Ann", place="group", text="Not asked")
    await town.do("say", who="Ben", place="group", text="Asked")
    assert await heard(town) == ["Asked"]


async def test_an_administrator_hears_everything(town):
    await town.do("group", add="bot")
    await town.do("group", admin=True)
    await town.do("say", who="Ben", place="group", text="Hello all")
    assert await heard(town) == ["Hello all"]


async def test_switching_privacy_off_counts_from_the_next_joining(town):
    await town.do("group", add="bot")
    await town.do("privacy", on=False)
    assert (await town.api("getMe"))["can_read_all_group_messages"] is True
    await town.do("say", who="Ben", place="group", text="Not yet")
    await town.do("group", remove="bot")
    await town.do("group", add="bot")
    await town.do("say", who="Ben", place="group", text="Now")
    assert await heard(town) == ["Now"]


async def test_a_private_chat_has_no_privacy_mode(town):
    await town.do("start", who="Ann", payload="abc")
    await town.do("say", who="Ann", text="Hello")
    first, second = await town.updates()
    assert first["message"]["text"] == "/start abc"
    assert first["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert first["message"]["chat"]["type"] == "private"
    assert first["message"]["from"]["language_code"] == "en"
    assert first["message"]["date"] == int(town.wall.seconds)
    assert second["message"]["text"] == "Hello"


async def test_a_language_may_be_missing(town):
    await town.do("people", name="Ann", language=None)
    await town.do("start", who="Ann")
    assert "language_code" not in (await town.updates())[0]["message"]["from"]
