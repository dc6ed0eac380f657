"""A desk on a real database, for what must be true on the disk and on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from world import shipped

from bot.app.desk import Desk
from bot.app.ports import OutRow, Sent, Update
from bot.clock import SeededDraw
from bot.storage.opening import open_store
from bot.storage.store import SqlStore
from bot.talk.heard import Command, GroupSeen, Heard, Pressed, Where, Who, Wrote
from bot.talk.work import Setting

BOT = 7
MASTER = bytes(range(32))
_KINDS = Wrote | Command | Pressed | GroupSeen


class Office:
    """Desk and store; `sent` is what went out to each chat, oldest first. Time is moved by hand."""

    def __init__(self, store: SqlStore, now: datetime) -> None:
        self.store, self.now = store, now
        self.sent: dict[int, list[OutRow]] = {}
        self.count = 0
        self.shown = 1000
        self.letters = 0
        setting = Setting(shipped(), undo=timedelta(0))
        self.desk = Desk(store, lambda: setting, _parse, SeededDraw("office"), BOT, asyncio.Event(), asyncio.Event())

    async def hear(self, *heard: Command | Wrote | Pressed | GroupSeen) -> None:
        """Something arrives and everything that comes of it happens."""
        rows = []
        for one in heard:
            self.count += 1
            rows.append(Update(self.count, one.who.user, one.where.chat, msgspec.json.encode(one)))
        await self.store.receive(rows, self.now)
        await self.settle()

    async def passes(self, seconds: float) -> None:
        """Time passes."""
        self.now += timedelta(seconds=seconds)
        await self.settle()

    async def settle(self) -> None:
        while await self.desk.turn(self.now):
            pass
        while rows := await self.store.sendable(self.now, 100):
            await self.store.settle([(row, Sent(self._take(row))) for row in rows], self.now)

    def _take(self, row: OutRow) -> int:
        self.sent.setdefault(row.chat, []).append(row)
        self.shown += 1
        return row.edit or (0 if row.message.callback or row.message.delete else self.shown)

    async def says(self, user: int, text: str, name: str = "Ann") -> None:
        """Somebody types."""
        who, where = Who(user, name, "en"), Where(user, True)
        if text.startswith("/"):
            word, _, payload = text[1:].partition(" ")
            return await self.hear(Command(who, where, word, payload, self.now, self._typed()))
        return await self.hear(Wrote(who, where, text, self.now, self._typed()))

    def _typed(self) -> int:
        """The id of the next message that somebody types; the bot's own are counted from 1000."""
        self.letters += 1
        return self.letters

    async def taps(self, user: int, label: str, name: str = "Ann") -> None:
        """Taps the newest button that begins like this."""
        for row in reversed(self.sent.get(user, [])):
            for button in (b for buttons in row.message.buttons for b in buttons):
                if button.label.startswith(label):
                    self.count += 1
                    return await self.hear(Pressed(Who(user, name, "en"), Where(user, True), button.data, f"c{self.count}"))
        raise LookupError(f"{label}: {self.texts(user)[-3:]}")

    def texts(self, user: int) -> list[str]:
        """What was said to a chat."""
        return [row.message.text for row in self.sent.get(user, []) if row.message.callback is None and row.message.text]

    def link(self, user: int) -> str:
        """What the newest invitation of this person carries."""
        return next(t for t in reversed(self.texts(user)) if "start=" in t).split("start=")[1].split()[0]

    def labels(self, user: int) -> str:
        """The buttons of the newest message that has some."""
        rows = [row for row in self.sent[user] if row.message.buttons]
        return " | ".join(b.label for buttons in rows[-1].message.buttons for b in buttons)


def _parse(raw: bytes) -> Heard:
    return msgspec.json.decode(raw, type=_KINDS)


async def office(folder: Path, now: datetime) -> Office:
    """A new one in an empty folder."""
    data, keys = (f"sqlite+aiosqlite:///{folder}/{name}.db" for name in ("data", "keys"))
    return Office(await open_store(data, keys, lambda: MASTER, BOT, lambda: now), now)


async def welcomed(office: Office, user: int, name: str) -> None:
    """Through the welcome, tap by tap."""
    await office.says(user, "/start", name)
    await office.taps(user, "Yes, I am 18", name)
    await office.taps(user, "Yes, I agree", name)
    for text in ("Berlin", "20:00", "Germany"):
        await office.says(user, text, name)
    await office.taps(user, "Rather not say", name)


async def paired(office: Office, one: tuple[int, str], other: tuple[int, str]) -> None:
    """Invited, asked, confirmed by name."""
    for user, name in (one, other):
        await welcomed(office, user, name)
        await office.says(user, "/settings", name)
        await office.taps(user, "How discreet", name)
        await office.taps(user, "For none", name)
    await office.says(one[0], "/menu", one[1])
    await office.taps(one[0], "Invite your partner", one[1])
    await office.says(other[0], f"/start {office.link(one[0])}", other[1])
    await office.taps(one[0], "Yes, and I agree", one[1])
    await office.taps(other[0], "Yes, I agree", other[1])


def on_disk(folder: Path, canaries: Sequence[str]) -> list[str]:
    """Which of these texts lie anywhere in the folder's files."""
    content = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    return [c for c in canaries if c.encode() in content]
