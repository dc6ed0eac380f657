"""The bot is refused where Telegram refuses it, in Telegram's words."""

from typing import Any

import pytest

START = "400 Bad Request: "
KEYS = {"inline_keyboard": [[{"text": "A", "callback_data": "x"}]]}


def keys(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "A"} | button]]}


SENDING = [
    ({}, "message text is empty"),
    ({"text": "   \n "}, "message text is empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 4097}, "message is too long"),
    ({"text": "x", "parse_mode": "Sms"}, "unsupported parse_mode"),
    ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    ({"text": "x", "reply_markup": {"inline_keyboard": 1}}, 'field "inline_keyboard" must be of type Array'),
    (
        {"text": "x", "reply_markup": keys()},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    ({"text": "x", "reply_markup": keys(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keys(callback_data="")}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keys(callback_data="x", url="https://a.org")}, "BUTTON_TYPE_INVALID"),
    ({"text": "x", "reply_markup": keys(url="nowhere")}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ({"text": "x", "reply_markup": {"inline_keyboard": [KEYS["inline_keyboard"][0] * 9]}}, "reply markup is too long"),
    ({"text": "x", "reply_markup": {"inline_keyboard": KEYS["inline_keyboard"] * 101}}, "reply markup is too long"),
    (
        {"text": "x", "reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 65}},
        "INPUT_FIELD_PLACEHOLDER_INVALID",
    ),
    ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
]


@pytest.mark.parametrize(("params", "words"), SENDING)
async def test_a_message_that_telegram_would_refuse(town, params, words):
    await town.do("start", who="Ann")
    assert await town.refusal("sendMessage", chat_id=town.id("Ann"), **params) == START + words


@pytest.mark.parametrize(
    "params",
    [
        {"text": "😀" * 4096},
        {"text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "x", "reply_markup": keys(callback_data="é" * 32)},
        {"text": "x", "reply_parameters": {"message_id": 999, "allow_sending_without_reply": True}},
    ],
)
async def test_a_message_at_the_very_limit(town, params):
    await town.do("start", who="Ann")
    await town.api("sendMessage", chat_id=town.id("Ann"), **params)


async def test_nobody_is_written_to_before_they_press_start(town):
    for chat in (town.id("Ann"), 12345, "@somebody", town.group_id()):
        assert await town.refusal("sendMessage", chat_id=chat, text="x") == START + "chat not found"
    assert await town.refusal("sendMessage", text="x") == START + "chat_id is empty"


async def test_after_a_block_every_act_is_forbidden(town):
    await town.do("start", who="Ann")
    sent = await town.api("sendMessage", chat_id=town.id("Ann"), text="x")
    await town.do("block", who="Ann")
    forbidden = "403 Forbidden: bot was blocked by the user"
    assert await town.refusal("sendMessage", chat_id=town.id("Ann"), text="x") == forbidden
    edit = {"chat_id": town.id("Ann"), "message_id": sent["message_id"], "text": "y"}
    assert await town.refusal("editMessageText", **edit) == forbidden
    await town.do("unblock", who="Ann")
    await town.api("editMessageText", **edit)


async def test_an_account_that_was_deleted(town):
    await town.do("start", who="Ann")
    await town.do("people", name="Ann", gone=True)
    refused = await town.refusal("sendMessage", chat_id=town.id("Ann"), text="x")
    assert refused == "403 Forbidden: user is deactivated"
    assert (await town.wrong("say", who="Ann", text="x"))[1]["error"] == "Ann has deleted their account."


async def test_an_edit_must_change_something_and_takes_the_buttons_it_does_not_name(town):
    await town.do("start", who="Ann")
    sent = await town.api("sendMessage", chat_id=town.id("Ann"), text="x", reply_markup=KEYS)
    edit = {"chat_id": town.id("Ann"), "message_id": sent["message_id"], "text": "x"}
    same = await town.refusal("editMessageText", **edit, reply_markup=KEYS)
    assert same.startswith(START + "message is not modified: specified new message content and reply markup")
    assert "reply_markup" not in await town.api("editMessageText", **edit)


async def test_only_own_messages_that_are_there_are_edited(town):
    await town.do("start", who="Ann")
    chat = town.id("Ann")
    assert await town.refusal("editMessageText", chat_id=chat, text="x") == START + "message identifier is not specified"
    missing = await town.refusal("editMessageText", chat_id=chat, message_id=99, text="x")
    assert missing == START + "message to edit not found"
    foreign = await town.refusal("editMessageText", chat_id=chat, message_id=1, text="x")
    assert foreign == START + "message can't be edited"


async def test_messages_are_deleted_within_48_hours(town):
    await town.do("start", who="Ann")
    chat = town.id("Ann")
    first, second = [(await town.api("sendMessage", chat_id=chat, text="x"))["message_id"] for _ in range(2)]
    town.wall.seconds += 48 * 3600 - 1
    assert await town.api("deleteMessage", chat_id=chat, message_id=first)
    gone = await town.refusal("deleteMessage", chat_id=chat, message_id=first)
    assert gone == START + "message to delete not found"
    town.wall.seconds += 1
    late = await town.refusal("deleteMessage", chat_id=chat, message_id=second)
    assert late == START + "message can't be deleted for everyone"


PROFILE = [
    ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyDescription", {"description": "x" * 513}, "DESCRIPTION_TOO_LONG"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "SHORT_DESCRIPTION_TOO_LONG"),
]


@pytest.mark.parametrize(("method", "params", "words"), PROFILE)
async def test_a_profile_that_telegram_would_refuse(town, method, params, words):
    assert await town.refusal(method, **params) == START + words


async def test_commands_are_kept_by_scope_and_language(town):
    german = {"language_code": "de", "scope": {"type": "all_private_chats"}}
    await town.api("setMyCommands", commands=[{"command": "start", "description": "Anfangen"}], **german)
    assert await town.api("getMyCommands") == []
    assert (await town.api("getMyCommands", **german))[0]["description"] == "Anfangen"
    await town.api("deleteMyCommands", **german)
    assert await town.api("getMyCommands", **german) == []


async def test_a_strange_token_is_unauthorized_and_a_strange_method_not_found(town):
    answer = await town.http.get("/bot4242:AAreal/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
    assert await town.refusal("sendPigeon") == "404 Not Found"
    log = await town.see("log")
    assert (log[-1]["method"], log[-1]["status"]) == ("sendPigeon", 404)


async def test_a_real_token_never_gets_in(world):
    with pytest.raises(ValueError, match="a real token stays outside"):
        type(world)("4242:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0", world.real, world.draw)


async def test_methods_are_called_in_any_case_by_get_and_by_form(town):
    me = await town.http.get("/bot4242:SANDBOX-test/GETME")
    assert me.json()["result"]["username"] == "groundwork_sandbox_bot"
    assert me.headers["X-Sandbox-Offset"] == "0.000000"
    await town.do("start", who="Ann")
    form = await town.http.post("/bot4242:SANDBOX-test/sendMessage", data={"chat_id": town.id("Ann"), "text": "x"})
    assert form.json()["result"]["text"] == "x"


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
async def test_a_body_that_cannot_be_read_is_a_bad_request(town, body):
    headers = {"Content-Type": "application/json"}
    answer = await town.http.post("/bot4242:SANDBOX-test/sendMessage", content=body, headers=headers)
    assert answer.status_code == 400
    assert not answer.json()["ok"]


async def test_files_go_up_and_come_back(town):
    await town.do("start", who="Ann")
    files = {"document": ("book.txt", b"Our words", "text/plain")}
    data = {"chat_id": str(town.id("Ann")), "caption": "Yours"}
    sent = (await town.http.post("/bot4242:SANDBOX-test/sendDocument", data=data, files=files)).json()["result"]
    assert (sent["caption"], sent["document"]["file_name"]) == ("Yours", "book.txt")
    found = await town.api("getFile", file_id=sent["document"]["file_id"])
    assert (await town.http.get(f"/file/bot4242:SANDBOX-test/{found['file_path']}")).content == b"Our words"
    assert await town.refusal("sendDocument", chat_id=town.id("Ann")) == START + "there is no document in the request"
    assert await town.refusal("getFile", file_id="x") == START + "invalid file_id"


async def test_the_pace_is_warned_of_or_enforced(town):
    await town.do("start", who="Ann")

    async def three_more() -> list[int]:
        return [(await town.call("sendMessage", chat_id=town.id("Ann"), text="x")).status_code for _ in range(4)]

    assert await three_more() == [200, 200, 200, 200]
    assert [event.kind for event in town.world.feed.since(0)].count("warning") == 1
    await town.do("rates", mode="enforce")
    town.wall.seconds += 10
    assert await three_more() == [200, 200, 200, 429]
    body = (await town.call("sendMessage", chat_id=town.id("Ann"), text="x")).json()
    assert body["description"] == "Too Many Requests: retry after 1"
    assert body["parameters"] == {"retry_after": 1}


async def test_a_group_takes_twenty_a_minute(town):
    await town.do("group", add="bot")
    await town.do("rates", mode="enforce")
    for _ in range(20):
        town.wall.seconds += 2
        await town.api("sendMessage", chat_id=town.group_id(), text="x")
    town.wall.seconds += 2
    refused = await town.refusal("sendMessage", chat_id=town.group_id(), text="x")
    assert refused == "429 Too Many Requests: retry after 20"
    town.wall.seconds += 20
    await town.api("sendMessage", chat_id=town.group_id(), text="x")
