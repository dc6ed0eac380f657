"""Whoever stops, leaves or begins beside the other: what is on its way stays, and nobody learns of what the other prepares."""

from __future__ import annotations

from world import a_couple, a_world, begins, hours

from bot.authoring.stories import Member, World
from bot.talk import beginning

RULES = "Phones away while we talk"


def writing(undo: float = 10) -> tuple[World, Member, Member]:
    """Ann has written a letter to Ben, and looks at it before it is offered."""
    world = a_world(undo_seconds=undo)
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "apology")
    ann.taps("Yes, I would")
    for text in ("I hid the card.", "You stood there alone.", "It was my choice and it was wrong."):
        ann.says(text)
    ann.taps("Leave this out")
    ann.says("I show you the account on Sunday.")
    ann.taps("It is my own wish")
    ann.taps("No, nothing")
    return world, ann, ben


def test_stop_takes_back_what_was_tapped_a_moment_ago() -> None:
    world, ann, ben = writing()
    ann.taps("Offer it to Ben")
    ann.says("/stop")
    world.passes(hours(24 * 40))
    assert not any("written something" in line for line in ben.sees())


def test_exit_does_too() -> None:
    world, ann, ben = writing()
    ann.taps("Offer it to Ben")
    ann.says("/exit")
    world.passes(hours(24 * 40))
    assert not any("written something" in line for line in ben.sees())


def test_a_stopped_letter_can_be_begun_anew() -> None:
    _, ann, _ = writing()
    ann.says("/stop")
    person = ann.known.id
    ann.world.act(ann.user, lambda work: beginning.ask_for(work, person, "apology"), person)
    assert "Writing lasts" in ann.sees()[-1]


def test_stop_ends_an_invitation_that_was_put_off_to_the_evening() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    person = ann.known.id
    world.act(ann.user, lambda work: beginning.ask_for(work, person, "ground-rules"), person)
    ann.taps("Tomorrow evening")
    ann.says("/stop")
    world.passes(hours(48))
    assert ben.sees() == []


def test_nobody_learns_that_the_other_prepares_the_same() -> None:
    _, _, ben = writing()
    person = ben.known.id
    ben.world.act(ben.user, lambda work: beginning.ask_for(work, person, "apology"), person)
    assert "Writing lasts" in ben.sees()[-1]
    assert not any("open already" in line for line in ben.sees())


def test_a_part_that_ends_during_a_time_out_counts_when_they_come_back() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    person = ann.known.id
    world.act(ann.user, lambda work: beginning.ask_for(work, person, "ground-rules"), person)
    ann.taps("Now")
    ann.taps("Yes, let us choose")
    ben.taps("Yes, let us choose")
    ann.taps(RULES)
    ann.taps("Done")
    ann.taps("Nothing to add")
    ann.says("/timeout")
    ben.taps("We let each other finish")
    ben.taps("Done")
    ben.taps("Nothing to add")
    world.passes(hours(0.75))
    for one in (ann, ben):
        one.taps("I am ready")
    assert any("This is what you chose between you" in line for line in ann.sees())


def test_a_letter_that_was_offered_survives_a_cleared_chat() -> None:
    world, ann, ben = writing(undo=0)
    ann.taps("Offer it to Ben")
    assert any("written something" in line for line in ben.sees())
    ben.says("/exit")
    assert any(s.root.flow == "offered" for s in world.household(ben.user).sessions.values())


def test_the_menu_does_not_offer_itself() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    for _ in range(3):
        ann.says("/menu")
    assert not any("Go on with" in line for line in ann.sees())
    assert len(ann.known.aside) == 0
