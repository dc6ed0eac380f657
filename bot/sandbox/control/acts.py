"""What people do, and what the bot said in return."""

from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

from bot.sandbox import acts, jumps, odd, ticking, views
from bot.sandbox.control.request import Asked, person_of, text_of
from bot.sandbox.people import Person
from bot.sandbox.quiet import settle
from bot.sandbox.refusals import Json
from bot.sandbox.tapping import tap as press_button


async def then_news(asked: Asked, act: Callable[[], object], shape: Callable[[list[Json]], Any] | None = None) -> Response:
    """Do it, wait for quiet unless told not to, and answer with what the bot said meanwhile."""
    hub, since, began = asked.hub, asked.hub.world.feed.last, ticking.elapsed()
    act()
    quiet = await settle(hub) if asked.body.get("wait", True) else False
    news = views.news(hub.world, since)
    return answer(shape(news) if shape else news, quiet, began)


def answer(body: Any, quiet: bool, began: float) -> Response:
    """A JSON answer that tells whether the bot came to rest, and after how many milliseconds."""
    took = f"{(ticking.elapsed() - began) * 1000:.1f}"
    return JSONResponse(body, headers={"X-Sandbox-Quiet": str(quiet).lower(), "X-Sandbox-Took": took})


async def start(asked: Asked) -> Response:
    """Press START."""
    payload = text_of(asked.body, "payload", "")
    return await then_news(asked, lambda: acts.start(asked.hub.world, person_of(asked), payload))


async def say(asked: Asked) -> Response:
    """Write a text."""
    world, body, text = asked.hub.world, asked.body, text_of(asked.body, "text")
    return await then_news(asked, lambda: acts.say(world, person_of(asked), body.get("place"), text, body.get("reply_to")))


async def tap(asked: Asked) -> Response:
    """Press a button."""
    world, body = asked.hub.world, asked.body
    return await then_news(asked, lambda: press_button(world, person_of(asked), body.get("place"), body.get("button")))


async def send(asked: Asked) -> Response:
    """Send something odd."""
    return await then_news(asked, lambda: odd.send(asked.hub.world, _sender(asked), asked.body))


def _sender(asked: Asked) -> Person:
    if asked.body.get("kind") == "raw" and not asked.body.get("who"):
        return next(iter(asked.hub.world.people.values()))
    return person_of(asked)


async def clock(asked: Asked) -> Response:
    """Move the clock."""
    since, began = asked.hub.world.feed.last, ticking.elapsed()
    moment = await jumps.target(asked.hub, asked.body)
    if asked.body.get("wait", True):
        quiet = await jumps.jump(asked.hub, moment)
    else:
        quiet = False
        asked.hub.world.move_to(max(moment, asked.hub.world.now))
    return answer(views.news(asked.hub.world, since), quiet, began)


async def block(asked: Asked) -> Response:
    """Block the bot."""
    return await _blocking(asked, acts.block)


async def unblock(asked: Asked) -> Response:
    """Unblock the bot."""
    return await _blocking(asked, acts.unblock)


async def _blocking(asked: Asked, act: Callable[[Any, Person], None]) -> Response:
    person = person_of(asked)

    def shape(news: list[Json]) -> Json:
        return {"who": person.name, "blocked": person.blocked, "messages": news}

    return await then_news(asked, lambda: act(asked.hub.world, person), shape)
