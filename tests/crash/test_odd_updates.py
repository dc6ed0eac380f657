"""Updates that nobody meant to send, through the desk and the real tables: none stalls it, and the next good one is answered."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from crash.rig import BOT, Rig
from crash.simulation import FIRST

from bot.app.library import read_folder, shipped
from bot.authoring.stories import World, couple
from bot.clock import SeededDraw
from bot.talk.work import Setting
from bot.tg.incoming import lane

ANN = 1000
MANY = int(os.environ.get("UPDATES", "10000"))
USER: dict[str, Any] = {"id": ANN, "is_bot": False, "first_name": "Ann", "language_code": "en"}
CHAT: dict[str, Any] = {"id": ANN, "type": "private", "first_name": "Ann"}
GROUP: dict[str, Any] = {"id": -4001, "type": "group", "title": "Us two"}
MEMBER = {"status": "member", "user": USER}
LETTER = {"message_id": 7, "date": int(FIRST.timestamp()), "chat": CHAT, "from": USER}
PRESS = {"id": "1", "from": USER, "data": "v1:x", "chat_instance": "1", "message": {"message_id": 1, "date": 0, "chat": CHAT}}
CHANGED = {"chat": GROUP, "from": USER, "date": 1, "old_chat_member": MEMBER, "new_chat_member": MEMBER}
GOOD: list[dict[str, Any]] = [
    {"message": {**LETTER, "text": "hello"}},
    {"message": {**LETTER, "text": "/menu"}},
    {"message": {**LETTER, "chat": GROUP, "text": "/help@groundwork_bot"}},
    {"message": {**LETTER, "chat": GROUP, "new_chat_members": [USER]}},
    {"message": {**LETTER, "voice": {"file_id": "x"}}},
    {"callback_query": PRESS},
    {"my_chat_member": CHANGED},
    {"chat_member": CHANGED},
]
STRANGE = ["", "\x00", "\u202e", "\ud800", "x" * 5000]
ODD: list[Any] = [None, True, -1, 2**70, 1.5, *STRANGE, [], {}, [[[]]], USER, CHAT, GROUP, 1087968824, ANN]


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, part in inner for place in paths(part, (*path, name)))]


def mutated(draw: SeededDraw, number: int) -> bytes:
    whole = json.loads(json.dumps({"update_id": number, **draw.pick(GOOD)}))
    for _ in range(1 + draw.number(3)):
        places = [p for p in paths(whole) if p and p[0] != "update_id"]
        *way, last = draw.pick(places)
        spot = whole
        for name in way:
            spot = spot[name]
        spot[last] = json.loads(json.dumps(draw.pick(ODD)))
    return json.dumps(whole).encode()


def random(draw: SeededDraw, number: int) -> bytes:
    """Bytes, with an id in front so that they come as far as possible."""
    noise = draw._fresh(draw.number(200))
    head = b'{"update_id": %d, ' % number
    return head + (noise if draw.number(2) else json.dumps({"message": noise.hex()}).encode()[1:])


async def pelt(folder: Path, kind: Any, count: int, seed: str) -> int:
    """All of them through the desk; after each hundred somebody asks for the menu and gets it. Returns how many were put aside."""
    flows, _ = read_folder(shipped())
    assert flows is not None
    stories, draw = World(flows, now=FIRST), SeededDraw(seed)
    first, _ = couple(stories, "Ann", "Ben")
    home = stories.household(first.user)
    home.bot, home.revision = BOT, 0
    home.people[first.known.id].user = ANN
    rig = Rig(folder, Setting(flows, undo=timedelta(0)), FIRST, seed)
    await rig.open()
    try:
        await rig.move_in([home])
        for number in range(1, count + 1):
            update = lane(kind(draw, number))
            if update is not None:
                rig.telegram.waiting.append(update)
            if number % 100 == 0:
                await _answers(rig)
        return await rig.store._database.read(
            lambda c: int(c.exec_driver_sql("SELECT count(*) FROM inbox WHERE status = 2").scalar_one())
        )
    finally:
        await rig.close()


async def _answers(rig: Rig) -> None:
    rig.telegram.numbers += 1_000_000
    rig.telegram.says(ANN, "/menu")
    before = rig.telegram.made
    await rig.passes(240)
    assert not rig.telegram.waiting
    assert rig.telegram.made > before
    counts = await rig.store.counts(rig.clock.now())
    assert counts.inbox == 0


@pytest.mark.parametrize("kind", [mutated, random])
async def test_a_thousand_odd_updates_stall_nothing(quick: Path, kind: Any) -> None:
    await pelt(quick, kind, 1000, "fast")


@pytest.mark.long
@pytest.mark.parametrize("kind", [mutated, random])
async def test_ten_thousand_odd_updates_stall_nothing(quick: Path, kind: Any) -> None:
    await pelt(quick, kind, MANY, "long")
