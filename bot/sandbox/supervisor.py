"""Keeps the bot's process running, so that /restart and /kill have something to act on.

A bot that falls over is started again after a short pause, as a service manager would do; one that was killed on
purpose stays down until it is started, so that a test can look at what survives.
"""

import asyncio
import contextlib
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bot.sandbox import ticking

PAUSE = 0.5
LONGEST_PAUSE = 5.0
GRACE = 10.0


class Supervisor:
    """Runs `command`. Its output goes to `log`, or to where ours goes. Times are real seconds."""

    def __init__(self, command: list[str], env: Mapping[str, str] | None = None, log: Path | None = None) -> None:
        self.command, self.env, self.log = command, dict(env) if env is not None else None, log
        self.process: asyncio.subprocess.Process | None = None
        self.falls = 0
        self._wanted = False
        self._keeper: asyncio.Task[None] | None = None

    @property
    def wanted(self) -> bool:
        """Whether it should be running, also while it is between a fall and its next start."""
        return self._wanted

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self.process.pid if self.process and self.process.returncode is None else None

    async def start(self) -> None:
        """Start the process, unless it runs."""
        if self._wanted:
            return
        self._wanted = True
        await self._spawn()
        self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """End it politely (SIGTERM); after ten seconds less so."""
        await self._end(kill=False)

    async def kill(self) -> None:
        """End it at once (SIGKILL); it stays down."""
        await self._end(kill=True)

    async def restart(self) -> None:
        """Stop it if it runs, and start it."""
        await self.stop()
        await self.start()

    async def _spawn(self) -> None:
        with contextlib.ExitStack() as stack:
            out = stack.enter_context(self.log.open("ab")) if self.log else None
            errors = subprocess.STDOUT if out else None
            self.process = await asyncio.create_subprocess_exec(
                *self.command, env=self.env, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
            )

    async def _keep(self) -> None:
        """Runs until it is cancelled, which is how an end on purpose differs from a fall."""
        while process := self.process:
            began = ticking.elapsed()
            await process.wait()
            self.falls = self.falls + 1 if ticking.elapsed() - began < GRACE else 1
            await ticking.pause(min(LONGEST_PAUSE, PAUSE * self.falls))
            await self._spawn()

    async def _end(self, kill: bool) -> None:
        self._wanted = False
        process, keeper = self.process, self._keeper
        if keeper:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill() if kill else process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
