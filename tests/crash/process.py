"""The shipped entry point as a process that can be killed, and a look into its database while it is dead."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import yaml

from bot.sandbox import ticking

SENDING = 1
DAY_MICROSECONDS = 86_400_000_000


class Process:
    """`python -m bot run` against a sandbox at `address`, with its files in `folder`."""

    def __init__(self, folder: Path, address: str, token: str, flows: Path, **more: Any) -> None:
        self.folder, self.process = folder, None
        self.data, self.keys = folder / "data" / "groundwork.db", folder / "data" / "keys.db"
        settings = {
            "token": token,
            "base_url": f"{address}/bot",
            "sandbox": address,
            "database_url": f"sqlite+aiosqlite:///{self.data}",
            "keys_url": f"sqlite+aiosqlite:///{self.keys}",
            "flows": str(flows),
            "undo_seconds": 0,
        } | more
        self.config = folder / "config.yaml"
        self.config.write_text(yaml.safe_dump(settings))

    process: asyncio.subprocess.Process | None

    async def start(self) -> None:
        """Starts it; it is not waited for."""
        with (self.folder / "bot.log").open("ab") as log:
            command = [sys.executable, "-m", "bot", "run", "--config", str(self.config)]
            self.process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log, env=dict(os.environ))

    async def kill(self) -> float:
        """SIGKILL; returns 0, the seconds that it takes."""
        assert self.process is not None
        assert self.process.returncode is None, (self.folder / "bot.log").read_text()[-3000:]
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        return 0.0

    async def stop(self, patience: float = 20.0) -> float:
        """SIGTERM; returns after how many seconds it was gone. Raises TimeoutError, AssertionError for another exit code than 0."""
        assert self.process is not None
        began = ticking.elapsed()
        self.process.terminate()
        code = await asyncio.wait_for(self.process.wait(), patience)
        assert code == 0, (self.folder / "bot.log").read_text()[-3000:]
        return ticking.elapsed() - began

    def left_nudges(self) -> set[tuple[int, int]]:
        """Nudges whose fate nobody knows, as chat and day (counted from 1970, UTC)."""
        with sqlite3.connect(self.data) as database:
            found = database.execute("SELECT chat, due FROM outbox WHERE priority = 1 AND status IN (1, 5)")
            return {(chat, due // DAY_MICROSECONDS) for chat, due in found}

    def in_flight(self) -> int:
        """Rows that were marked as being sent when the process ended."""
        if not self.data.exists():
            return 0
        with sqlite3.connect(self.data) as database:
            try:
                (count,) = database.execute("SELECT count(*) FROM outbox WHERE status = ?", (SENDING,)).fetchone()
            except sqlite3.OperationalError:
                return 0
        return int(count)
