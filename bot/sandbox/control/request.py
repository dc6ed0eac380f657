"""Reading a control request: the token, the JSON, and who is meant. Whatever is wrong comes back as a sentence."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.hub import Hub
from bot.sandbox.people import Person
from bot.sandbox.refusals import Json, Wrong
from bot.sandbox.strict_json import read_json


@dataclass
class Asked:
    """One control request."""

    hub: Hub
    request: Request
    body: Json


def checked(run: Callable[[Asked], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Let a request in when it carries the control token, and turn complaints into JSON."""

    async def endpoint(request: Request) -> Response:
        hub: Hub = request.app.state.hub
        try:
            allow(hub, request)
            return await run(Asked(hub, request, await _body(request)))
        except Wrong as wrong:
            return JSONResponse({"error": wrong.sentence} | wrong.extra, wrong.status)

    return endpoint


def allow(hub: Hub, request: Request) -> None:
    """Raises Wrong 403 without the control token, which event streams and files carry in their address."""
    given = request.headers.get("X-Sandbox-Token") or request.query_params.get("token") or ""
    if not hmac.compare_digest(given.encode(), hub.control_token.encode()):
        raise Wrong(403, "The header X-Sandbox-Token must carry the token that was printed at the start.")


async def _body(request: Request) -> Json:
    source = await request.body()
    if not source.strip():
        return {}
    try:
        body = read_json(source)
    except ValueError:
        raise Wrong(400, "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Wrong(400, "The body is a JSON object.")
    return body


def person_of(asked: Asked) -> Person:
    """The person in `who`. Raises Wrong when there is no such person, or they deleted their account."""
    person = asked.hub.world.person(text_of(asked.body, "who"))
    if person.gone:
        raise Wrong(400, f"{person.name} has deleted their account.")
    return person


def text_of(body: Json, name: str, default: str | None = None) -> str:
    """A text from the body. Raises Wrong when it is missing or something else."""
    value = body.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise Wrong(400, f"`{name}` is missing, or not a text.")
    return value
