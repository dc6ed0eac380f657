"""The outbox stands still while evenings pass: what is over by then is not sent beside what comes at its hour."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from crash.killing import MORNING
from crash.rig import BOT, Rig
from crash.tally import couples, flows_folder, move_in, read_flows

from bot.authoring.stories import World
from bot.talk.wordings import NUDGES
from bot.talk.work import Setting

ANN, BEN = 1001, 1002
HOURS = 3600.0


async def never(_: datetime) -> None:
    """Nothing is sent."""


@pytest.fixture
async def rig(quick: Path) -> Rig:
    """Ann and Ben at ten in the morning; Ben gets a note at eight in the evening, and his quiet hours begin at ten."""
    flows = read_flows(flows_folder(quick / "flows"))
    stories = World(flows, now=MORNING)
    made = Rig(quick, Setting(flows), MORNING, "standstill")
    await made.open()
    await move_in(made.store, couples(flows, BOT, [(ANN, BEN)], stories), stories)
    return made


async def stands_still(rig: Rig, hours: float, dies: bool) -> None:
    """The desk works and the outbox does not; then it goes on, in the same life or the next one."""
    rig.outbox.turn = never  # type: ignore[method-assign, assignment]
    await rig.passes(hours * HOURS)
    if dies:
        await rig.die()
    else:
        del rig.outbox.turn
        rig.rouse()


def nudged(rig: Rig) -> int:
    return sum(shown.text in NUDGES for shown in rig.telegram.chats[BEN])


@pytest.mark.parametrize("dies", [False, True], ids=["goes-on", "killed"])
@pytest.mark.parametrize(
    ("hours", "come"), [(11.9, 1), (12.1, 0), (23, 0), (34.5, 1), (58.5, 1)], ids=["late", "night", "morning", "next", "third"]
)
async def test_a_nudge_that_waited_too_long_does_not_come_beside_the_next_one(
    rig: Rig, hours: float, come: int, dies: bool
) -> None:
    await stands_still(rig, hours, dies)
    try:
        await rig.passes(60)
        counts = await rig.store.counts(rig.clock.now())
    finally:
        await rig.close()
    assert (nudged(rig), counts.outbox, rig.telegram.wrong) == (come, 0, [])


async def test_the_evening_after_it_is_as_every_evening(rig: Rig) -> None:
    await stands_still(rig, 23, dies=False)
    try:
        await rig.passes(12 * HOURS)
        assert nudged(rig) == 1
        await rig.passes(24 * HOURS)
        assert nudged(rig) == 2
    finally:
        await rig.close()
