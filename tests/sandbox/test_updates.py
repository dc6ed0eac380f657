"""Updates wait until they are confirmed, or until they are too old."""

import asyncio

import httpx
import pytest


async def texts(town, **params) -> list[str]:
    return [update["message"]["text"] for update in await town.api("getUpdates", **params)]


async def test_updates_come_again_until_an_offset_confirms_them(town):
    await town.do("start", who="Ann")
    await town.do("say", who="Ann", text="one")
    first = await town.api("getUpdates")
    assert await town.api("getUpdates") == first
    assert await texts(town, offset=first[0]["update_id"] + 1) == ["one"]
    assert await texts(town, offset=first[1]["update_id"] + 1) == []
    assert await texts(town) == []


async def test_ids_grow_one_by_one_and_a_limit_holds(town):
    await town.do("start", who="Ann")
    await town.do("say", who="Ann", text="one")
    first, second = await town.api("getUpdates")
    assert second["update_id"] == first["update_id"] + 1
    assert len(await town.api("getUpdates", limit=1)) == 1


async def test_a_negative_offset_forgets_all_before_the_last(town):
    await town.do("start", who="Ann")
    for word in ("one", "two"):
        await town.do("say", who="Ann", text=word)
    assert await texts(town, offset=-1) == ["two"]
    assert await texts(town) == ["two"]


async def test_messages_wait_for_24_hours(town):
    await town.do("start", who="Ann")
    await town.do("clock", seconds=86_399)
    assert len(await town.api("getUpdates")) == 1
    await town.do("clock", seconds=1)
    assert await town.api("getUpdates") == []
    assert (await town.see("state"))["bot"]["lost"] == 1


async def test_only_the_kinds_asked_for_are_queued_and_the_wish_is_remembered(town):
    await town.api("getUpdates", allowed_updates=["callback_query"])
    await town.do("start", who="Ann")
    assert await town.api("getUpdates") == []
    await town.api("getUpdates", allowed_updates=[])
    await town.do("say", who="Ann", text="one")
    assert await texts(town) == ["one"]


async def poll(town, **params) -> tuple[asyncio.Task, asyncio.Event]:
    """Start a long poll and let it reach its wait."""
    await town.api("getMe")
    task = asyncio.create_task(town.call("getUpdates", timeout=50, **params))
    while town.hub.poll is None:
        await asyncio.wait({task}, timeout=0.001)
    return task


async def test_a_long_poll_ends_when_something_comes(town):
    waiting = await poll(town)
    await town.do("start", who="Ann")
    assert (await waiting).json()["result"][0]["message"]["text"] == "/start"


async def test_a_second_poller_ends_the_first_with_a_conflict(town):
    first = await poll(town)
    await town.api("getUpdates")
    body = (await first).json()
    assert body["error_code"] == 409
    assert body["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_moving_the_clock_ends_a_long_poll_at_once_and_tells_the_offset(town):
    waiting = await poll(town)
    await town.do("clock", seconds=3600)
    answer = await waiting
    assert answer.json()["result"] == []
    assert float(answer.headers["X-Sandbox-Offset"]) == pytest.approx(3600)


async def test_a_poll_after_a_move_nobody_told_it_of_ends_at_once(town):
    await town.api("getMe")
    await town.do("clock", seconds=60)
    answer = await town.call("getUpdates", timeout=50)
    assert answer.json()["result"] == []
    assert float(answer.headers["X-Sandbox-Offset"]) == pytest.approx(60)


class Receiver:
    """A webhook that refuses the first delivery."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.secrets: list[str | None] = []
        self.done = asyncio.Event()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if len(self.secrets) == 1:
            return httpx.Response(503)
        self.taken.append(httpx.Response(200, content=request.content).json()["message"]["text"])
        if len(self.taken) == 2:
            self.done.set()
        return httpx.Response(200)


async def test_a_webhook_gets_every_update_in_order_with_its_secret(town):
    receiver = Receiver()
    town.hub._http = httpx.AsyncClient(transport=httpx.MockTransport(receiver))
    await town.api("setWebhook", url="http://127.0.0.1:9/hook", secret_token="s-1")
    conflict = await town.refusal("getUpdates")
    assert conflict.startswith("409 Conflict: can't use getUpdates method while webhook is active")
    await town.do("start", who="Ann")
    await town.do("say", who="Ann", text="one")
    await asyncio.wait_for(receiver.done.wait(), 5)
    assert receiver.taken == ["/start", "one"]
    assert set(receiver.secrets) == {"s-1"}
    await town.api("deleteWebhook")
    assert (await town.api("getWebhookInfo"))["url"] == ""
    assert await town.api("getUpdates") == []


@pytest.mark.parametrize("url", ["https://example.org/hook", "ftp://127.0.0.1/"])
async def test_a_webhook_outside_this_machine_is_refused(town, url):
    assert "only delivers to this machine" in await town.refusal("setWebhook", url=url)
