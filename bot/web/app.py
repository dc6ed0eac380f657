"""The app and its server. `Inside` is what it may look at; the rooms it comes from are wired elsewhere."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

Webhook = Callable[[Mapping[str, str], bytes], Awaitable[tuple[int, Mapping[str, str]]]]
BODY_LIMIT = 1024 * 1024


@dataclass(frozen=True)
class Inside:
    """What can be asked: is it alive, is it ready (and if not, why), and an update by webhook.

    In a sandbox also: what is going on (True: in brief), and a flow (by name, and version where it is known) as it is drawn.
    """

    alive: Callable[[], bool]
    ready: Callable[[], Awaitable[str | None]]
    inspect: Callable[[bool], Awaitable[dict[str, Any]]] | None = None
    webhook: Webhook | None = None
    drawing: Callable[[str, str], dict[str, Any] | None] | None = None


def build(inside: Inside) -> Starlette:
    """The app with the routes that `inside` has."""

    async def livez(request: Request) -> Response:
        return PlainTextResponse("ok" if inside.alive() else "stuck", 200 if inside.alive() else 503)

    async def readyz(request: Request) -> Response:
        reason = await inside.ready()
        return PlainTextResponse(reason or "ok", 503 if reason else 200)

    async def inspect(request: Request) -> Response:
        assert inside.inspect is not None
        return JSONResponse(await inside.inspect("brief" in request.query_params))

    async def drawing(request: Request) -> Response:
        assert inside.drawing is not None
        asked = request.query_params
        found = inside.drawing(asked.get("flow", ""), asked.get("version", ""))
        return JSONResponse(found, 200 if found is not None else 404)

    async def webhook(request: Request) -> Response:
        assert inside.webhook is not None
        body = await _limited(request)
        if body is None:
            return Response(status_code=413)
        status, headers = await inside.webhook(dict(request.headers), body)
        return Response(status_code=status, headers=dict(headers))

    routes = [Route("/livez", livez), Route("/readyz", readyz)]
    routes += [Route("/inspect", inspect)] if inside.inspect is not None else []
    routes += [Route("/inspect/drawing", drawing)] if inside.drawing is not None else []
    routes += [Route("/telegram", webhook, methods=["POST"])] if inside.webhook is not None else []
    return Starlette(routes=routes)


async def _limited(request: Request) -> bytes | None:
    """The body, or None when it is larger than Telegram's ever are."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return body


class _Server(uvicorn.Server):
    """Leaves the signals of the process to whoever runs it."""

    def install_signal_handlers(self) -> None:
        return None

    def capture_signals(self):  # type: ignore[no-untyped-def]
        import contextlib

        return contextlib.nullcontext()


class Served:
    """A running server. `port` is the real one."""

    def __init__(self, server: uvicorn.Server, task: asyncio.Task[None], port: int) -> None:
        self._server, self._task, self.port = server, task, port

    async def stop(self) -> None:
        """Ends it; a request in flight has two seconds."""
        self._server.should_exit = True
        await self._task


async def serve(app: Starlette, host: str, port: int) -> Served:
    """Serves on host and port (0: a free one). Raises OSError when the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", timeout_keep_alive=600, timeout_graceful_shutdown=2)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    return Served(server, task, listener.getsockname()[1])
