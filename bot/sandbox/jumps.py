"""Moving the clock. It passes through every moment at which the bot wants to do something, as real time would."""

import math
import re
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from bot.sandbox.hub import Hub
from bot.sandbox.quiet import next_due, settle
from bot.sandbox.refusals import Json, Wrong

LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?) ([A-Za-z0-9_+/-]+)")
JUST_AFTER = 0.001
SAME_TWICE = 3
FARTHEST = 20 * 366 * 86_400.0


def moment_of(source: object) -> float:
    """Seconds since the epoch for an ISO instant with its offset, or a local time with its zone. Raises Wrong."""
    text = str(source).strip()
    try:
        if (match := LOCAL.fullmatch(text)) and match[2] in available_timezones():
            return datetime.fromisoformat(match[1]).replace(tzinfo=ZoneInfo(match[2])).timestamp()
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Wrong(400, "`to` is like 2026-03-28T20:00:00+01:00 or 2026-03-28 20:00 Europe/Berlin.")
    return moment.timestamp()


async def target(hub: Hub, wish: Json) -> float:
    """The moment that a request to move the clock means. Raises Wrong when it is none, or in the past."""
    now = hub.world.now
    if wish.get("next"):
        due = next_due(await hub.glance())
        if due is None:
            raise Wrong(409, "The bot has nothing planned, so there is no next moment to go to.")
        return max(now, due + JUST_AFTER)
    if "to" in wish:
        moment = moment_of(wish["to"])
    else:
        seconds = wish.get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
            raise Wrong(400, "Say how far: `seconds`, `to`, or `next: true`.")
        moment = now + seconds
    if moment < now:
        raise Wrong(400, "The clock only goes forward; that moment has passed.")
    if moment > now + FARTHEST:
        raise Wrong(400, "That is more than twenty years ahead; the clock does not go so far at once.")
    return moment


async def jump(hub: Hub, moment: float) -> bool:
    """Go there, stopping at every due instant until the bot is quiet; says whether it was quiet each time."""
    quiet, seen, times = await settle(hub) if hub.inspect_url else True, 0.0, 0
    while (due := next_due(await hub.glance())) is not None and due <= moment:
        times = times + 1 if due == seen else 0
        if times >= SAME_TWICE or hub.stopping:
            break
        seen = due
        _set(hub, min(moment, due + JUST_AFTER))
        quiet = await settle(hub) and quiet
    _set(hub, moment)
    return await settle(hub) and quiet


def _set(hub: Hub, moment: float) -> None:
    hub.world.move_to(max(moment, hub.world.now))
    if hub.poll:
        hub.poll.end()
