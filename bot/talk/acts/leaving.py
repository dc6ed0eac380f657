"""`do: leave`, `forget`, `close` and what they need: one-sided, at once, and without anybody's approval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.couple.household import Person
from bot.flow import timing
from bot.talk import clearing, phrases, safety
from bot.talk.work import Parting, Work

PHRASE = "forget me"
LATER = {"now": timedelta(0), "24h": timedelta(hours=24)}


def standing(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Whether this person is one of a couple. Outcomes: paired, alone."""
    return ("paired" if work.household.paired else "alone"), {}


def lines(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """People to call in this person's country, as `lines`. Outcome: done."""
    return "done", {"lines": safety.lines(work, work.household.people[person])}


def host(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Who could read along with effort, as `host`; louder where one of the two runs the bot. Outcome: done."""
    text = phrases.HOST_PARTNER if work.setting.host_is_partner else phrases.HOST_OTHER
    return "done", {"host": work.audience(person).tongue(text)}


def leave(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Leaves the couple; `tell` is now, 24h or never. Outcomes: done, alone."""
    if not work.household.paired:
        return "alone", {}
    work.parting = Parting(person, _when(work, person, str(given.get("tell"))))
    return "done", {}


def forget(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Everything of this person goes; needs the typed phrase. Outcomes: done, wrong."""
    if " ".join(str(given.get("phrase", "")).lower().split()).strip(".!\"'“”") != PHRASE:
        return "wrong", {}
    when = _when(work, person, str(given.get("tell"))) if work.household.paired else None
    work.parting = Parting(person, when, True, given.get("shared") == "keep")
    clearing.clear(work, work.household.people[person])
    return "done", {}


def close(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The moment at which the other hears: the shared space is over here as well. Outcome: done."""
    from bot.talk.leaving import dissolve

    place = work.household.partner(person)
    if place is not None and place.gone:
        dissolve(work, place.id)
    return "done", {}


def _when(work: Work, person: str, tell: str) -> datetime | None:
    """When the other hears: never in their quiet hours."""
    other = work.household.partner(person)
    if other is None or tell not in LATER:
        return None
    return _waking(work.now + LATER[tell], other)


def _waking(at: datetime, other: Person) -> datetime:
    zone = other.zone or "UTC"
    return timing.quiet_end(at, zone, other.quiet) if timing.in_quiet(at, zone, other.quiet) else at
