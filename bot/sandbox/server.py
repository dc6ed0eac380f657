"""The way in: a world, the one web app around it, and serving that."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import ticking
from bot.sandbox.api import bot_api, download
from bot.sandbox.control import routes
from bot.sandbox.control.request import allow
from bot.sandbox.guard import Guard
from bot.sandbox.hub import Drawing, Hook, Hub
from bot.sandbox.refusals import Wrong
from bot.sandbox.serving import Running, serve
from bot.sandbox.stream import events
from bot.sandbox.supervisor import Supervisor
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
__all__ = ["Running", "build", "open_world", "serve"]


def open_world(token: str | None = None, offset: float = 0.0) -> World:
    """A world on real time and real chance, `offset` seconds ahead; without a token it makes one of its own."""
    return World(token or ticking.fresh_token(), ticking.real_time, ticking.draw, offset)


def build(
    world: World,
    control_token: str,
    supervisor: Supervisor | None = None,
    on_reset: Hook | None = None,
    drawing: Drawing | None = None,
    patience: float = 30.0,
) -> Starlette:
    """The app. `patience` is how many real seconds a control request waits for the bot to come to rest."""
    hub = Hub(world, control_token, patience)
    hub.supervisor, hub.on_reset, hub.drawing = supervisor, on_reset, drawing
    paths = [
        Route("/bot{token}/{method}", bot_api, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
        *routes(),
        Route("/sandbox/events", events),
        Route("/sandbox/file", shown_file),
        Route("/", front),
        Route("/favicon.ico", no_icon),
        Mount("/page", _Fresh(directory=PAGE)),
    ]
    app = Starlette(routes=paths, middleware=[Middleware(Guard)], lifespan=_lifespan, exception_handlers={404: _nowhere})
    app.state.hub = hub
    return app


class _Fresh(StaticFiles):
    """Files that a browser asks for anew each time, so that it never mixes those of two versions."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


async def front(request: Request) -> Response:
    """The page."""
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})


async def no_icon(request: Request) -> Response:
    """Browsers ask for one; there is none."""
    return Response(status_code=204)


async def shown_file(request: Request) -> Response:
    """A file that the bot sent, for the page: `?id=` its file_id and `token`."""
    hub: Hub = request.app.state.hub
    try:
        allow(hub, request)
    except Wrong as wrong:
        return JSONResponse({"error": wrong.sentence}, wrong.status)
    kept = hub.world.files.by_id.get(request.query_params.get("id", ""))
    if kept is None:
        return JSONResponse({"error": "There is no such file."}, 404)
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return Response(kept[1].content, media_type=kept[1].kind, headers=headers)


async def _nowhere(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/bot"):
        return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
    return JSONResponse({"error": f"There is nothing at {request.url.path}."}, 404)


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await app.state.hub.stop()
