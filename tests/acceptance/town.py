"""A real bot in a process of its own, against a real sandbox in a thread: where the acceptance tests live.

The clock begins on a Monday morning in Berlin, whatever the day is outside, so that quiet hours, evenings and clock changes
come when the tests expect them. `fresh` gives new people with the old names; the clock only goes on.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import yaml

from bot.sandbox import ticking
from bot.sandbox.server import build, open_world, serve
from bot.sandbox.supervisor import Supervisor

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CONTROL = "acceptance"
PATIENT = 0.12
"""Real seconds after which somebody who waits notices that time goes by."""
LONGEST = 20 * 3600.0
"""Seconds that a couple is used before another day: after two days the bot says something by itself."""
FAR_OFF = ("quiet-moment",)
"""Talks with oneself that begin with pairing and say nothing for days."""
LOOKS = 6
"""How often they do: on a slow machine an act must not take minutes of sandbox time."""


class Town:
    """The sandbox, the bot it keeps running, and the control API."""

    def __init__(self, folder: Path, logs: Path, undo: int = 0, begins: datetime = MORNING, **settings: Any) -> None:
        """`logs` is a folder in which this bot's log gets a file of its own."""
        self.known: set[str] = set()
        self.met = 0.0
        self.folder, self.log = folder, logs / f"{folder.name}.log"
        self._later: asyncio.TimerHandle | None = None
        self._looks = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.world = open_world(offset=begins.timestamp() - ticking.real_time())
        self.world.rates.mode = "off"
        self._settings = {"undo_seconds": undo, "log_level": "INFO"} | settings
        self._await(self._open())
        self.control = httpx.Client(base_url=self._running.address, headers={"X-Sandbox-Token": CONTROL}, timeout=60)
        self.restart()

    async def _open(self) -> None:
        command = [sys.executable, "-m", "bot", "run", "--config", str(self.folder / "config.yaml")]
        self._supervisor = Supervisor(command, log=self.log, env=dict(os.environ))
        app = build(self.world, CONTROL, self._supervisor)
        self._hub = app.state.hub
        self._running = await serve(app)
        (self.folder / "config.yaml").write_text(yaml.safe_dump(self.settings()))

    def settings(self) -> dict[str, Any]:
        """What stands in the bot's config.yaml: only base_url and sandbox differ from a bot on Telegram."""
        data, here = self.folder / "data", self._running.address
        return {
            "token": self.world.token,
            "base_url": f"{here}/bot",
            "sandbox": here,
            "database_url": f"sqlite+aiosqlite:///{data}/groundwork.db",
            "keys_url": f"sqlite+aiosqlite:///{data}/keys.db",
        } | self._settings

    def ask(self, path: str, **body: Any) -> Any:
        """A request to the control API that must succeed."""
        waiting = self._loop.call_soon_threadsafe(self._while_waiting)
        try:
            answer = self.control.post(f"/sandbox/{path}", json=body)
        finally:
            waiting.cancel()
            self._loop.call_soon_threadsafe(self._arrived)
        assert answer.status_code == 200, f"{path} {body}: {answer.text}"
        assert answer.headers.get("X-Sandbox-Quiet", "true") == "true" or body.get("wait") is False, f"{path} {body}: no rest"
        return answer.json()

    def look(self, path: str) -> Any:
        """A look through the control API."""
        return self.control.get(f"/sandbox/{path}").json()

    def _while_waiting(self) -> None:
        """Somebody who looks at the screen waits, and time goes by: what the bot's pace holds back comes soon."""
        self._later = self._loop.call_later(PATIENT, self._while_waiting)
        if 0 < self._looks < LOOKS:
            self.world.move_to(self.world.now + 1.0)
            if self._hub.poll:
                self._hub.poll.end()
        self._looks += 1

    def _arrived(self) -> None:
        self._looks = 0
        if self._later:
            self._later.cancel()

    def think(self, seconds: float) -> None:
        """People take their time; nothing is waited for."""
        self._loop.call_soon_threadsafe(lambda: self.world.move_to(self.world.now + seconds))

    def fresh(self) -> None:
        """New people with the old names, in the morning, when nobody's quiet hours hold anything back; the bot has never met them."""
        self.ask("clock", to=self.next_local("10:00"))
        self.known, self.met = set(), self.world.now
        self.world.started_with = self.world.offset
        self.ask("reset")
        self.world.rates.mode = "off"

    def another_day(self) -> bool:
        """The same couple on the next morning, if nothing is left open and they are not together for long. `known` is what they did."""
        if "paired" not in self.known or self.world.now - self.met > LONGEST:
            return False
        self.ask("fault", clear=True)
        self.ask("clock", to=self.next_local("10:00"))
        return not self._anything_open()

    def same_day(self) -> bool:
        """The same couple a moment later, if nothing is left open."""
        if "paired" not in self.known or self._anything_open():
            return False
        self.ask("fault", clear=True)
        return True

    def _anything_open(self) -> bool:
        """Whether anybody's answer is waited for, or what two began is not over. What only waits for a day far off is not open."""
        sessions = self.look("state")["sessions"]
        return any(session["waiting_for"] or session["flow"] not in FAR_OFF for session in sessions)

    def next_local(self, hour: str, zone: str = "Europe/Berlin") -> str:
        """The next time that the clocks there show this hour, as the control API takes it."""
        now = datetime.fromtimestamp(self.world.now, ZoneInfo(zone))
        day = now if f"{now:%H:%M}" < hour else now + timedelta(days=1)
        return f"{day:%Y-%m-%d} {hour} {zone}"

    def restart(self) -> None:
        """Stops the bot if it runs, and starts it."""
        self.ask("restart")

    def close(self) -> None:
        """Ends the bot, politely, and the sandbox."""
        self.control.close()
        self._await(self._supervisor.stop())
        self._await(self._running.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _await(self, job: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(job, self._loop).result(60)
