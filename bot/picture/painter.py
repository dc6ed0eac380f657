"""Pictures are drawn by a process that lives for one of them: its memory goes with it, and what breaks there breaks nothing here.

One at a time, because each takes as much memory as the bot and a second of a processor. What it draws reaches it on its stdin and
nowhere else: not its arguments, not its environment, no file. Its errors may quote what it drew, so nobody reads them.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

import msgspec

from bot.app.ports import Painter
from bot.logs import log
from bot.words.message import Picture

COMMAND = (sys.executable, "-m", "bot.picture")
SECONDS = 12.0
"""It takes less than one on a quiet machine; whoever waits longer reads the words alone."""
MOST_BYTES = 10 * 2**20
PNG = b"\x89PNG\r\n\x1a\n"
PASSED_ON = ("PATH", "PYTHONPATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "SYSTEMROOT")
"""What it needs of the environment. Keys and tokens may stand there too, and are none of its business."""


class Drawing(Painter):
    """See the module. `command` is what draws, `seconds` how long it may take."""

    def __init__(self, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> None:
        self._command, self._seconds = command, seconds
        self._drawing = False

    @property
    def busy(self) -> bool:
        return self._drawing

    async def paint(self, picture: Picture) -> bytes | None:
        self._drawing = True
        try:
            drawn = await self._run(msgspec.json.encode(picture))
        except (OSError, TimeoutError) as error:
            log("picture.failed", error=error)
            return None
        finally:
            self._drawing = False
        if drawn is None or not drawn.startswith(PNG) or len(drawn) > MOST_BYTES:
            log("picture.failed")
            return None
        return drawn

    async def _run(self, given: bytes) -> bytes | None:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        process = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment)
        try:
            async with asyncio.timeout(self._seconds):
                drawn, _ = await process.communicate(given)
        finally:
            await _ended(process)
        return drawn if process.returncode == 0 else None


async def _ended(process: Process) -> None:
    """Nothing is left behind, whatever happened."""
    if process.returncode is None:
        process.kill()
        await process.wait()
