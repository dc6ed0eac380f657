"""The library as it comes (Updater, PicklePersistence), killed once with a backlog, beside which our figures can be read.

The bot below is the smallest that keeps count of what it was told and answers it; it is written as the library's manual shows.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bot.sandbox import acts, ticking
from bot.sandbox.server import build, open_world, serve

UPDATES = int(os.environ.get("STOCK", "500"))
BOT = """
import asyncio, sys
from telegram.ext import ApplicationBuilder, MessageHandler, PicklePersistence, filters

async def heard(update, context):
    context.user_data.setdefault("kept", []).append(update.message.text)
    await update.message.reply_text("Noted " + update.message.text)

token, base, file = sys.argv[1:]
made = ApplicationBuilder().token(token).base_url(base).persistence(PicklePersistence(file)).build()
made.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, heard))
made.run_polling(poll_interval=0)
"""


async def table() -> str:
    """One line: what was confirmed, answered and kept when it was killed in the middle of a backlog, and after its restart."""
    with tempfile.TemporaryDirectory() as folder:
        world = open_world()
        world.rates.mode = "off"
        running = await serve(build(world, "control"))
        try:
            return await _killed(Path(folder), world, running.address)
        finally:
            await running.stop()


async def _killed(folder: Path, world, address: str) -> str:  # type: ignore[no-untyped-def]
    (folder / "stock.py").write_text(BOT)
    ann = world.person("Ann")
    acts.start(world, ann)
    world.queue.waiting.clear()
    for number in range(UPDATES):
        acts.say(world, ann, "dm", f"word-{number}")
    command = [sys.executable, str(folder / "stock.py"), world.token, f"{address}/bot", str(folder / "kept.pickle")]
    process = await _started(command)
    await _until(lambda: len(_answers(world, ann)) >= 50, 60)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    process = await _started(command)
    await _until(lambda: not world.queue.waiting, 60)
    await _still(world)
    process.terminate()
    await process.wait()
    answered = Counter(_answers(world, ann))
    kept = _kept(folder / "kept.pickle")
    lost = UPDATES - len(answered)
    twice = sum(n > 1 for n in answered.values())
    head = f"stock library, one SIGKILL with {UPDATES} updates waiting"
    return f"{head}: {lost} never answered, {UPDATES - len(kept)} not in its file, {twice} twice"


async def _started(command: list[str]) -> asyncio.subprocess.Process:
    silent = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(*command, stdout=silent, stderr=silent)


def _answers(world, ann) -> list[str]:  # type: ignore[no-untyped-def]
    return [m.text for m in world.chats[ann.id].messages.values() if m.from_bot and m.text]


def _kept(file: Path) -> set[str]:
    if not file.exists():
        return set()
    data = pickle.loads(file.read_bytes())
    return {text for user in data.get("user_data", {}).values() for text in user.get("kept", [])}


async def _still(world) -> None:  # type: ignore[no-untyped-def]
    before = -1
    while before != len(world.history):
        before = len(world.history)
        await ticking.pause(1.5)


async def _until(true, seconds: float) -> None:  # type: ignore[no-untyped-def]
    end = ticking.elapsed() + seconds
    while not true() and ticking.elapsed() < end:
        await ticking.pause(0.02)
