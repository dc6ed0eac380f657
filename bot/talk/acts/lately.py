"""`do: lately`: how things stand before somebody is asked what they liked: calm, after something heavy, or in the first weeks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.couple import dosage
from bot.talk.work import Work


def lately(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Tells how heavy the last days were.

    Outcomes: calm (and whenever somebody began this talk for its own sake), heavy (less than a day ago), early (in the first two
    weeks). A talk of two looks at what both know of, a talk with oneself at one's own.
    """
    session = work.within[-1]
    if session.by == person_id and session.parent is None and len(session.frames) == 1:
        return "calm", {}
    if len(session.people) > 1:
        heavy = dosage.is_heavy_for_both(work.household, work.now)
    else:
        heavy = dosage.is_heavy(work.household.people[person_id], work.now)
    return ("heavy" if heavy else "early" if dosage.is_early(work.household, work.now) else "calm"), {}
