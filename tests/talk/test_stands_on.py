"""Who chooses a talk that stands on another is told so, finds it in no list until that is done, and then it comes."""

from __future__ import annotations

from datetime import date

from bot.couple.calendar import coming
from tests.talk.test_schedules import at_home, schedule_of, turns
from tests.talk.test_two_a_day_for_both import BOTH
from tests.world import Member, World, a_world, begins, flows_of, hours

FIRST = "This stands on something you two do first"


def without_rules() -> tuple[World, Member, Member]:
    world = a_world()
    ann, ben = at_home(world)
    for member in (ann, ben):
        member.known.discreet = "off"
    world.household(ann.user).done.pop("ground-rules", None)
    return world, ann, ben


def chose(ann: Member, ben: Member) -> None:
    for member in (ann, ben):
        turns(member, "state-of-us", days="sun", at="18:00")


def test_each_hears_what_comes_first_when_they_choose_it() -> None:
    _, ann, ben = without_rules()
    turns(ann, "state-of-us", days="sun", at="18:00")
    assert FIRST in ann.sees()[-1]
    assert not any(FIRST in said for said in ben.sees()), "what one chooses alone shows to nobody"
    turns(ben, "state-of-us", days="sun", at="18:00")
    assert FIRST in ben.sees()[-1]


def test_until_then_it_stands_in_no_list() -> None:
    world, ann, ben = without_rules()
    chose(ann, ben)
    ann.says("/when")
    assert "Our week" not in ann.sees()[-1]
    assert coming(world.household(ann.user), ann.known.id, world.now, 30) == []


def test_when_that_is_done_it_comes_from_the_next_date_on() -> None:
    first = BOTH.format(name="first", at="20:30")
    second = BOTH.format(name="second", at="20:45").replace("place: apart", "place: apart\nneeds: [first]")
    world = a_world(flows_of(first, second))
    ann, ben = at_home(world)
    for member in (ann, ben):
        member.known.discreet = "off"
        turns(member, "second")
    assert schedule_of(ann, "second").due is None
    begins(ann, "first")
    for member in (ann, ben):
        if "Now" in member.chat.labels():
            member.taps("Now")
        member.taps("Yes")
    assert schedule_of(ann, "second").day == date(2026, 1, 6), "today has its two already, for all that either knows"
    assert all(any("First time: Tuesday" in str(a) for a in member.chat.arrivals) for member in (ann, ben))
    world.passes(hours(25))
    assert any("Shall we second?" in said for said in ben.sees())
