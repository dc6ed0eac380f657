"""The control API: what people do, moving the clock, faults, and looking. One function per path, JSON in and out."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.control import acts, groups, looks, process, settings
from bot.sandbox.control.request import Asked, checked

Path = Callable[[Asked], Awaitable[Response]]
POSTS: dict[str, Path] = {
    "start": acts.start, "say": acts.say, "tap": acts.tap, "send": acts.send, "clock": acts.clock,
    "block": acts.block, "unblock": acts.unblock, "group": groups.group, "people": settings.people,
    "privacy": settings.privacy, "rates": settings.set_rates, "fault": settings.fault,
    "restart": process.restart, "kill": process.kill, "reset": process.reset,
}  # fmt: skip
GETS: dict[str, Path] = {
    "transcript": looks.transcript, "view": looks.view, "log": looks.log, "state": looks.state,
    "people": settings.people, "drawing": looks.drawing,
}  # fmt: skip


def routes() -> list[Route]:
    """All paths under /sandbox."""
    posts = [Route(f"/sandbox/{name}", checked(run), methods=["POST"]) for name, run in POSTS.items()]
    return posts + [Route(f"/sandbox/{name}", checked(run), methods=["GET"]) for name, run in GETS.items()]
