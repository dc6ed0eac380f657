"""Live reload: the folders of flows are watched, and what changed is in force for new talks as soon as it is well.

Only where an author tries things out (a sandbox). Talks that are open stay on the version they began with; no file, however
broken, stops the bot. Reading and proving happen beside the event loop, and the watcher sleeps until the system tells of a change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from watchfiles import awatch

from bot.app.library import read_texts, with_versions
from bot.app.ports import Store
from bot.authoring.edition import Edition, edition
from bot.authoring.problems import Problem
from bot.flow.model import Flows
from bot.logs import log

QUIET_MS = 100
LONGEST_MS = 1000
"""A change is looked at when nothing more changed for so long, or at the latest after so long."""


class Reloading:
    """Flows as their author changes them. `own` is the author's folder, `ships` the one beside it (None: they are the same)."""

    def __init__(self, own: Path, ships: Path | None, store: Store, took: Callable[[Flows], None]) -> None:
        self.own, self.ships, self.store, self.took = own, ships, store, took
        self.flows = Flows({}, {})
        self.edition = Edition(self.flows)

    async def begin(self) -> Flows:
        """Reads everything for the first time, and proves an author's own. Raises `Unreadable` when what ships is broken."""
        self.edition = await asyncio.to_thread(self._read, None, self.ships is not None)
        self.flows = await with_versions(self.edition.flows, dict(self.edition.texts), self.store)
        return self.flows

    async def watch(self, stop: asyncio.Event) -> None:
        """Until `stop`: looks whenever a file changed."""
        folders = [folder for folder in (self.own, self.ships) if folder is not None]
        try:
            async for _ in awatch(*folders, stop_event=stop, debounce=LONGEST_MS, step=QUIET_MS):
                await self.look()
        except Exception as error:
            log("flows.not_watched", error=error)
            await stop.wait()

    async def look(self) -> None:
        """Takes in what changed since the last look. Never raises: what was in force stays."""
        try:
            after = await asyncio.to_thread(self._read, self.edition, True)
            if after is not self.edition:
                self.flows = await with_versions(after.flows, dict(after.texts), self.store)
                self.edition = after
                self.took(self.flows)
                log("flows.reloaded", problems=len(after.problems))
        except Exception as error:
            log("flows.not_reloaded", error=error)

    def told(self) -> dict[str, Any]:
        """For the page: what is wrong, by the files' names in their folder, and which version of each own flow is in force."""
        mine = {f.name: f.hash for f in self.flows.latest.values() if f.file in self.edition.seen}
        return {"problems": [self._told(p) for p in self.edition.problems], "flows": mine}

    def _told(self, problem: Problem) -> dict[str, Any]:
        file = Path(problem.file)
        name = file.relative_to(self.own) if file.is_relative_to(self.own) else file
        return {**msgspec.to_builtins(problem), "file": str(name)}

    def _read(self, before: Edition | None, prove: bool) -> Edition:
        own, ships = read_texts(self.own), read_texts(self.ships) if self.ships is not None else {}
        if before is not None and (own, ships) == (before.seen, before.ships):
            return before
        return edition(own, ships, before, prove)
