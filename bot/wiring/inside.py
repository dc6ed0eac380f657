"""What the web app shows and takes: health, the webhook, and in a sandbox what is inside."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.authoring.drawing import graph
from bot.clock import Draw
from bot.config import Misconfigured
from bot.couple.household import Household
from bot.flow.engine import waits_for
from bot.flow.hand import World
from bot.flow.model import Flows
from bot.tg.webhook import receive_webhook
from bot.web import app as web
from bot.wiring.bench import Bench

A_MOMENT, BETWEEN_LOOKS = 0.3, 0.01
"""Seconds."""


async def serve(bench: Bench, stack: AsyncExitStack) -> web.Served:
    """The web app; a taken port is the operator's to mend."""
    settings = bench.settings
    inside = web.Inside(
        lambda: True,
        lambda: _ready(bench),
        (lambda brief: _inspect(bench, brief)) if settings.sandbox is not None else None,
        (lambda headers, body: _webhook(bench, headers, body)) if settings.web.url else None,
        (lambda flow, version: _drawing(bench, flow, version)) if settings.sandbox is not None else None,
    )
    try:
        served = await web.serve(web.build(inside), settings.web.host, settings.web.port)
    except OSError as error:
        raise Misconfigured(f"web.port: {settings.web.port} cannot be used ({error.strerror}); set a free one, or 0.") from None
    stack.push_async_callback(served.stop)
    return served


async def _ready(bench: Bench) -> str | None:
    """Why it is not ready; None when it is."""
    await bench.store.counts(bench.clock.now())
    if bench.poll is None and not bench.settings.web.url:
        return "starting"
    answered = bench.poll.answered if bench.poll is not None else None
    if answered is None or bench.clock.now() - answered > timedelta(seconds=90):
        return None if bench.settings.web.url else "Telegram has not answered for a while"
    return None


async def _webhook(bench: Bench, headers: Mapping[str, str], body: bytes) -> tuple[int, Mapping[str, str]]:
    secret = bench.settings.web.secret.get_secret_value() if bench.settings.web.secret else ""
    answer, fresh = await receive_webhook(bench.store, secret, headers, body, bench.clock.now(), bench.first_aid)
    if fresh:
        bench.wake.set()
    return answer.status, answer.headers


async def _inspect(bench: Bench, brief: bool) -> dict[str, Any]:
    """For the sandbox: what waits and when is next; and, unless it is asked in brief, every session and timer, opened.

    In brief it answers when nothing waits, or after a moment: whoever wants to know when that is need not ask again and again.
    """
    if not brief:
        return {**await _opened(bench), **await _waits(bench)}
    begun = bench.clock.monotonic()
    while (waits := await _waits(bench))["inbox"] or waits["outbox"]:
        if bench.clock.monotonic() - begun > A_MOMENT:
            break
        await bench.clock.pause(BETWEEN_LOOKS)
    return waits


async def _waits(bench: Bench) -> dict[str, Any]:
    now = bench.clock.now()
    counts, coming = await bench.store.counts(now), await bench.store.next_due()
    due = coming.isoformat() if coming is not None else None
    return {"inbox": counts.inbox, "outbox": counts.outbox, "next": due, "now": now.isoformat()}


async def _opened(bench: Bench) -> dict[str, Any]:
    seen = await bench.store.inspect()
    whole = await bench.store.load(sorted({s["household"] for s in seen["sessions"]}))
    known = {flow.hash for flow in bench.setting.flows.latest.values()}
    told = bench.reloading.told() if bench.reloading is not None else {}
    for one in seen["sessions"]:
        one["waiting_for"] = _waited_for(whole.get(one["household"]), one["session"], bench.setting.flows)
        one["newest"] = one["version"] in known
    return {**seen, **told}


def _waited_for(household: Household | None, session: str, flows: Flows) -> list[str]:
    """The names of those whose answer is open."""
    found = household.sessions.get(session) if household is not None else None
    if household is None or found is None or found.top.hash not in flows.versions:
        return []
    world = World(flows, datetime.fromtimestamp(0, UTC), Draw())
    return [household.people[p].name for p in waits_for(found, world) if p in household.people]


def _drawing(bench: Bench, name: str, version: str) -> dict[str, Any] | None:
    """A flow as a graph: that version of it, or the newest."""
    flows = bench.setting.flows
    flow = flows.versions.get(version) or flows.latest.get(name)
    return graph(flow) if flow is not None else None
