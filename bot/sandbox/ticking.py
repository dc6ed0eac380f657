"""The one place where the sandbox meets real time and real chance.

The sandbox is the other side of the wire from the bot and may not import the bot's own clock: its time is what the bot
is measured against. Everything else takes these as inputs.
"""

import asyncio
import secrets
import time


def real_time() -> float:
    """Seconds since the epoch, UTC."""
    return time.time()  # noqa: TID251 - the sandbox's only reading of real time; its offset is added to this


def elapsed() -> float:
    """Seconds on a clock that never jumps, for patience and for figures."""
    return time.monotonic()


async def pause(seconds: float) -> None:
    """Let the others run for this many real seconds."""
    await asyncio.sleep(seconds)  # noqa: TID251 - the sandbox's only pause


def draw(below: int) -> int:
    """A whole number from 0 up to, not including, `below`."""
    return secrets.randbelow(below)


def fresh_token(bot_id: int = 4242) -> str:
    """A new bot token of the kind that only a sandbox accepts."""
    return f"{bot_id}:SANDBOX-{secrets.token_urlsafe(15)}"


def fresh_secret() -> str:
    """A new control token."""
    return secrets.token_urlsafe(18)
