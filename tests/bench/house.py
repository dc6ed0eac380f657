"""Couples with a talk that says two messages to every word, on real files with FULL, and updates for them."""

from __future__ import annotations

import asyncio
import gc
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from crash.rig import BOT, MASTER
from crash.simulation import FIRST

from bot.app.desk import Desk
from bot.app.ports import Changed, Commit, Update
from bot.authoring.library import load
from bot.authoring.stories import World, couple
from bot.clock import Draw
from bot.flow.model import Flows
from bot.storage.opening import open_store
from bot.storage.store import SqlStore
from bot.talk import beginning
from bot.talk.work import Setting, Work
from bot.tg.incoming import BotFace, lane, parse

TWO = """
flow: two
version: 1
title: Two
summary: Two messages to every word.
sources: [A28]
parties: [one, other]
place: apart
values: {count: 0}
initial: first
states:
  first:
    say:
      one: Which word comes next?
    ask: one
    save: word
    coach: listening
    next: told
  told:
    say:
      other: Something was said, and it was number {count}.
    next:
      - {to: first, set: {count: count + 1}}
"""
TEXT = "When I see the phone face down I feel uneasy, and I would like us to talk about it tonight, number {}."
FACE = BotFace(BOT, "groundwork_bot")
SENT = "UPDATE outbox SET status = 2, payload = NULL, message = id, settled = 1 WHERE status < 2"


def flows_with(text: str = TWO) -> Flows:
    """The flow, alone."""
    flows, problems = load({"flows/two/flow.yaml": text})
    assert flows is not None, [str(p) for p in problems]
    return flows


class House:
    """A store with couples in the middle of a talk, and its desk."""

    def __init__(self, store: SqlStore, setting: Setting, couples: int) -> None:
        self.store, self.setting, self.number, self.couples = store, setting, 0, couples
        parsed = lambda raw: parse(raw, FACE)  # noqa: E731
        self.desk = Desk(store, lambda: setting, parsed, Draw(), BOT, asyncio.Event(), asyncio.Event())

    def updates(self, count: int) -> list[Update]:
        """Words of people, one after the other: so many in turn that nobody says more than the bot listens to."""
        return [self.update(self.number % self.couples) for _ in range(count)]

    def update(self, couple: int) -> Update:
        """A word of the first of a couple."""
        found = lane(self.raw(couple))
        assert found is not None
        return found

    def raw(self, couple: int) -> bytes:
        """The same as Telegram sends it."""
        self.number += 1
        user = {"id": 1000 + 2 * couple, "is_bot": False, "first_name": "Ann", "language_code": "en"}
        chat = {"id": user["id"], "type": "private", "first_name": "Ann"}
        letter = {"message_id": self.number, "date": int(FIRST.timestamp()), "chat": chat, "from": user}
        return json.dumps({"update_id": self.number, "message": {**letter, "text": TEXT.format(self.number)}}).encode()

    async def all_sent(self) -> None:
        """As if the outbox had caught up."""
        await self.store._database.write(lambda c: c.exec_driver_sql(SENT))

    async def take(self, updates: list[Update]) -> None:
        """Received, turned, committed."""
        await self.store.receive(updates, FIRST)
        while await self.desk.turn(FIRST):
            pass


async def open_house(folder: Path, couples: int) -> House:
    """On real files."""
    flows = flows_with()
    setting = Setting(flows, undo=timedelta(0))
    urls = [f"sqlite+aiosqlite:///{folder}/{kind}.db" for kind in ("data", "keys")]
    store = await open_store(*urls, lambda: MASTER, BOT, lambda: FIRST)
    stories = World(flows, now=FIRST)
    homes = [_home(stories, setting, n) for n in range(couples)]
    changed = [Changed(h, 0, True, set(h.people), set(h.sessions)) for h in homes]
    await store.commit(Commit(changed=changed), FIRST)
    gc.collect()
    gc.freeze()
    return House(store, setting, couples)


def _home(stories: World, setting: Setting, number: int) -> Any:
    first, _ = couple(stories, f"Ann{number}", f"Ben{number}")
    home = stories.household(first.user)
    for at, person in enumerate(home.people.values()):
        person.user, person.discreet = 1000 + 2 * number + at, "off"
    work = Work(home, setting, FIRST, stories.draw)
    work.actor = next(iter(home.people))
    beginning.begin(work, setting.flows.latest["two"], work.actor)
    made = work.turn().household
    made.bot, made.revision = BOT, 0
    return made
