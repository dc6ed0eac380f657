"""Whatever comes in, there is an answer with a reason, and the sandbox goes on."""

import json
from typing import Any

import pytest

from bot.sandbox.control import POSTS
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Call
from bot.sandbox.refusals import Refused

NAMES = (
    "chat_id", "text", "message_id", "message_ids", "reply_markup", "reply_parameters", "parse_mode", "entities", "caption",
    "commands", "scope", "language_code", "url", "offset", "limit", "timeout", "allowed_updates", "callback_query_id",
    "user_id", "file_id", "document", "photo", "reaction", "menu_button", "name", "description", "action", "secret_token",
)  # fmt: skip
WISHES = (
    "who", "place", "text", "button", "payload", "reply_to", "seconds", "to", "next", "group", "add", "remove", "upgrade",
    "admin", "create", "members", "on", "mode", "kind", "count", "after", "method", "name", "language", "update", "message",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    "", " ", "x", "-", "²", "١", "\0", "\ud800", "9" * 400, 0, -1, 2**70, 1.5, True, None, [], [[]], [None], [1], ["x"],
    [{}], [[{}]], {}, {"type": "x"}, {"type": []}, {"inline_keyboard": [[{"text": 1}]]}, {"inline_keyboard": [[1]]},
    {"inline_keyboard": [[{"text": "x", "url": 1}]]}, {"inline_keyboard": [[{"text": "x", "url": "http://["}]]},
    {"keyboard": [[1]]}, {"keyboard": {}}, {"force_reply": 1, "input_field_placeholder": 3}, {"message_id": "x"},
    {"message_id": [1]}, [{"type": "bold", "offset": -1, "length": 1}], [{"type": "text_mention", "offset": 0, "length": 1}],
    [{"type": "text_mention", "offset": 0, "length": 1, "user": 3}], [{"type": "bold", "offset": True, "length": 1}],
    {"inline_keyboard": [[{"text": "\ud800", "callback_data": "x"}]]}, [{"emoji": "\ud800"}], {"message": "\ud800"},
    {"inline_keyboard": [[{"text": "x", "callback_data": "x", "more": float("inf")}]]}, float("nan"),
    {"label": []}, {"label": "x", "message": "y"}, [{"command": 1}], "http://[", "[" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_a_method_with_nonsense(town, method):
    await town.do("start", who="Ann")
    good = {"chat_id": town.id("Ann"), "text": "x", "message_id": 1}
    for name in NAMES:
        for value in VALUES:
            try:
                result = METHODS[method].run(town.world, Call.of(method, good | {name: value}))
            except Refused as refused:
                result = refused.body()
            assert json.dumps(result, allow_nan=False, ensure_ascii=False).encode()
    await town.see("view")


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
async def test_nonsense_over_the_wire(town, value):
    await town.do("start", who="Ann")
    for name in ("text", "reply_markup", "parse_mode"):
        content = _json({"chat_id": town.id("Ann"), "text": "x", name: value})
        answer = await town.http.post("/bot4242:SANDBOX-test/sendMessage", content=content, headers=JSON)
        assert answer.status_code in (200, 400)
        assert answer.json()["ok"] is (answer.status_code == 200)
    await town.see("log")


@pytest.mark.parametrize("path", sorted(set(POSTS) - {"kill", "restart"}))
async def test_a_control_request_with_nonsense(town, path):
    await town.do("start", who="Ann")
    for name in WISHES:
        for value in VALUES:
            content = _json({"wait": False, "who": "Ann", "text": "x", "kind": "edit"} | {name: value})
            answer = await town.http.post(f"/sandbox/{path}", content=content, headers=town.secret)
            assert answer.status_code in (200, 400, 403, 404, 409), (name, value, answer.text)
            assert answer.status_code == 200 or answer.json()["error"].endswith(".")
    await town.see("view")
    await town.api("getUpdates")


JSON = {"Content-Type": "application/json"}


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()
