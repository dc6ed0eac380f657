"""The evening stays the evening when the clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from acceptance.driver import Person, Scene, Time, pair, undiscreet
from acceptance.town import Town

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(params=["2026-03-29", "2026-10-25"])
def sunday(request: pytest.FixtureRequest) -> datetime:
    """A Sunday on which the clocks of Berlin change."""
    return datetime.fromisoformat(request.param)


@pytest.fixture
def scene(sunday: datetime, tmp_path: Path, logs: Path) -> Iterator[Scene]:
    """A town that begins on the Saturday before."""
    town = Town(tmp_path, logs, begins=(sunday - timedelta(days=1)).replace(hour=9, tzinfo=UTC))
    try:
        yield Scene(town)
    finally:
        town.close()


def test_one_question_an_evening_at_the_same_hour(ann: Person, ben: Person, scene: Scene, time: Time, sunday: datetime) -> None:
    pair(ann, ben)
    undiscreet(ann)
    ann.says("/settings")
    ann.taps("Evening check-in", "Yes, each evening", "Done")
    time.passes(hours=72)
    said = [m for m in scene.town.look("transcript") if m["to"] == "Ann" and "How was the day?" in (m["text"] or "")]
    hours = [f"{datetime.fromisoformat(m['at']).astimezone(BERLIN):%m-%d %H}" for m in said]
    assert hours == [f"{sunday + timedelta(days=n):%m-%d} 20" for n in (-1, 0, 1)]
