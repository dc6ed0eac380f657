"""Serves the sandbox on loopback. Nothing here listens on any other address."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox import ticking
from bot.sandbox.hub import Hub

LOOPBACK = "127.0.0.1"


class Hanging(H11Protocol):
    """Lets the app hang up in the middle, as a lost connection would."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        inner = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["sandbox.hang_up"] = lambda: self.transport.abort()
            await inner(scope, receive, send)

        self.app = app


class _Server(uvicorn.Server):
    """Leaves the signals of the process to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass
class Running:
    """A sandbox that answers on `port` until it is stopped."""

    port: int
    hub: Hub
    _server: uvicorn.Server
    _task: asyncio.Task[None]

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def page(self) -> str:
        """The address to open in a browser; it carries the control token."""
        return f"{self.address}/?token={self.hub.control_token}"

    async def stop(self) -> None:
        """End every wait and close. The supervised bot is its owner's to stop."""
        await self.hub.stop()
        self._server.should_exit = True
        await self._task


async def serve(app: Starlette, port: int = 0) -> Running:
    """Serve on 127.0.0.1; port 0 takes a free one. Raises OSError when the port is taken."""
    # Named TCP, because asyncio turns Nagle's delay (40 ms an answer) off only for sockets that say what they are.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise
    quiet = {"log_config": None, "access_log": False, "ws": "none"}
    # A pooled connection must outlive a bot's pauses: one closed under a call looks like a send cut off halfway.
    config = uvicorn.Config(app, http=Hanging, timeout_keep_alive=600, timeout_graceful_shutdown=2, **quiet)  # type: ignore[arg-type]
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not task.done():
        await ticking.pause(0.005)
    return Running(listener.getsockname()[1], app.state.hub, server, task)
