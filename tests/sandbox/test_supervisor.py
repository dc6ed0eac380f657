"""The bot's process is kept running, unless it was killed on purpose."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest

from bot.sandbox import supervisor as keeping
from bot.sandbox.supervisor import Supervisor

WAITS = [sys.executable, "-S", "-E", "-c", "import signal; signal.pause()"]


@pytest.fixture
async def kept(monkeypatch) -> AsyncIterator[Supervisor]:
    monkeypatch.setattr(keeping, "PAUSE", 0.0)
    kept = Supervisor(WAITS)
    await kept.start()
    yield kept
    await kept.kill()


async def other_pid(kept: Supervisor, old: int | None) -> int:
    while kept.pid in (None, old):
        await asyncio.wait({asyncio.ensure_future(asyncio.to_thread(lambda: None))})
    assert kept.pid is not None
    return kept.pid


async def test_what_falls_over_is_started_again(kept):
    first = kept.pid
    kept.process.kill()
    assert await asyncio.wait_for(other_pid(kept, first), 5) != first


async def test_what_was_killed_stays_down_until_a_restart(kept):
    await kept.kill()
    assert (kept.pid, kept.wanted) == (None, False)
    await kept.restart()
    assert kept.pid is not None


async def test_a_restart_is_another_process(kept):
    first = kept.pid
    await kept.restart()
    assert kept.pid != first


async def test_output_goes_to_the_log(tmp_path):
    log = tmp_path / "bot.log"
    kept = Supervisor([sys.executable, "-S", "-E", "-c", "print('up', flush=True); import signal; signal.pause()"], log=log)
    await kept.start()
    while b"up" not in log.read_bytes():
        await asyncio.wait({asyncio.ensure_future(asyncio.to_thread(lambda: None))})
    await kept.stop()
    assert kept.pid is None


async def test_the_control_api_kills_and_restarts(town, kept):
    town.hub.supervisor = kept
    assert await town.do("kill") == {"running": False}
    answer = await town.send("start", who="Ann")
    assert answer.headers["X-Sandbox-Quiet"] == "false"
    assert (await town.do("restart"))["running"] is True
