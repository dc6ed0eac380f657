"""A note that waits for its hour is opened, or put away, from the menu before that: nothing else of the chat waits with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from stored import Office, office, paired

ANN, BEN = 101, 102
pytestmark = pytest.mark.carries("S21")


def heard(house: Office, before: int) -> list[str]:
    """What came to Ann since then, without edits and toasts."""
    return [row.message.text for row in house.sent[ANN][before:] if row.message.callback is None and row.edit is None]


async def snoozed(folder: Path) -> Office:
    """Ann has put her evening check-in off for an hour."""
    house = await office(folder, datetime(2026, 1, 5, 18, 0, tzinfo=UTC))
    await paired(house, (ANN, "Ann"), (BEN, "Ben"))
    await house.says(ANN, "/settings")
    for label in ("Evening check-in", "Yes, each evening", "Done"):
        await house.taps(ANN, label)
    while not any(button.label == "In an hour" for row in house.sent[ANN][-2:] for each in row.message.buttons for button in each):
        await house.passes(600)
    await house.taps(ANN, "In an hour")
    return house


@pytest.mark.parametrize("leaves", ["Open the note", "/stop"])
async def test_help_is_answered_at_once(tmp_path: Path, leaves: str) -> None:
    house = await snoozed(tmp_path)
    await house.passes(60)
    if leaves == "/stop":
        await house.says(ANN, leaves)
    else:
        await house.says(ANN, "/menu")
        await house.taps(ANN, leaves)
    before = len(house.sent[ANN])
    await house.says(ANN, "/sos")
    assert "emergency" in " ".join(heard(house, before))
    before = len(house.sent[ANN])
    await house.passes(2 * 3600)
    assert heard(house, before) == [], "the note was opened or put away: nothing announces it any more"
    await house.store.close()
