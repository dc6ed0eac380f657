"""A ritual is a kindness and no duty: the check-in goes before it, and on a heavy day it does not come."""

from __future__ import annotations

from bot.talk import nudging
from tests.talk.test_schedules import a_day, evenings, hours
from tests.world import Member, World, begins


def with_rituals(*which: str) -> tuple[World, Member, Member]:
    """Both have chosen these for every day, beside the evening check-in."""
    world, ann, ben = evenings("21:00", "21:00")
    for member in (ann, ben):
        member.known.discreet = "off"
    for one in which:
        begins(ann, "ritual")
        ann.taps("Now")
        ann.taps("Yes, let us choose")
        ben.taps("Yes, let us choose")
        ann.taps(one)
        ben.taps("Yes, gladly")
        for member in (ann, ben):
            member.taps("Every day")
        world.passes(300)
    return world, ann, ben


def came(world: World, ann: Member, days: float) -> list[str]:
    before = len(ann.chat.arrivals)
    a_day(world, days)
    return [a.text for a in ann.chat.arrivals[before:]]


def test_with_two_daily_rituals_the_check_in_still_comes() -> None:
    world, ann, _ = with_rituals("A walk", "A warm drink")
    world.passes(hours(12))
    got = []
    for _ in range(7):
        ann.says("hello")
        got += came(world, ann, 1)
    assert sum("How was the day" in text for text in got) == 7
    assert sum("Only if it suits" in text for text in got) == 7, "and one of the two has room beside it"


def test_on_a_heavy_day_no_ritual_comes() -> None:
    world, ann, ben = with_rituals("A walk")
    people = (ann.known.id, ben.known.id)
    world.act(ann.user, lambda work: nudging.heavy(work, *people), None)
    got = came(world, ann, 0.2)
    assert any("Heavy day" in text for text in got)
    assert not any("Only if it suits" in text for text in got)
