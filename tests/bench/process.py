"""The bot as a process: how soon it is there, how soon it answers, what it weighs, and how long flows take to load."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from bench.machine import line
from crash.killing import Town

from bot.app.library import read_texts, shipped
from bot.authoring.library import load
from bot.sandbox import acts
from bot.sandbox.tapping import tap

ROUNDS = 3


async def main() -> None:
    """All of it."""
    _loading()
    await _demo()
    await _answers()


def _loading() -> None:
    texts = read_texts(shipped())
    size = sum(map(len, texts.values())) / 100_000
    values = []
    for _ in range(5):
        begun = time.perf_counter()
        load(texts)
        values.append(1000 * (time.perf_counter() - begun) / size)
    line(f"loading flows ({len(texts)} flows)", values, "ms/100 kB")


async def _demo() -> None:
    values = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        env = {**os.environ, "NO_BROWSER": "1"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", "--port", "0", stdout=asyncio.subprocess.PIPE, env=env
        )
        assert process.stdout is not None
        await process.stdout.readline()
        values.append(time.perf_counter() - begun)
        process.terminate()
        await process.wait()
    line("demo: from the command to the address", values, "s")


async def _answers() -> None:
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), 20, 1)
        town.playing = False
        await town.open()
        try:
            begun = time.perf_counter()
            await town.bot.start()
            await town.until_heard()
            line("run: from the command to the first poll", [time.perf_counter() - begun], "s")
            await town.clock.pause(2.0)
            line("run: memory when idle", [_memory(town)], "MB")
            line("from a tap to the answer in the chat", await _taps(town), "ms")
        finally:
            await town.close()


def _memory(town: Town) -> float:
    assert town.bot.process is not None
    status = Path(f"/proc/{town.bot.process.pid}/status").read_text()
    return int(next(row.split()[1] for row in status.splitlines() if row.startswith("VmRSS"))) / 1000


async def _taps(town: Town) -> list[float]:
    values = []
    for player in town.players:
        acts.say(town.world, player.person, "dm", "/menu")
        await _next(town, player.chat.id)
        values.append(await _timed(town, player, "Tally"))
        await town.clock.pause(1.0)
        acts.say(town.world, player.person, "dm", "word")
        await _next(town, player.chat.id)
        values.append(await _timed(town, player, "Go on"))
    return values


async def _timed(town: Town, player, label: str) -> float:  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    tap(town.world, player.person, "dm", label)
    await _next(town, player.chat.id)
    return 1000 * (time.perf_counter() - begun)


async def _next(town: Town, chat: int) -> None:
    """Until the bot says something new there."""
    heard = asyncio.Event()
    before = town.world.feed.last

    def look() -> None:
        if any(e.kind == "message" and e.data["chat"] == chat and e.data["bot"] for e in town.world.feed.since(before)):
            heard.set()

    town.world.feed.listeners.append(look)
    try:
        await asyncio.wait_for(heard.wait(), 30)
    finally:
        town.world.feed.listeners.remove(look)
