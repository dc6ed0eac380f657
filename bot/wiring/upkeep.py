"""What a running bot does by the hour: deleting what outlived its time, and sealed copies."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.app.chores import HOURLY, Chore, Chores, PutOff
from bot.config import Settings
from bot.storage.backup import clear_out, newest
from bot.wiring.bench import Bench
from bot.wiring.stored import backup_folder, copied_unless, keep_of
from bot.wiring.written import limits_of


def chores_of(bench: Bench) -> Chores:
    """Deleting what outlived its time; sealed copies as often as set, in a sandbox only where a folder is named.

    Old copies go whether new ones are made or not, and before they are: on a full disk none could be made otherwise.
    """
    settings = bench.settings
    forget = Chore("forget", lambda now: bench.store.forget(), HOURLY)
    reopen = Chore("reopen", lambda now: _reopen(bench), HOURLY)
    made = Chores(bench.clock, [Chore("purge", lambda now: _purge(bench, now)), forget, reopen])
    if settings.backup.folder is None and settings.sandbox is not None:
        return made
    made.chores.append(Chore("copies", lambda now: _clear_out(settings, now), HOURLY))
    if settings.backup.every and settings.database_url.startswith("sqlite"):
        every = timedelta(hours=settings.backup.every)
        made.chores.append(Chore("backup", lambda now: _back_up(bench, now), every, newest(backup_folder(settings))))
    return made


async def _purge(bench: Bench, now: datetime) -> int:
    limits = limits_of(bench.settings, bench.setting.flows)
    return await bench.store.purge(now, limits, limits.drafts)


async def _reopen(bench: Bench) -> int:
    """What waits for a damaged key is looked at again: perhaps it was put back."""
    waiting = await bench.store.reopen()
    if waiting:
        bench.wake.set()
    return waiting


async def _clear_out(settings: Settings, now: datetime) -> int:
    return await asyncio.to_thread(clear_out, backup_folder(settings), now, keep_of(settings))


async def _back_up(bench: Bench, now: datetime) -> int:
    made = await copied_unless(bench.stop, bench.settings, now)
    if not made:
        raise PutOff
    return made
