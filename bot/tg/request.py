"""One HTTP request: the library's, minus what it would log or quote, plus what the sandbox needs.

As it comes, the library writes a cut-off answer verbatim to its log, quotes an unreadable one in the exception and
falls over very deep JSON. An answer may hold what people wrote, so here only the description and the two parameters
that mean something get through. With a sandbox, requests go to this machine or nowhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from telegram.error import TelegramError
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.tg.pairing import is_loopback
from bot.tg.reading import loaded

READ_SECONDS = 20.0
"""How long an answer may take; a send may be called unknown after this and ten seconds."""

CONNECTIONS = 16
OFFSET_HEADER = "X-Sandbox-Offset"
INSPECT_HEADER = "X-Groundwork-Inspect"


class WireRequest(HTTPXRequest):
    """One pool of connections. Make two: one for the poll, which blocks for a minute, and one for everything else.

    `inspect` is the address at which the sandbox may look at us; giving it is what makes this a sandbox's request:
    proxies of the environment are left alone and any host but loopback is refused. `on_offset` gets the seconds that
    the sandbox's clock is ahead, with every answer. `transport` is for tests.
    """

    def __init__(
        self,
        connections: int = CONNECTIONS,
        inspect: str | None = None,
        on_offset: Callable[[float], None] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._on_offset = on_offset
        more: dict[str, Any] = {"event_hooks": {"response": [self._answered]}}
        if inspect is not None:
            more["event_hooks"]["request"] = [_stay_home]
            more |= {"headers": {INSPECT_HEADER: inspect}, "trust_env": False}
        if transport is not None:
            more["transport"] = transport
        super().__init__(connection_pool_size=connections, read_timeout=READ_SECONDS, httpx_kwargs=more)

    async def raw(self, url: str, parameters: Mapping[str, Any], read_timeout: float) -> bytes:
        """The body of the answer, unread. Raises `TelegramError` as every call of the library does; seconds."""
        data = RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])
        return await self._request_wrapper(url, "POST", data, read_timeout=read_timeout, pool_timeout=READ_SECONDS)

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        return code, payload if 200 <= code <= 299 else harmless(payload)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dict. Raises `TelegramError`, which quotes nothing."""
        data = loaded(payload)
        if not isinstance(data, dict) or ("result" not in data and data.get("ok") is not False):
            raise TelegramError("The answer is not one of the Bot API")
        return data

    async def _answered(self, response: httpx.Response) -> None:
        if self._on_offset is None or (text := response.headers.get(OFFSET_HEADER)) is None:
            return
        if (offset := _number(text)) is not None:
            self._on_offset(offset)


def harmless(payload: bytes) -> bytes:
    """An error's body with only what it is about: description, where the chat moved, how long to wait."""
    data = loaded(payload)
    data = data if isinstance(data, dict) else {}
    given = data.get("parameters")
    given = given if isinstance(given, dict) else {}
    known = {name: given[name] for name in ("migrate_to_chat_id", "retry_after") if type(given.get(name)) is int}
    description = data.get("description")
    kept = {"ok": False, "parameters": known, "description": description if isinstance(description, str) else ""}
    return json.dumps({name: value for name, value in kept.items() if name == "ok" or value}).encode()


async def _stay_home(request: httpx.Request) -> None:
    if not is_loopback(request.url.host):
        raise httpx.ConnectError("A sandbox's bot talks to this machine only")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
