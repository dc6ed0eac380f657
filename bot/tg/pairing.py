"""Which token goes where: a sandbox's token never leaves this machine, and a sandbox never sees a real one."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_SANDBOX = re.compile(r"\d{1,16}:SANDBOX[A-Za-z0-9_-]*")
_REAL = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{30,}")
_HERE = "http://127.0.0.1:PORT"


def check_pair(token: str, base_url: str, sandbox: str | None) -> str | None:
    """One sentence on what is wrong and what would be right; None if the three fit together. Never quotes the token."""
    ours, local = bool(_SANDBOX.fullmatch(token)), is_loopback(_host(base_url))
    if not ours and not _REAL.fullmatch(token):
        return "token: this is not a bot's token; it should look like 123456789:AbC..., as BotFather gives it."
    if ours and not local:
        return f"base_url: a sandbox token may only be used on this machine; set base_url to {_HERE}/bot."
    if sandbox is None:
        return None
    if not is_loopback(_host(sandbox)):
        return f"sandbox: a sandbox runs on this machine only; set it to {_HERE}, or leave it out."
    if not local:
        return f"base_url: with a sandbox it must lead to this machine; set it to {_HERE}/bot, or leave sandbox out."
    return None if ours else "token: a sandbox takes only its own tokens; use one that looks like 42:SANDBOX."


def is_loopback(host: str) -> bool:
    """True for localhost and the loopback addresses; names are not looked up."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
