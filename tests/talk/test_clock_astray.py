"""A clock that stood a year ahead and is right again silences nothing: what was used up in that year is not used up."""

from __future__ import annotations

from datetime import timedelta

from bot.talk.heard import Posted
from tests.talk.test_schedules import evenings, nudges, schedule_of, sets
from tests.world import Member, World, hours


def stood_wrong() -> tuple[World, Member]:
    """The evening's check-in came, the clock jumped a year and almost two days passed there; it is the same evening again, 21:30."""
    world, ann, _ = evenings("20:30", "20:30")
    world.passes(hours(1))
    right = world.now
    world.now = right + timedelta(days=365)
    world.passes(hours(43))
    assert schedule_of(ann).last.year == 2027  # type: ignore[union-attr]
    world.now = right + timedelta(minutes=30)
    return world, ann


def comes_daily(world: World, ann: Member) -> bool:
    before = len(nudges(ann))
    for _ in range(3):
        ann.says("/menu")
        world.passes(hours(24))
    return len(nudges(ann)) == before + 3


def test_it_comes_again_from_a_word_of_theirs_on() -> None:
    world, ann = stood_wrong()
    assert comes_daily(world, ann)


def test_it_comes_again_from_a_changed_hour_on() -> None:
    world, ann = stood_wrong()
    sets(ann, evening="20:45")
    due = schedule_of(ann).due
    assert due is not None
    assert due < world.now + timedelta(days=1)
    assert comes_daily(world, ann)


def test_it_comes_again_when_all_moments_are_worked_out_anew() -> None:
    world, ann = stood_wrong()
    world.hear(ann.user, Posted("zones", {}))
    assert comes_daily(world, ann)
