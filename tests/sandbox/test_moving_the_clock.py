"""The clock passes through every moment that matters, and never goes back."""

from datetime import datetime

import pytest

from bot.sandbox.jumps import moment_of
from bot.sandbox.refusals import Wrong

MOMENTS = [
    ("2026-03-28T20:00:00+01:00", "2026-03-28T19:00:00+00:00"),
    ("2026-03-28 20:00 Europe/Berlin", "2026-03-28T19:00:00+00:00"),
    ("2026-03-29 20:00 Europe/Berlin", "2026-03-29T18:00:00+00:00"),
    ("2026-03-28T19:00:00Z", "2026-03-28T19:00:00+00:00"),
]
NOT_MOMENTS = ["", "soon", "2026-03-28 20:00", "2026-03-28 20:00 Europe/Nowhere", "2026-13-28T20:00:00Z", None, 7]


@pytest.mark.parametrize(("source", "meant"), MOMENTS)
def test_moments(source, meant):
    assert moment_of(source) == datetime.fromisoformat(meant).timestamp()


@pytest.mark.parametrize("source", NOT_MOMENTS)
def test_what_is_no_moment(source):
    with pytest.raises(Wrong, match="`to` is like"):
        moment_of(source)


async def test_a_jump_stops_at_every_timer_and_returns_what_was_said(town, echo):
    await town.do("start", who="Ann", wait=True)
    start = town.world.now
    echo.timers = [(start + 3600.0 * hour, town.id("Ann"), f"hour {hour}") for hour in (1, 2, 5)]
    said = await town.do("clock", seconds=3 * 3600, wait=True)
    assert [item["text"] for item in said] == ["hour 1", "hour 2"]
    assert [round(moment - start) for moment in echo.rings] == [3600, 7200]
    assert town.world.now == pytest.approx(start + 3 * 3600)


async def test_a_jump_to_the_next(town, echo):
    await town.do("start", who="Ann", wait=True)
    echo.timers = [(town.world.now + 60, town.id("Ann"), "now")]
    assert [item["text"] for item in await town.do("clock", next=True, wait=True)] == ["now"]
    status, complaint = await town.wrong("clock", next=True, wait=True)
    assert (status, complaint["error"]) == (409, "The bot has nothing planned, so there is no next moment to go to.")


async def test_dates_of_messages_follow_the_clock(town):
    await town.do("clock", to="2027-01-01T00:00:00Z")
    await town.do("start", who="Ann")
    assert (await town.updates())[0]["message"]["date"] == datetime.fromisoformat("2027-01-01T00:00:00Z").timestamp()


WRONG = [
    ({}, "Say how far: `seconds`, `to`, or `next: true`."),
    ({"seconds": "1"}, "Say how far: `seconds`, `to`, or `next: true`."),
    ({"seconds": -1}, "The clock only goes forward; that moment has passed."),
    ({"to": "2020-01-01T00:00:00Z"}, "The clock only goes forward; that moment has passed."),
    ({"seconds": 1e12}, "That is more than twenty years ahead; the clock does not go so far at once."),
]


@pytest.mark.parametrize(("body", "sentence"), WRONG)
async def test_where_the_clock_does_not_go(town, body, sentence):
    assert await town.wrong("clock", **body) == (400, {"error": sentence})
