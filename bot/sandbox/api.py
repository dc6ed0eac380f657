"""The Bot API over HTTP: /bot<TOKEN>/METHOD by GET or POST, as JSON, form or multipart; and /file/bot<TOKEN>/PATH."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import ticking
from bot.sandbox.courier import employ
from bot.sandbox.faults import Fault
from bot.sandbox.hub import Hub
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Call
from bot.sandbox.polling import SET, Gone, get_updates
from bot.sandbox.reading import read_call
from bot.sandbox.refusals import Refused, too_many

UNAUTHORIZED, NOT_FOUND = Refused(401, "Unauthorized"), Refused(404, "Not Found")


async def bot_api(request: Request) -> Response:
    """Answer one call, whatever it is."""
    hub: Hub = request.app.state.hub
    if request.path_params["token"] not in hub.world.tokens:
        return _answer(hub, UNAUTHORIZED.body(), 401)
    hub.heard_inspect(request.headers.get("X-Groundwork-Inspect"))
    try:
        call = await read_call(request)
    except Refused as refusal:
        return _answer(hub, refusal.body(), refusal.code)
    if call.method.lower() == "getupdates":
        return await _under_faults(hub, request, call)
    hub.in_flight += 1
    try:
        return await _under_faults(hub, request, call)
    finally:
        hub.in_flight -= 1
        hub.calls += 1
        hub.called_at = ticking.elapsed()
        hub.ring()


async def _under_faults(hub: Hub, request: Request, call: Call) -> Response:
    fault = hub.world.faults.strike(call.method, _places(hub, call))
    if fault:
        hub.world.feed.add("fault", method=call.method, fault=fault.kind)
    match fault:
        case Fault(kind="drop-before"):
            return await cut(request)
        case Fault(kind="429"):
            refusal = too_many(max(1, int(fault.seconds)))
            return _logged(hub, call, refusal.body(), 429)
        case Fault(kind="5xx"):
            return _logged(hub, call, Refused(502, "Bad Gateway").body(), 502)
        case Fault(kind="delay"):
            await ticking.pause(fault.seconds)
    response = await _run(hub, request, call)
    return await cut(request) if fault and fault.kind == "drop-after" else response


async def _run(hub: Hub, request: Request, call: Call) -> Response:
    try:
        if call.method.lower() == "getupdates":
            return _answer(hub, {"ok": True, "result": await get_updates(hub, call, request)}, 200)
        entry = METHODS.get(call.method.lower())
        if entry is None:
            raise NOT_FOUND
        call.method, before = entry.name, hub.world.feed.last
        result = entry.run(hub.world, call)
    except Refused as refusal:
        return _logged(hub, call, refusal.body(), refusal.code)
    except Gone:
        return Response(status_code=499)
    if call.method == "setWebhook" and hub.world.hook.url:
        if hub.poll:
            hub.poll.end(SET)
        employ(hub)
    warnings = [event.data["text"] for event in hub.world.feed.since(before) if event.kind == "warning"]
    return _logged(hub, call, {"ok": True, "result": result}, 200, " ".join(warnings))


def _logged(hub: Hub, call: Call, body: dict[str, Any], status: int, warning: str = "") -> Response:
    line = {"at": hub.world.now, "method": call.method, "params": call.shown(), "status": status}
    line |= {"description": body.get("description", ""), "warning": warning}
    hub.log.append(line)
    hub.world.feed.add("call", **line, unknown=status == 404)
    return _answer(hub, body, status)


def _answer(hub: Hub, body: dict[str, Any], status: int) -> Response:
    hub.told = hub.world.offset
    return JSONResponse(body, status, headers={"X-Sandbox-Offset": f"{hub.told:.6f}"})


def _places(hub: Hub, call: Call) -> frozenset[str]:
    chat = hub.world.chats.get(call.number("chat_id"))
    return hub.world.names_of(chat) if chat else frozenset()


async def cut(request: Request) -> Response:
    """Hang up without an answer. Without a real connection the caller sees the error itself."""
    hang_up = request.scope.get("sandbox.hang_up")
    if hang_up is None:
        raise ConnectionResetError("the sandbox hung up, as it was told to")
    hang_up()
    while (await request.receive())["type"] != "http.disconnect":
        continue
    return Response(status_code=499)


async def download(request: Request) -> Response:
    """A file by the path that getFile gave."""
    hub: Hub = request.app.state.hub
    if request.path_params["token"] not in hub.world.tokens:
        return _answer(hub, UNAUTHORIZED.body(), 401)
    upload = hub.world.files.by_path.get(request.path_params["path"])
    if upload is None:
        return _answer(hub, NOT_FOUND.body(), 404)
    return Response(upload.content, media_type=upload.kind, headers={"X-Content-Type-Options": "nosniff"})
