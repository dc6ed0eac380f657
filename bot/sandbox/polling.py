"""getUpdates: the long poll, its conflicts, and its end when the clock moves."""

import asyncio
from typing import Any

from starlette.requests import Request

from bot.sandbox import ticking
from bot.sandbox.hub import Hub, Poll
from bot.sandbox.methods.hooks import allow
from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, Refused

LONGEST = 50
OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
SET = "Conflict: terminated by setWebhook request"


class Gone(Exception):
    """The poller hung up; what it would have got stays unconfirmed."""


async def get_updates(hub: Hub, call: Call, request: Request) -> list[Json]:
    """The updates that wait, as soon as there are any. Raises Refused 409, or Gone."""
    world = hub.world
    if world.hook.url:
        raise Refused(409, HOOKED)
    allow(world, call)
    world.queue.expire(world.now)
    if offset := call.number("offset"):
        world.queue.confirm(offset)
        hub.ring()
    if hub.poll:
        hub.poll.end(OTHER)
    hub.poll = poll = Poll()
    try:
        return await _wait(hub, poll, call, request)
    finally:
        if hub.poll is poll:
            hub.poll = None


async def _wait(hub: Hub, poll: Poll, call: Call, request: Request) -> list[Json]:
    limit = min(100, max(1, call.number("limit", 100)))
    deadline = ticking.elapsed() + min(LONGEST, max(0, call.number("timeout")))
    hung_up: asyncio.Task[Any] = asyncio.ensure_future(_hang_up(request))
    try:
        while True:
            poll.wake.clear()
            if poll.conflict:
                raise Refused(409, poll.conflict)
            hub.world.queue.expire(hub.world.now)
            batch = hub.world.queue.batch(limit)
            left = deadline - ticking.elapsed()
            if batch or left <= 0 or poll.ended or hub.stopping or hub.told != hub.world.offset:
                return batch
            await _first(poll, hung_up, left)
            if hung_up.done():
                hub.told = None
                raise Gone
    finally:
        hung_up.cancel()


async def _first(poll: Poll, hung_up: asyncio.Task[Any], seconds: float) -> None:
    woken = asyncio.ensure_future(poll.wake.wait())
    try:
        await asyncio.wait({woken, hung_up}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        woken.cancel()


async def _hang_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
