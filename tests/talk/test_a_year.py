"""A year of many people: they travel, sleep otherwise, fall silent, come back, go on holiday, and the bot is down now and then.

The real turns, one after the other, with every schedule at its moment. What is counted is what was sent: nothing that nobody's act
caused in anybody's quiet hours, never more than two a day that the bot begins, one a date of each schedule, and no wording twice within 30 days. A few
people run always, a thousand with `make long`.
"""

from __future__ import annotations

import random  # noqa: TID251 - seeded: the same year each time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from bot.clock import SeededDraw
from bot.couple.dosage import A_DAY
from bot.couple.household import Entry, Household, Person, Schedule
from bot.flow import timing
from bot.flow.values import Value
from bot.talk.acts import ACTS
from bot.talk.heard import Began, Due, Where, Who, Wrote
from bot.talk.planning import replan_all, rooms
from bot.talk.result import Turn
from bot.talk.turn import take_turn
from bot.talk.work import Setting, Work
from bot.words.message import Message
from tests.world import shipped

START = datetime(2026, 11, 23, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Auckland")
DAY = timedelta(days=1)
FLIGHT, SILENCE, HOLIDAY, DOWN, CHANGE = 0.01, 0.03, 0.005, 0.01, 0.02
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Sent = tuple[datetime, str, date, str]


class Year:
    """One household through a year. `sent` is (moment, person, their date, wording)."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.setting, self.draw = Setting(shipped(), spread=600), SeededDraw(number)
        people = {id: self._person(id, 2 * number + n) for n, id in enumerate(("ann", "ben"))}
        at = START.isoformat()
        schedules = {f"e-{id}": Schedule(f"e-{id}", "evening-check-in", id) for id in people}
        schedules["w"] = Schedule("w", "state-of-us", "ann", "18:00", (6,), every="days", whom="both", yes=("ann", "ben"))
        first = date(2026, 11, 25)
        schedules["m"] = Schedule("m", "monthly-look", "ben", "18:00", every="month", first=first, whom="both", yes=("ann", "ben"))
        for id in people:
            schedules[f"n-{id}"] = Schedule(f"n-{id}", "heavy-day", id, "19:00", every="week", first=first)
            schedules[f"l-{id}"] = Schedule(f"l-{id}", "weekly-look", id, "17:00", (6,), every="days")
            schedules[f"p-{id}"] = Schedule(f"p-{id}", "promise-check", id, every="week", first=first, given={"entry": f"p-{id}"})
            schedules[f"r-{id}"] = Schedule(f"r-{id}", "ritual-time", id, given={"entry": "r"})
        self.home = Household("h", 7, people, schedules=schedules, done={"ground-rules": at}, revision=1, entries=_entries(people))
        self.sent, self.silent, self.skipped = list[Sent](), dict.fromkeys(people, 0), 0
        self.now = START

    def _person(self, id: str, user: int) -> Person:
        zone, evening = self.random.choice(ZONES), f"{self.random.randrange(17, 22)}:{self.random.randrange(60):02}"
        at = START.isoformat()
        return Person(id, user + 1, id.title(), zone=zone, evening=evening, started=True, adult=True, done={"welcome": at},
                      consents={"start": at, "joint": at})  # fmt: skip

    def run(self, days: int) -> None:
        self._turn(self._replanned())
        for n in range(days):
            start = START + n * DAY
            for at, act in sorted(self._acts(start), key=lambda one: one[0]):
                self._until(at)
                act()
            self._until(start + DAY)

    def _acts(self, start: datetime) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """What happens on a day, each at a moment of its own: people fly, sleep otherwise, fall silent for weeks, go on holiday, or

        say a word; and now and then the bot is down.
        """
        if self.random.random() < DOWN:
            yield start, partial(self._is_down, start + DAY)
        for id in self.home.people:
            self.silent[id] = max(0, self.silent[id] - 1)
            often = ((FLIGHT, self._flies), (HOLIDAY, self._rests), (CHANGE, self._another_hour), (CHANGE, self._sleeps))
            for chance, act in (*often, (SILENCE, self._falls_silent), (1.0, self._says_a_word)):
                if self.random.random() < chance:
                    yield start + self.random.random() * DAY, partial(act, id)

    def _is_down(self, end: datetime) -> None:
        self.now = min(end, self.now + timedelta(hours=self.random.uniform(1, 20)))

    def _replanned(self) -> Turn:
        work = Work(self.home, self.setting, self.now, self.draw)
        for id in list(work.household.schedules):
            work.schedule(id)
        replan_all(work, rooms(work))
        return work.turn()

    def _flies(self, id: str) -> None:
        self._sets(id, zone=self.random.choice(ZONES))

    def _sleeps(self, id: str) -> None:
        """Other quiet hours, or none; where the evening hour would lie in them, it stays as it was."""
        hours = (f"{self.random.randrange(20, 24)}:{self.random.randrange(60):02}", f"0{self.random.randrange(5, 10)}:00")
        self._sets(id, quiet=self.random.choice((hours, None)))

    def _rests(self, id: str) -> None:
        self._sets(id, away=str(timing.local_date(self.now, self.home.people[id].zone) + 7 * DAY))

    def _sets(self, id: str, **given: object) -> None:
        work = Work(self.home, self.setting, self.now, self.draw)
        ACTS["set"](work, id, given)
        self._turn(work.turn())

    def _falls_silent(self, id: str) -> None:
        self.silent[id] = self.random.randrange(1, 40)

    def _says_a_word(self, id: str) -> None:
        if not self.silent[id]:
            who, where = Who(self.home.people[id].user, id.title()), Where(self.home.people[id].user, True)
            self._turn(take_turn(self.home, Wrote(who, where, "hm", self.now), self.setting, self.now, self.draw))

    def _another_hour(self, id: str) -> None:
        """Something of one's own, or of both, gets another day and hour."""
        flow = self.random.choice(("state-of-us", "monthly-look", "weekly-look"))
        given = {"flow": flow, "state": "on", "at": f"{self.random.randrange(12, 21)}:00"}
        given |= {} if flow == "monthly-look" else {"days": self.random.choice(DAYS)}
        work = Work(self.home, self.setting, self.now, self.draw)
        ACTS["schedule"](work, id, given)
        self._turn(work.turn())

    def _until(self, end: datetime) -> None:
        while (event := self._next()) is not None and event[0] <= end:
            self.now = max(self.now, event[0])
            self._turn(take_turn(self.home, event[2], self.setting, self.now, self.draw), by_itself=True)
        self.now = max(self.now, end)

    def _next(self) -> tuple[datetime, int, Began | Due] | None:
        return min(self._events(), default=None, key=lambda one: one[:2])

    def _events(self) -> Iterator[tuple[datetime, int, Began | Due]]:
        for s in self.home.schedules.values():
            if s.due is not None:
                yield s.due, 1, Began(s.id)
        for session in self.home.sessions.values():
            for timer in session.timers():
                yield timer.due, 0, Due(session.id, timer.visit, timer.name)

    def _turn(self, turn: Turn, by_itself: bool = False) -> None:
        self.home = turn.household
        for message in turn.messages if by_itself else ():
            self._came(message)

    def _came(self, message: Message) -> None:
        """What nobody's act caused rings in nobody's quiet hours; what the bot begins is counted."""
        if message.edits is not None or message.silent:
            return
        person = self.home.people[message.to]
        at = message.not_before or self.now
        assert not timing.in_quiet(at, person.zone, person.quiet), (person, at)
        if message.until is not None:
            self.sent.append((at, person.id, timing.local_date(at, person.zone), message.text))


def _entries(people: Iterable[str]) -> dict[str, Entry]:
    """A promise of each, and a ritual that both chose."""
    promises = [Entry(f"p-{id}", "promises", Value("to call"), START, id, "open") for id in people]
    return {e.id: e for e in (*promises, Entry("r", "rituals", Value("a walk"), START, "ann", "open"))}


def judge(year: Year) -> None:
    per_day = Counter((person, day) for _, person, day, _ in year.sent)
    assert max(per_day.values(), default=0) <= A_DAY
    for id in year.home.people:
        last: dict[str, date] = {}
        for _, person, day, words in year.sent:
            if person == id:
                assert words not in last or day - last[words] >= timedelta(days=30), (id, words, day)
                last[words] = day


def many(count: int, days: int) -> str:
    nudges = 0
    for number in range(count // 2):
        year = Year(number)
        year.run(days)
        judge(year)
        nudges += len(year.sent)
    return f"{count} people, {days} days: {nudges} begun, 0 in quiet hours, 0 over {A_DAY} a day, 0 wordings twice within 30 days"


def test_a_few_people_for_two_months() -> None:
    assert "0 over" in many(8, 60)


@pytest.mark.long
def test_a_thousand_people_for_a_year() -> None:
    print("\n" + many(1000, 365))
