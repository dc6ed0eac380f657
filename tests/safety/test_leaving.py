"""Leaving: at once for whoever leaves, for the other when they chose it, and until then it looks like any silence."""

import pytest
from world import Member, World, a_couple, a_world, begins, stranger

pytestmark = pytest.mark.carries("S29", "K8")


def leaves(member: Member, when: str) -> None:
    member.says("/leave")
    member.taps("Go on")
    member.taps(when)


def test_it_begins_with_a_quiet_word_and_people_to_call() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    ann.says("/leave")
    card = ann.sees()[-1]
    assert "talk to somebody before" in card
    assert "findahelpline.com" in card
    ann.taps("Not now")
    assert world.household(ann.user).paired
    assert ben.chat.arrivals == []


def test_now_means_at_once_and_the_other_hears_with_help_beside_it() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    leaves(ann, "Now")
    assert "Done." in ann.sees()[-1]
    assert not world.household(ann.user).paired
    world.passes(1)
    ben.opens()
    assert "The shared space is closed" in ben.sees()[-1]
    ben.taps("Nobody")
    assert any("findahelpline.com" in line for line in ben.sees())
    assert not world.household(ben.user).paired
    assert world.household(ann.user).id != world.household(ben.user).id


def test_the_next_day_they_are_asked_once_and_never_again() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    leaves(ann, "Now")
    world.passes(1)
    ben.opens()
    ben.taps("Yes")
    before = len(ben.chat.arrivals)
    world.passes(86400)
    ben.opens()
    assert "How are you today?" in ben.sees()[-1]
    world.passes(86400 * 40)
    asked = [a for a in ben.chat.arrivals[before:] if "How are you" in a.text]
    assert len([a for a in asked if a.how == "said"]) == 1


def test_in_24_hours_and_never_in_quiet_hours() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    ben.known.quiet = ("19:00", "23:30")
    leaves(ann, "In 24 hours")
    world.passes(24 * 3600)
    assert ben.chat.arrivals == []
    world.passes(4 * 3600)
    ben.opens()
    assert "closed" in ben.sees()[-1]


def test_never_looks_like_somebody_who_does_not_answer() -> None:
    def played(leave: bool) -> list[tuple[str, str]]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        if leave:
            leaves(ann, "Never")
        begins(ben, "ground-rules")
        ben.taps("Now")
        ben.taps("Yes")
        world.passes(3 * 86400)
        ben.says("/menu")
        return [(a.how, str(a)) for a in ben.chat.arrivals if a.visible]

    assert played(True) == played(False)


def test_what_was_private_leaves_and_what_was_shared_stays_with_both() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "apology")
    ann.taps("Yes, I")
    ann.says("the-secret-draft")
    leaves(ann, "Never")
    mine, theirs = world.household(ann.user), world.household(ben.user)
    assert "the-secret-draft" not in repr([f.values for s in theirs.sessions.values() for f in s.frames])
    assert ann.known.id not in theirs.people
    assert list(mine.people) == [ann.known.id]


def test_both_can_be_a_pair_again_with_anybody() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    leaves(ann, "Now")
    world.passes(1)
    for member in (ann, ben):
        assert "Invite your partner" in labels(world, member)


def test_whoever_stays_behind_an_empty_place_may_leave_it_too() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    leaves(ann, "Never")
    leaves(ben, "Now")
    assert not world.household(ben.user).paired
    assert "Invite your partner" in labels(world, ben)


def test_alone_there_is_nothing_to_leave() -> None:
    world = a_world()
    eve = stranger(world, "Eve")
    eve.says("/leave")
    assert "You share nothing" in eve.sees()[-1]


def test_in_a_talk_that_runs_it_works_all_the_same_and_the_talk_ends_by_its_own_deadline() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "i-statement")
    ann.taps("Now")
    ann.taps("Yes")
    ben.taps("Yes")
    leaves(ann, "Never")
    before = len(ben.news(0))
    world.passes(60)
    assert len(ben.news(0)) == before
    world.passes(7 * 3600)
    assert "We leave it here" in ben.sees()[-1]


def labels(world: World, member: Member) -> str:
    member.says("/menu")
    return " ".join(member.sees())
