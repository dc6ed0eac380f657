"""Quiet is believed only when the bot's own page says so."""

import httpx
import pytest

from bot.sandbox.quiet import next_due, settle

CALM = {"inbox": 0, "outbox": 0, "sessions": [], "timers": [], "next": None}


def showing(town, answer: httpx.Response) -> list[httpx.Request]:
    seen: list[httpx.Request] = []

    def page(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer

    town.hub._http = httpx.AsyncClient(transport=httpx.MockTransport(page))
    town.hub.inspect_url = "http://127.0.0.1:1/inspect"
    town.hub.patience = 0.1
    return seen


async def test_two_calm_looks_are_enough_and_tell_the_offset(town):
    seen = showing(town, httpx.Response(200, json=CALM))
    town.hub.patience = 3.0
    assert await settle(town.hub) is True
    assert [request.headers["X-Sandbox-Offset"] for request in seen] == ["0.000000", "0.000000"]


RESTLESS = [
    httpx.Response(200, json=CALM | {"inbox": 1}),
    httpx.Response(200, json=CALM | {"outbox": 1}),
    httpx.Response(200, json=CALM | {"next": "2020-01-01T00:00:00Z"}),
    httpx.Response(200, json=[]),
    httpx.Response(200, text="<p>"),
]


@pytest.mark.parametrize("answer", RESTLESS)
async def test_what_is_not_calm(town, answer):
    showing(town, answer)
    assert await settle(town.hub) is False


async def test_an_update_that_waits_is_not_calm(town):
    showing(town, httpx.Response(200, json=CALM))
    await town.do("start", who="Ann")
    assert await settle(town.hub) is False


@pytest.mark.parametrize("source", [None, 7, "soon", "2026-01-01T00:00:00"])
def test_a_next_that_says_nothing(source):
    assert next_due({"next": source}) is None
