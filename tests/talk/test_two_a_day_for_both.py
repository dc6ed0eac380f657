"""What is for both keeps to two a day as well, by what both know of and by nothing that one of them got alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.flow.model import Flows
from tests.talk.test_schedules import a_day, a_question, a_weekly_talk, at_home, nudges, schedule_of, sets, turns
from tests.world import Member, World, a_world, flows_of, hours

BOTH = """
flow: {name}
version: 1
title: A question of both
parties: [one, other]
place: apart
schedule: {{every: day, at: "{at}", for: both}}
initial: ask
states:
  ask:
    say: Shall we {name}?
    agree: Yes
    within: 3h
    next: {{both: done, otherwise: done}}
  done:
    say: That was all.
    final: finished
"""


def of_both(count: int) -> Flows:
    return flows_of(*(BOTH.format(name=f"joint-{n}", at=f"20:{n}5") for n in range(count)))


def chosen(count: int) -> tuple[World, Member, Member]:
    """Both chose so many daily ones, on the evening before."""
    world = a_world(of_both(count))
    ann, ben = at_home(world)
    world.passes(hours(1))
    for n in range(count):
        for member in (ann, ben):
            turns(member, f"joint-{n}")
    return world, ann, ben


def test_the_third_of_a_day_waits_for_tomorrow() -> None:
    world, ann, ben = chosen(3)
    before = len(nudges(ann)), len(nudges(ben))
    a_day(world, 0.99)
    assert (len(nudges(ann)), len(nudges(ben))) == (before[0] + 2, before[1] + 2)
    assert schedule_of(ann, "joint-2").day == date(2026, 1, 7)


def test_an_hour_that_is_chosen_for_today_counts_from_tomorrow_whatever_either_of_them_got() -> None:
    def said(own: bool) -> list[str]:
        world = a_world(flows_of(a_question("plants", "20:05"), a_question("cats", "20:10")))
        ann, ben = at_home(world)
        for flow in ("plants", "cats") if own else ():
            turns(ann, flow)
        world.passes(hours(0.3))
        world.household(ann.user).done["ground-rules"] = world.now.isoformat()
        for member in (ben, ann):
            turns(member, "state-of-us", days="mon", at="20:45")
        before = len(nudges(ann))
        world.passes(hours(1))
        assert len(nudges(ann)) == before, "two came to Ann already, or might have"
        a_day(world)
        return [str(a) for a in ben.chat.arrivals]

    assert said(own=True) == said(own=False)


def test_an_hour_of_today_that_is_only_moved_stays_todays() -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    a_day(world, 5.5)
    turns(ben, "state-of-us", days="sun", at="19:00")
    assert schedule_of(ann, "state-of-us").day == date(2026, 1, 11)


def test_the_talk_of_the_week_moved_to_today_comes_tomorrow_and_then_each_week() -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    assert sets(ann, evening="20:15") == "done"
    turns(ben, "state-of-us", days="mon", at="20:30")
    assert schedule_of(ann, "state-of-us").day == date(2026, 1, 6)
    a_day(world, 2)
    assert schedule_of(ann, "state-of-us").day == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("far", "home"),
    [({"zone": "America/Los_Angeles"}, {"zone": "Europe/London"}), ({"quiet": ["17:00", "09:00"]}, {"quiet": ["22:00", "07:00"]})],
)
def test_what_jumps_onto_today_because_the_other_moves_or_sleeps_otherwise_counts_from_tomorrow(far, home) -> None:  # type: ignore[no-untyped-def]
    world = a_world(flows_of(a_question("plants", "11:00"), a_question("cats", "12:00")))
    ann, ben = at_home(world)
    sets(ben, evening="13:00")
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    for member in (ann, ben):
        turns(member, "state-of-us", days="sun", at="18:00")
    assert sets(ben, **far) == "done"
    for flow in ("plants", "cats"):
        turns(ann, flow)
    world.until(datetime(2026, 1, 11, 9, tzinfo=UTC))
    ann.says("hm")
    before = len(nudges(ann))
    world.until(datetime(2026, 1, 11, 13, tzinfo=UTC))
    assert sets(ben, **home) == "done"
    world.until(datetime(2026, 1, 11, 22, 59, tzinfo=UTC))
    assert len(nudges(ann)) - before == 2
    assert schedule_of(ann, "state-of-us").day == date(2026, 1, 12)


def test_on_a_date_that_one_has_twice_what_is_for_both_waits_for_the_next_whatever_came_the_first_time() -> None:
    def weekly_talk(own: bool) -> date | None:
        world = a_world(flows_of(a_question("plants", "18:00"), a_question("cats", "19:00")))
        ann, ben = at_home(world)
        world.household(ann.user).done["ground-rules"] = world.now.isoformat()
        sets(ann, zone="Pacific/Auckland")
        for member in (ann, ben):
            turns(member, "state-of-us", days="sun", at="18:00")
        for flow in ("plants", "cats") if own else ():
            turns(ann, flow)
        world.until(datetime(2026, 1, 11, 7, tzinfo=UTC))
        before = len(nudges(ann))
        assert sets(ann, zone="America/Los_Angeles") == "done"
        world.until(datetime(2026, 1, 12, 7, 59, tzinfo=UTC))
        assert len(nudges(ann)) == before, "her Sunday comes again"
        return schedule_of(ben, "state-of-us").day

    assert weekly_talk(own=True) == weekly_talk(own=False) == date(2026, 1, 12)


def test_a_flight_that_only_lengthens_the_day_makes_nothing_wait() -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    world.until(datetime(2026, 1, 11, 12, tzinfo=UTC))
    sets(ann, zone="America/New_York")
    before = len(nudges(ben))
    world.until(datetime(2026, 1, 11, 23, 59, tzinfo=UTC))
    assert len(nudges(ben)) > before
