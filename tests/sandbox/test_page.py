"""The page gets what it needs, and nobody else does."""

import json

import pytest

from bot.sandbox.stream import _stream


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "example.org"},
        {"Host": "127.0.0.1.example.org"},
        {"Host": ""},
        {"Origin": "https://example.org"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/sandbox/view", "/bot4242:SANDBOX-test/getMe"])
async def test_strange_pages_are_kept_out(town, headers, path):
    assert (await town.http.get(path, headers=headers)).status_code == 403


async def test_the_sandboxs_own_page_is_let_in(town):
    headers = {"Origin": "http://127.0.0.1:8081"}
    assert (await town.http.get("/", headers=headers)).status_code == 200
    assert (await town.http.get("/page/main.js", headers=headers)).status_code == 200


@pytest.mark.parametrize("path", ["view", "transcript", "log", "state", "people", "events", "file?id=1"])
async def test_looking_needs_the_token(town, path):
    answer = await town.http.get(f"/sandbox/{path}", headers={"X-Sandbox-Token": "guess"})
    assert answer.status_code == 403
    assert "X-Sandbox-Token" in answer.json()["error"]


async def test_the_view_shows_everything(town):
    await town.do("start", who="Ann")
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y", "style": "success"}]]}
    await town.api("sendMessage", chat_id=town.id("Ann"), text="<b>Hi</b>", parse_mode="HTML", reply_markup=keyboard)
    view = await town.see("view")
    assert view["banner"] == "Sandbox: nothing leaves this machine"
    assert [place["title"] for place in view["places"]] == [
        "Ann", "Ben", "Cleo", "Dan", "Eve", "Ann & Ben", "Cleo & Dan",
    ]  # fmt: skip
    bubble = view["places"][0]["messages"][1]
    assert bubble["rows"] == [[{"text": "Yes", "style": "success"}]]
    assert bubble["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert view["last"] == town.world.feed.last


async def told(town, after: int, count: int) -> list[dict]:
    stream = _stream(town.hub, after)
    frames = [await anext(stream) for _ in range(count)]
    await stream.aclose()
    return [json.loads(frame.split("data: ")[1]) for frame in frames]


async def test_the_stream_continues_after_the_last_event_seen(town):
    last = (await town.see("view"))["last"]
    await town.do("start", who="Ann")
    message, update = await told(town, last, 2)
    assert (message["kind"], message["bubble"]["text"]) == ("message", "/start")
    assert update["kind"] == "update"


async def test_a_stream_from_another_run_begins_again(town):
    assert await told(town, 999_999, 1) == [{"kind": "reset"}]


async def test_a_stop_ends_the_stream(town):
    stream = _stream(town.hub, town.world.feed.last)
    await town.hub.stop()
    assert [frame async for frame in stream] == []
