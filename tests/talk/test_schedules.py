"""What begins by itself: each at their own hour, once a day, never late at night, and nothing of the other's shows."""

import msgspec
from world import Member, World, a_couple, a_world, hours

from bot.talk.acts.scheduling import schedule
from bot.talk.work import Work


def evenings(ann_at: str, ben_at: str) -> tuple[World, Member, Member]:
    world = a_world()
    ann, ben = a_couple(world)
    for member, at in ((ann, ann_at), (ben, ben_at)):
        person = member.known
        person.evening = at

        def on(work: Work, id: str = person.id) -> None:
            schedule(work, id, {"flow": "evening-check-in", "state": "on"})

        world.act(member.user, on, person.id)
    return world, ann, ben


def test_each_is_asked_at_their_own_hour() -> None:
    world, ann, ben = evenings("20:30", "21:15")
    world.passes(hours(0.75))
    assert ann.sees() == ["A note for you. [Open]"]
    assert ben.sees() == []
    world.passes(hours(0.75))
    assert ben.sees() == ["A note for you. [Open]"]
    assert len(world.household(ann.user).sessions) == 3


def test_the_next_evening_it_begins_again_and_there_is_still_one_note() -> None:
    world, ann, _ = evenings("20:30", "20:30")
    world.passes(hours(24 * 3))
    assert ann.sees() == ["A note for you. [Open]"]


def test_a_pause_lets_nothing_begin() -> None:
    world, _ann, ben = evenings("20:30", "20:30")
    ben.says("/pause")
    before = ben.sees()
    world.passes(hours(48))
    assert ben.sees() == before


def test_a_household_that_came_in_is_never_changed() -> None:
    world, ann, _ = evenings("20:30", "20:30")
    home = world.household(ann.user)
    before = msgspec.json.encode(home)
    world.passes(hours(2))
    assert msgspec.json.encode(home) == before
