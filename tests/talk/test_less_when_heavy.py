"""After something heavy, and in a couple's first two weeks, less is asked: nothing one liked, and nothing heavy before the night."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.couple import dosage
from bot.talk import nudging
from tests.talk.test_schedules import sets, turns
from tests.world import Member, World, a_couple, a_world, begins, hours

LIKED = ("noticed lately", "notice this week and like", "noticed and liked")
RULES = "ground-rules"
pytestmark = pytest.mark.carries("K12")


def two(days_here: float = 30, group: bool = False) -> tuple[World, Member, Member]:
    """Ann and Ben, Monday 20:00 in Berlin, with quiet hours from 22:00, so many days after both joined."""
    world = a_world()
    ann, ben = a_couple(world, group=group, discreet="off")
    world.household(ann.user).done[RULES] = world.now.isoformat()
    for member in (ann, ben):
        member.known.quiet = ("22:00", "07:00")
        member.known.consents = {**member.known.consents, "joint": (world.now - timedelta(days=days_here)).isoformat()}
    return world, ann, ben


def stopped_talk(world: World, ann: Member, ben: Member) -> None:
    """They begin to talk, and one of them stops it in the middle."""
    begins(ann, "i-statement")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, I have time")
    ben.says("/stop")


def light(ann: Member, ben: Member) -> str:
    """They are asked for a talk and want something light; what both then read."""
    begins(ann, "i-statement")
    ann.taps("Now")
    after = ann.world.acts
    for member in (ann, ben):
        member.taps("Only something light today")
    return "\n".join(str(a) for member in (ann, ben) for a in member.news(after))


def asked_what_they_liked(text: str) -> bool:
    return any(part in text for part in LIKED)


def test_on_a_calm_day_something_light_asks_what_one_liked() -> None:
    _, ann, ben = two()
    assert asked_what_they_liked(light(ann, ben))


@pytest.mark.parametrize(("after", "asked"), [(1, False), (23, False), (25, True)])
def test_for_a_day_after_a_talk_was_stopped_nobody_is_asked_what_they_liked(after: float, asked: bool) -> None:
    world, ann, ben = two()
    stopped_talk(world, ann, ben)
    world.passes(hours(after))
    assert asked_what_they_liked(light(ann, ben)) is asked


def test_a_talk_that_stands_on_no_ground_rules_is_stopped_without_weight() -> None:
    world, ann, ben = two()
    begins(ann, RULES)
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, let us choose")
    ben.says("/stop")
    assert "The talk stopped here" in ann.sees()[-1]
    assert not dosage.is_heavy_for_both(world.household(ann.user), world.now)
    assert not any(dosage.is_heavy(member.known, world.now) for member in (ann, ben))
    assert asked_what_they_liked(light(ann, ben))


def test_nor_after_a_time_out() -> None:
    _, ann, ben = two()
    begins(ann, "i-statement")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, I have time")
    ann.says("/timeout")
    ann.says("/stop")
    assert not asked_what_they_liked(light(ann, ben))


def test_nor_is_it_offered_at_the_end_of_a_talk() -> None:
    world, ann, ben = two()
    nudging_heavy(world, ann, ben)
    begins(ann, "state-of-us")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, I have time")
    for member in (ann, ben):
        assert not asked_what_they_liked(member.sees()[-1])
        assert "What went right" in member.sees()[-1]
        member.taps("Not this one")
    world.passes(hours(20))
    for member in (ann, ben):
        member.taps("Nothing this week")
    for member in (ann, ben):
        member.taps("None this week")
    for member in (ann, ben):
        member.taps("Gladly")
    assert any("That was your week" in text for text in ann.sees())
    assert not any("One thing I liked" in text for text in (*ann.sees(), *ben.sees()))


def test_a_check_in_that_the_stopped_talk_itself_put_off_is_light_the_next_evening() -> None:
    world, ann, ben = two()
    sets(ann, evening="20:30")
    turns(ann, "evening-check-in")
    begins(ann, "i-statement")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, I have time")
    world.passes(hours(0.25))
    ann.says("/timeout")
    world.passes(hours(24.5))
    assert any("Heavy day" in said for said in ann.sees())


def nudging_heavy(world: World, *members: Member) -> None:
    world.act(members[0].user, lambda work: nudging.heavy(work, *(m.known.id for m in members)), None)


def test_whoever_wants_to_say_thanks_by_themselves_always_can() -> None:
    world, ann, ben = two()
    stopped_talk(world, ann, ben)
    ann.says("/menu")
    ann.taps("One thing I liked")
    assert asked_what_they_liked(ann.sees()[-1])


@pytest.mark.carries("S6")
def test_a_heavy_day_of_one_alone_changes_nothing_for_the_other() -> None:
    world, ann, ben = two()
    nudging_heavy(world, ann)
    assert dosage.is_heavy(ann.known, world.now)
    assert not dosage.is_heavy_for_both(world.household(ann.user), world.now)
    assert asked_what_they_liked(light(ann, ben))


def test_getting_ready_alone_looks_at_ones_own_day() -> None:
    world, ann, ben = two()
    begins(ann, "state-of-us")
    ann.taps("Now")
    nudging_heavy(world, ann)
    for member in (ann, ben):
        member.taps("Yes, I have time")
    assert not asked_what_they_liked(ann.sees()[-1])
    assert asked_what_they_liked(ben.sees()[-1])


# -- the first two weeks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "asked"), [(0, False), (13.9, False), (14.1, True)])
def test_in_the_first_two_weeks_something_light_asks_nothing(days: float, asked: bool) -> None:
    _, ann, ben = two(days)
    assert asked_what_they_liked(light(ann, ben)) is asked


def test_what_one_liked_is_not_the_first_question_and_nothing_today_is_one_tap() -> None:
    _, ann, ben = two(1)
    begins(ann, "state-of-us")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, I have time")
    assert not asked_what_they_liked(ann.sees()[-1])
    ann.taps("Nothing today")
    assert "That was the part you do alone" in ann.sees()[-1]
    begins(ben, "three-questions")
    ben.taps("Nothing today")
    assert "Have a quiet evening" in ben.sees()[-1]


@pytest.mark.parametrize(("hour", "days", "begun"), [(20.9, 1, True), (21.1, 30, True), (21.1, 1, False)])
def test_a_heavy_talk_does_not_begin_in_the_last_hour_before_the_night(hour: float, days: float, begun: bool) -> None:
    world, ann, ben = two(days)
    begins(ann, "i-statement")
    ann.taps("Now")
    world.passes(hours(hour - 20))
    for member in (ann, ben):
        member.taps("Yes, I have time")
    assert any("One thing, in a few sentences" in text for text in ann.sees()) is begun
    assert any("It is late today" in text for text in ben.sees()) is not begun


def test_both_are_asked_again_the_next_evening_and_it_needs_both_yeses_anew() -> None:
    world, ann, ben = two(1)
    begins(ann, "i-statement")
    ann.taps("Now")
    world.passes(hours(1.5))
    for member in (ann, ben):
        member.taps("Yes, I have time")
    world.passes(hours(20))
    assert not any(s.agreed for s in world.household(ann.user).sessions.values())
    world.passes(hours(2.6))
    for member in (ann, ben):
        assert "[Yes, I have time]" in member.sees()[-1]
        member.taps("Yes, I have time")
    assert any("One thing, in a few sentences" in text for text in ann.sees())


@pytest.mark.carries("S6")
@pytest.mark.parametrize("does", [None, "/stop"])
def test_who_stops_before_that_is_asked_no_more_and_the_other_sees_the_same_as_silence(does: str | None) -> None:
    seen = []
    for act in (None, does):
        world, ann, ben = two(1)
        begins(ann, "i-statement")
        ann.taps("Now")
        world.passes(hours(1.5))
        for member in (ann, ben):
            member.taps("Yes, I have time")
        after = world.acts
        if act is not None:
            ben.says(act)
        world.passes(hours(30))
        seen.append([(a.how, str(a)) for a in ann.news(after)])
    assert seen[0] == seen[1]
    assert any("Yes, I have time" in text for _, text in seen[0])


def test_late_by_ones_own_clock_only_tomorrow_is_offered() -> None:
    world, ann, _ = two(1)
    world.passes(hours(1.2))
    begins(ann, "i-statement")
    assert "It is late today for a talk like this" in ann.sees()[-1]
    assert "[Tomorrow evening] [Not at all]" in ann.sees()[-1]
    assert "[Now]" not in ann.sees()[-1]


@pytest.mark.carries("S27")
def test_the_others_night_is_not_told_to_whoever_asks() -> None:
    _, ann, ben = two(1)
    ben.known.quiet = ("20:30", "07:00")
    begins(ann, "i-statement")
    assert "[Now] [This evening] [Tomorrow evening] [Not at all]" in ann.sees()[-1]


def test_what_is_not_heavy_may_begin_late() -> None:
    world, ann, ben = two(1)
    world.passes(hours(1.5))
    begins(ann, "ground-rules")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes, let us choose")
    assert any("Phones away" in text for text in ann.sees())
