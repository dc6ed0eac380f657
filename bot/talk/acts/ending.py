"""`do: last-day`: how long something stands is a day that both can read before they say yes to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.flow import timing
from bot.flow.values import a_day
from bot.talk.work import Work

LONGEST = 90
"""Days: what shows one of two to the other ends after three months at the latest (S16), and the bot cannot tell what does."""


def last_day(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Gives `until`: the day in `days` days, 1 to 90, counted from this person's own date. Outcome: done."""
    asked = given.get("days")
    days = min(max(asked if isinstance(asked, int) else LONGEST, 1), LONGEST)
    today = timing.local_date(work.now, work.household.people[person_id].zone or "UTC")
    return "done", {"until": a_day(today + timedelta(days=days))}
