"""`do: keep-level` and `clear-away`, and when the private safety check is offered.

Nothing here reaches anybody but the person: a level changes no screen, not even their own. The hour is drawn, because two people
who are asked at the same hour would look at each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from bot.couple.household import Person
from bot.flow import timing
from bot.talk.work import Work
from bot.words.message import Message

CHECK = "quiet-moment"
FIRST_DAYS = (2, 3)
FIRST_HOUR, LAST_HOUR = 10, 17
"""Local hours at which people are least often side by side on the sofa."""


def keep_level(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Keeps what it came to, or nothing, as they chose. Outcome: done."""
    person = work.person(person_id)
    kept = given.get("keep") == "sealed"
    person.level = (str(given.get("level")), work.now.date().isoformat()) if kept else None
    return "done", {}


def clear_away(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Takes the questions of the check out of the chat, as far as Telegram still lets the bot. Outcome: done."""
    person = work.person(person_id)
    for name in person.counters.get("traces", []):
        work.send(Message(person_id, edits=name, delete=True))
    person.counters = {k: v for k, v in person.counters.items() if k != "traces"}
    return "done", {}


def trace(work: Work, person_id: str, name: str) -> None:
    """A message that is to go when the check is over."""
    person = work.person(person_id)
    person.counters = {**person.counters, "traces": [*person.counters.get("traces", []), name]}


def offer(work: Work, person_id: str, days: tuple[int, int] = FIRST_DAYS) -> None:
    """Offers the check at a drawn hour of one of these days; an older offer of it that still waits gives way."""
    from bot.talk.beginning import begin

    if CHECK not in work.setting.flows.latest:
        return
    for session in [s for s in work.household.sessions.values() if s.root.flow == CHECK and s.people == [person_id]]:
        if len(session.frames) > 1:
            return
        work.drop_session(session.id)
    when = _drawn(work, work.household.people[person_id], days)
    begin(work, work.flow(CHECK), person_id, {"first": when.isoformat()})


def _drawn(work: Work, person: Person, days: tuple[int, int]) -> datetime:
    """A moment (UTC) on one of the days, between ten and five on their clock, and not in quiet hours."""
    chance = int.from_bytes(hashlib.sha256(work.draw.token().encode()).digest()[:6])
    first, last = days
    day = timing.local_date(work.now, person.zone or "UTC") + timedelta(days=first + chance % (last - first + 1))
    minutes = (chance >> 8) % ((LAST_HOUR - FIRST_HOUR) * 60)
    at = time(FIRST_HOUR + minutes // 60, minutes % 60).strftime("%H:%M")
    before = work.now.replace(hour=0, minute=0)
    when = timing.next_local(before, person.zone or "UTC", at, after_date=day - timedelta(days=1))
    return timing.quiet_end(when, person.zone or "UTC", person.quiet) if _quiet(when, person) else when


def _quiet(when: datetime, person: Person) -> bool:
    return timing.in_quiet(when, person.zone or "UTC", person.quiet)
