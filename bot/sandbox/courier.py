"""Delivers updates to the bot's webhook: in order, one at a time, again until they are taken."""

import asyncio

import httpx

from bot.sandbox import ticking
from bot.sandbox.hub import Hub
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.params import Call
from bot.sandbox.refusals import Json, Refused
from bot.sandbox.updates import Waiting

FIRST_PAUSE, LONGEST_PAUSE, IDLE = 0.05, 2.0, 5.0
TAKEN_WITHIN = 30.0


def employ(hub: Hub) -> None:
    """See that someone delivers while a webhook is set."""
    if hub.world.hook.url and (hub.courier is None or hub.courier.done()):
        hub.courier = asyncio.create_task(_deliver(hub))


async def _deliver(hub: Hub) -> None:
    pause = FIRST_PAUSE
    while hub.world.hook.url and not hub.stopping:
        hub.world.queue.expire(hub.world.now)
        if not hub.world.queue.waiting:
            await hub.changed(IDLE)
        elif await _hand_over(hub, hub.world.queue.waiting[0]):
            pause = FIRST_PAUSE
        else:
            await ticking.pause(pause)
            pause = min(LONGEST_PAUSE, pause * 2)


async def _hand_over(hub: Hub, entry: Waiting) -> bool:
    hook = hub.world.hook
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
    headers["X-Sandbox-Offset"] = f"{hub.world.offset:.6f}"
    try:
        answer = await hub.http.post(hook.url, json=entry.body, headers=headers, timeout=TAKEN_WITHIN)
    except httpx.HTTPError:
        return _missed(hub, "Connection refused or lost")
    if not answer.is_success:
        return _missed(hub, f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")
    hub.world.queue.delivered(entry)
    _act_on(hub, answer)
    hub.ring()
    return True


def _missed(hub: Hub, reason: str) -> bool:
    hub.world.hook.error, hub.world.hook.error_date = reason, int(hub.world.now)
    return False


def _act_on(hub: Hub, answer: httpx.Response) -> None:
    """An answer may carry a call of its own, whose result nobody sees."""
    try:
        wish: Json = answer.json()
        entry = METHODS.get(str(wish.pop("method")).lower())
        if entry:
            entry.run(hub.world, Call.of(entry.name, wish))
    except (ValueError, KeyError, AttributeError, TypeError, Refused):
        return
