"""The bot's process, and beginning again."""

from starlette.responses import JSONResponse, Response

from bot.sandbox import ticking
from bot.sandbox.control.acts import answer
from bot.sandbox.control.request import Asked
from bot.sandbox.hub import Hub
from bot.sandbox.quiet import settle
from bot.sandbox.refusals import Wrong
from bot.sandbox.supervisor import Supervisor

UP_WITHIN = 15.0


async def restart(asked: Asked) -> Response:
    """Stop the bot politely and start it again; returns when it has called and come to rest."""
    hub, began, supervisor = asked.hub, ticking.elapsed(), _supervised(asked.hub)
    calls = hub.calls
    await supervisor.restart()
    while asked.body.get("wait", True) and hub.calls == calls and ticking.elapsed() - began < UP_WITHIN:
        await hub.changed(0.1)
    quiet = await settle(hub) if asked.body.get("wait", True) else False
    return answer({"running": supervisor.pid is not None, "quiet": quiet}, quiet, began)


async def kill(asked: Asked) -> Response:
    """Kill the bot at once; it stays down until /sandbox/restart."""
    await _supervised(asked.hub).kill()
    asked.hub.world.feed.add("killed")
    return JSONResponse({"running": False})


def _supervised(hub: Hub) -> Supervisor:
    if hub.supervisor is None:
        raise Wrong(409, "This sandbox did not start the bot, so it cannot restart or kill it.")
    return hub.supervisor


async def reset(asked: Asked) -> Response:
    """Begin again with the five people; the bot's own data goes too where the demo can wipe it."""
    hub = asked.hub
    hub.world.reset()
    hub.log.clear()
    if hub.on_reset:
        await hub.on_reset()
    return JSONResponse({"people": [person.name for person in hub.world.people.values()]})
