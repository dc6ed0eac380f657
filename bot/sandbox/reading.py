"""Reading a Bot API call from a request: the query, and a body of any of the kinds that Telegram takes."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.params import Call, Upload
from bot.sandbox.refusals import bad
from bot.sandbox.strict_json import read_json


async def read_call(request: Request) -> Call:
    """The call, from the query and the body. Raises Refused when the body cannot be read."""
    given: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind == "application/json":
        given |= await _json_body(request)
    elif request.method == "POST":
        await _form(request, given, files)
    else:
        await request.body()
    return Call.of(request.path_params["method"], given, files)


async def _json_body(request: Request) -> dict[str, Any]:
    try:
        body = read_json(await request.body() or b"{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad("object expected as the request body")
    return body


async def _form(request: Request, given: dict[str, Any], files: dict[str, Upload]) -> None:
    try:
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    kind = value.content_type or "application/octet-stream"
                    files[name] = Upload(value.filename or name, await value.read(), kind)
                else:
                    given[name] = value
    except Exception:  # the parser's errors have no common base; whatever they are, the body is not readable
        raise bad("can't parse the request body") from None
