"""The event stream of the page: server-sent events, continued after a lost connection by Last-Event-ID."""

import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.sandbox import ticking, views
from bot.sandbox.control.request import allow
from bot.sandbox.feed import Event
from bot.sandbox.hub import Hub
from bot.sandbox.refusals import Wrong

KEEP_ALIVE = 15.0


async def events(request: Request) -> Response:
    """Everything after Last-Event-ID, or `?after=`, or from now on."""
    hub: Hub = request.app.state.hub
    try:
        allow(hub, request)
    except Wrong as wrong:
        return JSONResponse({"error": wrong.sentence}, wrong.status)
    source = request.headers.get("Last-Event-ID") or request.query_params.get("after") or ""
    after = int(source) if source.isdecimal() and len(source) < 16 else hub.world.feed.last
    return StreamingResponse(_stream(hub, after), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _stream(hub: Hub, after: int) -> AsyncIterator[str]:
    feed = hub.world.feed
    if feed.misses(after):
        after = feed.last
        yield _frame(after, {"kind": "reset"})
    spoke = ticking.elapsed()
    while not hub.stopping:
        for event in feed.since(after):
            after, spoke = event.id, ticking.elapsed()
            yield _frame(event.id, _told(hub, event))
        if feed.last == after and not hub.stopping:
            await hub.changed(KEEP_ALIVE)
        if ticking.elapsed() - spoke >= KEEP_ALIVE:
            spoke = ticking.elapsed()
            yield ": still here\n\n"


def _told(hub: Hub, event: Event) -> dict[str, object]:
    """The event with the message as it is now, where it is about one."""
    told = {"kind": event.kind} | event.data
    chat = hub.world.chats.get(event.data.get("chat") or 0)
    message = chat.messages.get(event.data.get("message") or 0) if chat else None
    return told | ({"bubble": views.bubble(hub.world, message)} if message else {})


def _frame(number: int, body: dict[str, object]) -> str:
    return f"id: {number}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n"
