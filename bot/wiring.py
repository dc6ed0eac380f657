"""The one file that knows everyone: builds the parts of a running bot and ties them together."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")

from sqlalchemy import make_url
from telegram import Bot
from telegram.error import TelegramError

from bot.app.books import spans
from bot.app.chores import Chore, Chores
from bot.app.desk import Desk
from bot.app.library import read_folder, read_texts, read_tongues, shipped, with_versions
from bot.app.outbox import Outbox, TokenRefused
from bot.authoring.problems import Problem
from bot.clock import Clock, Draw
from bot.config import Misconfigured, Settings
from bot.couple.household import Household
from bot.couple.keeping import Limits
from bot.flow.engine import waits_for
from bot.flow.hand import World
from bot.flow.model import Flows
from bot.flow.timing import ZONES_VERSION
from bot.logs import log
from bot.storage.backup import back_up, clear_out, newest
from bot.storage.master import Master, read_master_key
from bot.storage.migrate import pending
from bot.storage.store import SqlStore, open_store
from bot.talk import phrases
from bot.talk.safety import sos
from bot.talk.work import Setting
from bot.tg.api import ALLOWED, Api
from bot.tg.firstaid import FirstAid
from bot.tg.incoming import BotFace, parse
from bot.tg.introduction import introduce
from bot.tg.outgoing import TelegramWire
from bot.tg.pairing import check_pair
from bot.tg.request import WireRequest
from bot.tg.runner import Poll, meet
from bot.tg.webhook import receive_webhook
from bot.web import app as web
from bot.words.fit import escape
from bot.words.tongues import Tongues

COMMANDS = {
    "start": "Say hello",
    "menu": "What we can do",
    "help": "How this works, and people to call",
    "pause": "Silence until you return",
    "settings": "Language, hours, notifications",
}


SANDBOX_KEY = b"sandbox" + b"\0" * 25


class BrokenFlows(Exception):
    """Flows that cannot be used: nothing half-loaded runs. `problems` are all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in flows")
        self.problems = problems


@dataclass
class Bench:
    """What a running bot is made of."""

    settings: Settings
    clock: Clock
    stop: asyncio.Event
    wake: asyncio.Event
    sent: asyncio.Event
    store: SqlStore
    flows: Flows
    poll: Poll | None = None


def bot_id(token: str) -> int:
    """Telegram's id of the bot: what stands before the colon."""
    head = token.split(":", 1)[0]
    return int(head) if head.isdecimal() else 0


def spread(settings: Settings) -> int:
    """Over how many seconds evening hours are spread; in a sandbox they are exact, because people look at the clock there."""
    return 0 if settings.sandbox is not None else settings.spread_minutes * 60


def data_files(settings: Settings) -> None:
    """Makes the folder of an SQLite file, for the owner alone."""
    for url in (settings.database_url, settings.keys_url):
        if url.startswith("sqlite"):
            path = Path(url.split(":///", 1)[1]).parent
            path.mkdir(mode=0o700, parents=True, exist_ok=True)


def master_key(settings: Settings) -> bytes:
    """The master key. A sandbox makes its own: nothing in it is anybody's."""
    file = settings.master_key_file
    if settings.sandbox is not None and file is None:
        return SANDBOX_KEY
    if file is not None and not file.exists() and not _stored(settings):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32) + "\n")
        file.chmod(0o400)
    return read_master_key(file, os.environ, lambda text: log("keys.environment"))


def backup_folder(settings: Settings) -> Path:
    """Where sealed copies go: as set, or `backups` beside the database."""
    if settings.backup.folder is not None:
        return settings.backup.folder
    beside = make_url(settings.database_url).database or "data/groundwork.db"
    return Path(beside).parent / "backups"


def keep_of(settings: Settings) -> timedelta:
    """How long copies of the data stay."""
    return timedelta(days=settings.backup.keep)


def _stored(settings: Settings) -> bool:
    """Whether there is any data that a new master key could not open."""
    for url in (settings.database_url, settings.keys_url):
        if not url.startswith("sqlite") or Path(url.split(":///", 1)[1]).exists():
            return True
    return False


def load_flows(settings: Settings) -> tuple[Flows, Tongues, Path]:
    """The flows and translations. Raises `BrokenFlows`."""
    folder = settings.flows or shipped()
    if not folder.is_dir():
        raise Misconfigured(f"flows: {folder} is no folder; set it to one with flows in it, or leave it out.")
    flows, problems = read_folder(folder)
    if flows is None:
        raise BrokenFlows(problems)
    return flows, read_tongues(folder), folder


async def _safe_upgrade(settings: Settings, now: datetime) -> None:
    """Newer tables are made at start; what was there before is backed up first."""
    if not settings.database_url.startswith("sqlite") or not _stored(settings):
        return
    if await pending(settings.database_url, "data") or await pending(settings.keys_url, "keys"):
        master = Master(master_key(settings))
        await asyncio.to_thread(back_up, settings.database_url, settings.keys_url, backup_folder(settings), master, now)


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """The bot, until `stop`. Raises `Misconfigured`, `BrokenFlows`, `TokenRefused`, `storage.Refused`."""
    token = settings.read_token()
    wrong = check_pair(token, settings.base_url, settings.sandbox)
    if wrong is not None:
        raise Misconfigured(wrong)
    flows, tongues, folder = load_flows(settings)
    data_files(settings)
    clock = Clock()
    gc.collect()
    gc.freeze()
    await _safe_upgrade(settings, clock.now())
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url, settings.keys_url, lambda: master_key(settings), bot_id(token), clock.now)
        stack.push_async_callback(store.close)
        flows = await with_versions(flows, read_texts(folder), store)
        bench = Bench(settings, clock, stop, asyncio.Event(), asyncio.Event(), store, flows)
        served = await _serve(bench, stack)
        await _work(bench, stack, token, served.port, flows, tongues)


async def _serve(bench: Bench, stack: AsyncExitStack) -> web.Served:
    """The web app; a taken port is the operator's to mend."""
    settings = bench.settings
    inside = web.Inside(
        lambda: True,
        lambda: _ready(bench),
        (lambda: _inspect(bench)) if settings.sandbox is not None else None,
        (lambda headers, body: _webhook(bench, headers, body)) if settings.web.url else None,
    )
    try:
        served = await web.serve(web.build(inside), settings.web.host, settings.web.port)
    except OSError as error:
        raise Misconfigured(f"web.port: {settings.web.port} cannot be used ({error.strerror}); set a free one, or 0.") from None
    stack.push_async_callback(served.stop)
    return served


async def _work(bench: Bench, stack: AsyncExitStack, token: str, port: int, flows: Flows, tongues: Tongues) -> None:
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
    partner, window = settings.host_is_partner, spread(settings)
    setting = Setting(flows, tongues, face.username, undo, partner, admins, window)
    wire = TelegramWire(bot)
    desk = Desk(bench.store, lambda: setting, lambda raw: parse(raw, face), Draw(), face.id, bench.wake, bench.sent, wire)
    desk.careful = await bench.store.recover(clock.now())
    await bench.store.renew_zones(ZONES_VERSION, clock.now())
    outbox = Outbox(bench.store, wire, clock, heard=bench.wake)
    bench.poll = _poll(bench, token, polling, wire, face, tongues)
    await _present(bench, bot, tongues)
    log("bot.ready", port=port)
    await _until_stopped(bench, desk, outbox)


async def _present(bench: Bench, bot: Bot, tongues: Tongues) -> None:
    """Commands and webhook, tried until Telegram takes them: a network that comes and goes is no reason to fall over."""
    settings, pause = bench.settings, 1.0
    while not bench.stop.is_set():
        try:
            await introduce(bot, _commands(tongues), polling=not settings.web.url)
            if settings.web.url:
                secret = settings.web.secret.get_secret_value() if settings.web.secret else None
                address = settings.web.url.rstrip("/") + "/telegram"
                await bot.set_webhook(address, secret_token=secret, allowed_updates=list(ALLOWED))
            return
        except TelegramError as error:
            log("bot.not_introduced", error=error)
            await bench.clock.pause(pause)
            pause = min(30.0, pause * 2)


def _poll(bench: Bench, token: str, request: WireRequest, wire: TelegramWire, face: BotFace, tongues: Tongues) -> Poll:
    aid = FirstAid(wire, face, lambda language, private: _static_help(tongues, language, private))
    api = Api(token, bench.settings.base_url, request)
    return Poll(bench.store, api, bench.clock, bench.stop, lambda new: bench.wake.set(), aid)


def _static_help(tongues: Tongues, language: str | None, private: bool) -> str:
    tongue = tongues.of(language)
    return sos(tongue, None) if private else escape(tongue(phrases.GROUP_HELP))


def _commands(tongues: Tongues) -> dict[str, dict[str, str]]:
    return {("" if c == "en" else c): {n: tongues.of(c)(text) for n, text in COMMANDS.items()} for c in tongues.languages}


async def _until_stopped(bench: Bench, desk: Desk, outbox: Outbox) -> None:
    """The loops, until one of them ends or everything is asked to stop; what is in flight ends first."""
    jobs = [
        asyncio.create_task(desk.run(bench.stop, bench.clock), name="desk"),
        asyncio.create_task(outbox.run(bench.stop, bench.sent), name="outbox"),
        asyncio.create_task(_chores(bench).run(bench.stop), name="chores"),
    ]
    if bench.poll is not None and not bench.settings.web.url:
        jobs.append(asyncio.create_task(bench.poll.run(), name="poll"))
    stopped = asyncio.create_task(bench.stop.wait())
    await asyncio.wait([*jobs, stopped], return_when=asyncio.FIRST_COMPLETED)
    bench.stop.set()
    bench.wake.set()
    bench.sent.set()
    done, late = await asyncio.wait(jobs, timeout=15)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in done:
        task.result()


def _chores(bench: Bench) -> Chores:
    """Deleting what outlived its time, once a day; sealed copies as often as set, in a sandbox only where a folder is named."""
    settings, store = bench.settings, bench.store
    limits = Limits(books=spans(settings.flows or shipped()))
    aside = timedelta(days=settings.retention.drafts)
    made = Chores(bench.clock, [Chore("purge", lambda now: store.purge(now, limits, aside))])
    wanted = settings.backup.folder is not None or settings.sandbox is None
    if settings.backup.every and wanted and settings.database_url.startswith("sqlite"):
        every = timedelta(hours=settings.backup.every)
        made.chores.append(Chore("backup", lambda now: _back_up(settings, now), every, newest(backup_folder(settings))))
    return made


async def _back_up(settings: Settings, now: datetime) -> int:
    folder, master = backup_folder(settings), Master(master_key(settings))
    await asyncio.to_thread(back_up, settings.database_url, settings.keys_url, folder, master, now)
    return await asyncio.to_thread(clear_out, folder, now, keep_of(settings))


def _waited_for(household: Household | None, session: str, flows: Flows) -> list[str]:
    """The names of those whose answer is open."""
    found = household.sessions.get(session) if household is not None else None
    if household is None or found is None or found.top.hash not in flows.versions:
        return []
    world = World(flows, datetime.fromtimestamp(0, UTC), Draw())
    return [household.people[p].name for p in waits_for(found, world) if p in household.people]


async def _inspect(bench: Bench) -> dict[str, Any]:
    """For the sandbox: what waits, and every session and timer, opened."""
    counts = await bench.store.counts(bench.clock.now())
    seen = await bench.store.inspect()
    whole = await bench.store.load(sorted({s["household"] for s in seen["sessions"]}))
    for one in seen["sessions"]:
        one["waiting_for"] = _waited_for(whole.get(one["household"]), one["session"], bench.flows)
    coming = await bench.store.next_due()
    next_due = coming.isoformat() if coming is not None else None
    return {**seen, "inbox": counts.inbox, "outbox": counts.outbox, "next": next_due, "now": bench.clock.now().isoformat()}


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
    answer, fresh = await receive_webhook(bench.store, secret, headers, body, bench.clock.now())
    if fresh:
        bench.wake.set()
    return answer.status, answer.headers


__all__ = ["BrokenFlows", "TokenRefused", "run"]
