"""Looking: the transcript, the state, the log, the view and drawings."""

from starlette.responses import JSONResponse, Response

from bot.sandbox import views
from bot.sandbox.control.request import Asked
from bot.sandbox.refusals import Wrong


async def transcript(asked: Asked) -> Response:
    """Every message of this run."""
    return JSONResponse(views.transcript(asked.hub.world))


async def view(asked: Asked) -> Response:
    """Everything the page shows."""
    return JSONResponse(views.snapshot(asked.hub))


async def log(asked: Asked) -> Response:
    """The last calls of the bot."""
    return JSONResponse(list(asked.hub.log))


async def state(asked: Asked) -> Response:
    """What the bot's inspection page says, the clock, and how the bot is connected."""
    hub = asked.hub
    look = await hub.look()
    bot = {
        "supervised": hub.supervisor is not None, "running": bool(hub.supervisor and hub.supervisor.pid),
        "polling": hub.poll is not None, "webhook": hub.world.hook.url, "inspect": hub.inspect_url,
        "waiting": len(hub.world.queue.waiting), "lost": hub.world.queue.lost,
    }  # fmt: skip
    return JSONResponse((look or {}) | {"inspect": look, "clock": views.clock(hub.world), "bot": bot})


async def drawing(asked: Asked) -> Response:
    """A flow as a graph, in the version that a talk is on if `version` names one."""
    given = asked.request.query_params
    name = given.get("flow", "")
    graph = await asked.hub.drawn(name, given.get("version", ""))
    if graph is None:
        raise Wrong(404, f"There is no drawing of {name!r}.")
    return JSONResponse(graph)
