"""The one file that knows everyone: builds the parts of a running bot and ties them together."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import secrets
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")

from sqlalchemy import make_url
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.app.chores import HOURLY, Chore, Chores
from bot.app.desk import Desk
from bot.app.library import read_texts, read_tongues, shipped, with_versions
from bot.app.outbox import Outbox, TokenRefused
from bot.app.reloading import Reloading
from bot.app.stopping import unless
from bot.authoring.drawing import graph
from bot.authoring.edition import Edition, Unreadable, edition
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
from bot.picture.painter import Drawing
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


STOP_SECONDS = 10.0
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
    setting: Setting
    poll: Poll | None = None
    reloading: Reloading | None = None

    def take(self, flows: Flows) -> None:
        """New talks begin on these flows; every version that an open talk is on is among them."""
        self.setting = replace(self.setting, flows=flows)


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


def limits_of(settings: Settings, flows: Flows) -> Limits:
    """How long things stay: as the books say, and no longer than the settings allow."""
    most, drafts = (timedelta(days=days) for days in (settings.retention.checkins, settings.retention.drafts))
    bounds = {"drafts": drafts}
    books = {n: min(book.retention, bounds.get(n, most)) for n, book in flows.books.items() if book.retention is not None}
    return Limits(drafts=drafts, books=books)


def _stored(settings: Settings) -> bool:
    """Whether there is any data that a new master key could not open."""
    for url in (settings.database_url, settings.keys_url):
        if not url.startswith("sqlite") or Path(url.split(":///", 1)[1]).exists():
            return True
    return False


def folders(settings: Settings) -> tuple[Path, Path | None]:
    """Where the flows are: the folder that is set, and the one it stands beside; else those that ship, beside nothing."""
    if settings.flows is None or settings.flows.resolve() == shipped().resolve():
        return shipped(), None
    if not settings.flows.is_dir():
        raise Misconfigured(f"flows: {settings.flows} is no folder; set it to one with flows in it, or leave it out.")
    return settings.flows, shipped()


def load_flows(settings: Settings) -> Edition:
    """The flows: an operator's own, and those that ship beside them. Raises `BrokenFlows`."""
    own, ships = folders(settings)
    try:
        read = edition(read_texts(own), read_texts(ships) if ships is not None else {}, prove=False)
    except Unreadable as broken:
        raise BrokenFlows(broken.problems) from None
    if read.problems:
        raise BrokenFlows(list(read.problems))
    return read


def load_tongues(settings: Settings) -> Tongues:
    """The translations of the bot and of all its flows."""
    own, ships = folders(settings)
    return read_tongues(*([ships] if ships is not None else []), own)


def code_version() -> str:
    """A name for the code that runs: talks that were held try again when it is another."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def copied(settings: Settings, folder: Path, master: Master, now: datetime) -> tuple[Path, Path]:
    """A new pair of sealed copies in the folder; what is too old there goes first. Raises `Refused`."""
    clear_out(folder, now, keep_of(settings))
    return back_up(settings.database_url, settings.keys_url, folder, master, now)


async def _safe_upgrade(settings: Settings, now: datetime) -> None:
    """Newer tables are made at start; what was there before is backed up first."""
    if not settings.database_url.startswith("sqlite") or not _stored(settings):
        return
    if await pending(settings.database_url, "data") or await pending(settings.keys_url, "keys"):
        await asyncio.to_thread(copied, settings, backup_folder(settings), Master(master_key(settings)), now)


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """The bot, until `stop`. Raises `Misconfigured`, `BrokenFlows`, `TokenRefused`, `storage.Refused`."""
    token = settings.read_token()
    wrong = check_pair(token, settings.base_url, settings.sandbox)
    if wrong is not None:
        raise Misconfigured(wrong)
    read = load_flows(settings) if settings.sandbox is None else None
    tongues = load_tongues(settings)
    data_files(settings)
    clock = Clock()
    gc.collect()
    gc.freeze()
    await _safe_upgrade(settings, clock.now())
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url, settings.keys_url, lambda: master_key(settings), bot_id(token), clock.now)
        stack.push_async_callback(store.close)
        bench = Bench(settings, clock, stop, asyncio.Event(), asyncio.Event(), store, Setting(Flows({}, {}), tongues))
        await _take_flows(bench, read)
        served = await _serve(bench, stack)
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


async def _serve(bench: Bench, stack: AsyncExitStack) -> web.Served:
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
    bench.poll = _poll(bench, token, polling, wire, face, tongues)
    await _present(bench, bot, tongues)
    log("bot.ready", port=port)
    await _until_stopped(bench, desk, outbox)


async def _present(bench: Bench, bot: Bot, tongues: Tongues) -> None:
    """Commands and webhook, tried until Telegram takes them: a network that comes and goes is no reason to fall over.

    Ends at once when everything is asked to stop. Raises `TokenRefused`.
    """
    pause = 1.0
    while not bench.stop.is_set():
        try:
            return await unless(bench.stop, _told(bench.settings, bot, tongues))
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            log("bot.not_introduced", error=error)
            await unless(bench.stop, bench.clock.pause(pause))
            pause = min(30.0, pause * 2)


async def _told(settings: Settings, bot: Bot, tongues: Tongues) -> None:
    await introduce(bot, _commands(tongues), polling=not settings.web.url)
    if settings.web.url:
        secret = settings.web.secret.get_secret_value() if settings.web.secret else None
        address = settings.web.url.rstrip("/") + "/telegram"
        await bot.set_webhook(address, secret_token=secret, allowed_updates=list(ALLOWED))


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


def _chores(bench: Bench) -> Chores:
    """Deleting what outlived its time; sealed copies as often as set, in a sandbox only where a folder is named.

    Old copies go whether new ones are made or not, and before they are: on a full disk none could be made otherwise.
    """
    settings = bench.settings
    forget = Chore("forget", lambda now: bench.store.forget(), HOURLY)
    made = Chores(bench.clock, [Chore("purge", lambda now: _purge(bench, now)), forget])
    if settings.backup.folder is None and settings.sandbox is not None:
        return made
    made.chores.append(Chore("copies", lambda now: _clear_out(settings, now), HOURLY))
    if settings.backup.every and settings.database_url.startswith("sqlite"):
        every = timedelta(hours=settings.backup.every)
        made.chores.append(Chore("backup", lambda now: _back_up(settings, now), every, newest(backup_folder(settings))))
    return made


async def _purge(bench: Bench, now: datetime) -> int:
    limits = limits_of(bench.settings, bench.setting.flows)
    return await bench.store.purge(now, limits, limits.drafts)


async def _clear_out(settings: Settings, now: datetime) -> int:
    return await asyncio.to_thread(clear_out, backup_folder(settings), now, keep_of(settings))


async def _back_up(settings: Settings, now: datetime) -> int:
    made = await asyncio.to_thread(copied, settings, backup_folder(settings), Master(master_key(settings)), now)
    return len(made)


def _waited_for(household: Household | None, session: str, flows: Flows) -> list[str]:
    """The names of those whose answer is open."""
    found = household.sessions.get(session) if household is not None else None
    if household is None or found is None or found.top.hash not in flows.versions:
        return []
    world = World(flows, datetime.fromtimestamp(0, UTC), Draw())
    return [household.people[p].name for p in waits_for(found, world) if p in household.people]


async def _inspect(bench: Bench, brief: bool) -> dict[str, Any]:
    """For the sandbox: what waits and when is next; and, unless it is asked in brief, every session and timer, opened."""
    now = bench.clock.now()
    counts, coming = await bench.store.counts(now), await bench.store.next_due()
    due = coming.isoformat() if coming is not None else None
    waits = {"inbox": counts.inbox, "outbox": counts.outbox, "next": due, "now": now.isoformat()}
    return waits if brief else {**await _opened(bench), **waits}


async def _opened(bench: Bench) -> dict[str, Any]:
    seen = await bench.store.inspect()
    whole = await bench.store.load(sorted({s["household"] for s in seen["sessions"]}))
    known = {flow.hash for flow in bench.setting.flows.latest.values()}
    told = bench.reloading.told() if bench.reloading is not None else {}
    for one in seen["sessions"]:
        one["waiting_for"] = _waited_for(whole.get(one["household"]), one["session"], bench.setting.flows)
        one["newest"] = one["version"] in known
    return {**seen, **told}


def _drawing(bench: Bench, name: str, version: str) -> dict[str, Any] | None:
    """A flow as a graph: that version of it, or the newest."""
    flows = bench.setting.flows
    flow = flows.versions.get(version) or flows.latest.get(name)
    return graph(flow) if flow is not None else None


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
