"""Knowing when the bot has come to rest, so that a tap can return with everything it led to.

Quiet means: no update is unconfirmed, no call is in flight, and the bot's own page says that its inbox and outbox are
empty, twice in a row. A timer that is due holds the quiet up for a short while, for the bot is about to ring. A bot
that has no such page counts as quiet when it has not called for a moment.
"""

from datetime import datetime

from bot.sandbox import ticking
from bot.sandbox.hub import Hub
from bot.sandbox.refusals import Json

BETWEEN_LOOKS = 0.005
HUSH = 0.150
OVERDUE_GRACE = 2.0


def next_due(look: Json | None) -> float | None:
    """When the bot's next timer is due, in seconds since the epoch, or None."""
    source = (look or {}).get("next")
    if not isinstance(source, str):
        return None
    try:
        moment = datetime.fromisoformat(source)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None


async def settle(hub: Hub) -> bool:
    """Wait until the bot is quiet, at most the hub's patience; says whether it became so."""
    began = ticking.elapsed()
    looks, overdue_since = 0, None
    while ticking.elapsed() - began < hub.patience and not hub.stopping:
        if hub.supervisor and not hub.supervisor.wanted:
            return False
        calm, overdue = await _calm(hub, began)
        overdue_since = (overdue_since or ticking.elapsed()) if overdue else None
        held = overdue_since is not None and ticking.elapsed() - overdue_since < OVERDUE_GRACE
        looks = looks + 1 if calm and not held else 0
        if looks == 2:
            return True
        await (ticking.pause(BETWEEN_LOOKS) if calm else hub.changed(BETWEEN_LOOKS * 2))
    return False


async def _calm(hub: Hub, began: float) -> tuple[bool, bool]:
    """Whether this look finds the bot at rest, and whether a timer of it is overdue."""
    if not _still(hub):
        return False, False
    if hub.inspect_url is None:
        return ticking.elapsed() - max(began, hub.called_at) >= HUSH, False
    before = (hub.calls, hub.world.feed.last)
    look = await hub.glance()
    if look is None or not _still(hub) or before != (hub.calls, hub.world.feed.last):
        return False, False
    due = next_due(look)
    return look.get("inbox") == 0 and look.get("outbox") == 0, due is not None and due <= hub.world.now


def _still(hub: Hub) -> bool:
    hub.world.queue.expire(hub.world.now)
    return not hub.world.queue.waiting and hub.in_flight == 0
