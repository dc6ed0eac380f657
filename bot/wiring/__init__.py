"""The one room that knows everyone: builds the parts of a running bot and ties them together."""

from __future__ import annotations

import asyncio
import gc
import os
from contextlib import AsyncExitStack
from datetime import timedelta

os.environ.setdefault("PTB_TIMEDELTA", "1")

from telegram import Bot

from bot.app.desk import Desk
from bot.app.library import with_versions
from bot.app.outbox import Outbox, TokenRefused
from bot.app.reloading import Reloading
from bot.authoring.edition import Edition, Unreadable
from bot.clock import Clock, Draw
from bot.config import Misconfigured, Settings
from bot.flow.model import Flows
from bot.flow.timing import ZONES_VERSION
from bot.logs import log
from bot.picture.painter import Drawing
from bot.storage.opening import open_store
from bot.talk.work import Setting
from bot.tg.incoming import parse
from bot.tg.outgoing import TelegramWire
from bot.tg.pairing import check_pair
from bot.tg.request import WireRequest
from bot.tg.runner import meet
from bot.wiring.bench import Bench, bot_id, spread
from bot.wiring.inside import serve
from bot.wiring.presenting import COMMANDS, poll, present
from bot.wiring.stored import SANDBOX_KEY, backup_folder, copied, data_files, first_master_key, master_key, safe_upgrade
from bot.wiring.upkeep import chores_of
from bot.wiring.written import BrokenFlows, code_version, folders, load_flows, load_tongues

STOP_SECONDS = 10.0


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """The bot, until `stop`. Raises `Misconfigured`, `BrokenFlows`, `TokenRefused`, `storage.Refused`."""
    token = settings.read_token()
    wrong = check_pair(token, settings.base_url, settings.sandbox)
    if wrong is not None:
        raise Misconfigured(wrong)
    read = load_flows(settings) if settings.sandbox is None else None
    tongues = load_tongues(settings)
    data_files(settings)
    first_master_key(settings)
    clock = Clock()
    gc.collect()
    gc.freeze()
    await safe_upgrade(settings, clock.now(), stop)
    if stop.is_set():
        return
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url, settings.keys_url, lambda: master_key(settings), bot_id(token), clock.now)
        stack.push_async_callback(store.close)
        bench = Bench(settings, clock, stop, asyncio.Event(), asyncio.Event(), store, Setting(Flows({}, {}), tongues))
        await _take_flows(bench, read)
        served = await serve(bench, stack)
        await _work(bench, stack, token, served.port)


async def _take_flows(bench: Bench, read: Edition | None) -> None:
    """The flows are in force, with every version that an open talk may be on; in a sandbox they follow their author's changes."""
    if read is not None:
        return bench.take(await with_versions(read.flows, dict(read.texts), bench.store))
    own, ships = folders(bench.settings)
    bench.reloading = Reloading(own, ships, bench.store, bench.take)
    try:
        bench.take(await bench.reloading.begin())
    except Unreadable as broken:
        raise BrokenFlows(broken.problems) from None


async def _work(bench: Bench, stack: AsyncExitStack, token: str, port: int) -> None:
    settings, clock, stop = bench.settings, bench.clock, bench.stop
    inspect = f"http://127.0.0.1:{port}/inspect" if settings.sandbox is not None else None
    hear = clock.follow if settings.sandbox is not None else None
    polling, calling = WireRequest(2, inspect, hear), WireRequest(16, inspect, hear)
    bot = Bot(token, settings.base_url, request=calling, get_updates_request=polling)
    for request in (polling, calling):  # entering the bot itself would ask Telegram at once, and fall over without a network
        await request.initialize()
        stack.push_async_callback(request.shutdown)
    face = await meet(bot, clock, stop)
    if face is None:
        return
    undo, admins = timedelta(seconds=settings.undo_seconds), frozenset(settings.admins)
    partner, window, tongues = settings.host_is_partner, spread(settings), bench.setting.tongues
    bench.setting = Setting(bench.setting.flows, tongues, face.username, undo, partner, admins, window)
    wire = TelegramWire(bot, Drawing(), bench.store.stands)
    desk = Desk(bench.store, lambda: bench.setting, lambda raw: parse(raw, face), Draw(), face.id, bench.wake, bench.sent, wire)
    desk.careful = await bench.store.recover(clock.now())
    await bench.store.renew_zones(ZONES_VERSION, clock.now())
    await bench.store.renew_held(code_version(), clock.now())
    outbox = Outbox(bench.store, wire, clock, heard=bench.wake)
    bench.poll = poll(bench, token, polling, wire, face, tongues)
    await present(bench, bot, tongues)
    log("bot.ready", port=port)
    await _until_stopped(bench, desk, outbox)


async def _until_stopped(bench: Bench, desk: Desk, outbox: Outbox) -> None:
    """The loops, until one of them ends or everything is asked to stop; what is in flight ends first."""
    jobs = [
        asyncio.create_task(desk.run(bench.stop, bench.clock), name="desk"),
        asyncio.create_task(outbox.run(bench.stop, bench.sent), name="outbox"),
        asyncio.create_task(chores_of(bench).run(bench.stop), name="chores"),
    ]
    if bench.reloading is not None:
        jobs.append(asyncio.create_task(bench.reloading.watch(bench.stop), name="reloading"))
    if bench.poll is not None and not bench.settings.web.url:
        jobs.append(asyncio.create_task(bench.poll.run(), name="poll"))
    stopped = asyncio.create_task(bench.stop.wait())
    await asyncio.wait([*jobs, stopped], return_when=asyncio.FIRST_COMPLETED)
    bench.stop.set()
    bench.wake.set()
    bench.sent.set()
    done, late = await asyncio.wait(jobs, timeout=STOP_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in done:
        task.result()


__all__ = [
    "COMMANDS",
    "SANDBOX_KEY",
    "BrokenFlows",
    "TokenRefused",
    "backup_folder",
    "bot_id",
    "copied",
    "data_files",
    "first_master_key",
    "load_flows",
    "master_key",
    "run",
    "spread",
]  # fmt: skip
