"""[Not this one]: a button leaves out the date it was shown for, and no other."""

from __future__ import annotations

from datetime import date

from tests.talk.test_schedules import a_day, a_question, at_home, evenings, nudges, schedule_of, turns
from tests.world import Member, a_world, begins, flows_of, hours


def test_tapped_twice_it_leaves_out_one_date_and_brings_none_back() -> None:
    world, ann, _ = evenings("20:30")
    ann.says("/when")
    ann.taps("Not this one")
    ann.taps("Not this one")
    assert ann.chat.arrivals[-1].text == "That question is closed."
    assert schedule_of(ann).day == date(2026, 1, 6)
    world.passes(hours(2))
    assert nudges(ann) == []
    a_day(world)
    assert len(nudges(ann)) == 1


def test_the_next_one_can_be_left_out_as_well_and_the_first_stays_out() -> None:
    world, ann, _ = evenings("20:30")
    for _ in range(2):
        ann.says("/when")
        ann.taps("Not this one")
    assert schedule_of(ann).day == date(2026, 1, 7)
    a_day(world, 2)
    assert nudges(ann) == []
    a_day(world)
    assert len(nudges(ann)) == 1


def test_a_button_from_another_day_leaves_out_nothing() -> None:
    world, ann, _ = evenings("20:30")
    ann.says("/when")
    a_day(world)
    before = schedule_of(ann).day
    ann.taps("Not this one")
    assert ann.chat.arrivals[-1].text == "That question is closed."
    assert schedule_of(ann).day == before


def test_what_comes_once_is_gone_when_it_is_left_out() -> None:
    world, ann, _ = evenings(flows=flows_of(a_question("plants")))
    turns(ann, "evening-check-in", "off")
    turns(ann, "plants", **{"in": 3, "at": "19:30"})
    ann.says("/when")
    ann.taps("Not this one")
    assert not _of(ann, "plants")
    ann.taps("Not this one")
    assert ann.chat.arrivals[-1].text == "That question is closed."
    a_day(world, 10)
    assert nudges(ann) == []


def test_who_names_other_days_afterwards_gets_these() -> None:
    _, ann, _ = evenings("20:30")
    turns(ann, "evening-check-in", days="sun")
    ann.says("/when")
    ann.taps("Not this one")
    assert schedule_of(ann).day == date(2026, 1, 18)
    turns(ann, "evening-check-in", days="day")
    assert schedule_of(ann).day == date(2026, 1, 5)


def _of(member: Member, flow: str) -> list[str]:
    return [s.id for s in member.world.household(member.user).schedules.values() if s.flow == flow]


def test_of_two_promises_each_is_told_apart_by_its_words() -> None:
    world = a_world()
    ann, _ = at_home(world)
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    for words in ("I cook on Mondays", "I say when I come home later than I said, before it is that late"):
        begins(ann, "promise")
        ann.says(words)
        ann.taps("Every day")
        ann.taps("Send to")
    ann.says("/when")
    shown = ann.sees()[-1]
    assert "I cook on Mondays:" in shown
    assert "I say when I come home" in shown
    ann.taps("Not this one: I cook")
    ann.says("/when")
    assert shown.count("I cook") == ann.sees()[-1].count("I cook")
