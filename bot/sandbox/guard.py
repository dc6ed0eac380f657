"""Keeps web pages of strangers out: only requests to this machine by name, and from this page or from no page."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HERE = ("127.0.0.1", "localhost", "::1")


class Guard:
    """Checks Host and Origin before anything else; a name that only resolves to this machine is not enough."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and not self._welcome(Headers(scope=scope)):
            refusal = JSONResponse({"error": "The sandbox answers only to this machine and to its own page."}, 403)
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    @staticmethod
    def _welcome(headers: Headers) -> bool:
        host, origin = headers.get("host", ""), headers.get("origin")
        try:
            named = urlsplit(f"//{host}").hostname
            return named in HERE and (origin is None or urlsplit(origin).netloc == host)
        except ValueError:
            return False
