"""/stop in a talk led apart, while nobody is asked: whoever stopped hears nothing more of it, and the other sees silence."""

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, hours

LATER = """
flow: answer-later
version: 1
title: Answer later
summary: The other may answer later, and is asked again then.
parties: [one, other]
place: apart
initial: wish
states:
  wish:
    say:
      one: What do you wish?
    ask: one
    save: wish
    next: give
    after: {24h: over}
  give:
    share: [wish]
    with: other
    within: 24h
    next: {sent: answering, kept: over}
  answering:
    initial: answer
    after: {72h: closed}
    states:
      answer:
        say:
          other: What would you like to answer?
        ask: other
        to: one
        choices: {gladly: Gladly, not-this: Not this one}
        skip: Later
        save: reply
        next: {skip: wait, otherwise: over}
      wait:
        after: {20h: answer}
  closed:
    say:
      one: We leave it here for now.
    final: postponed
  over:
    final: finished
"""


def scene() -> tuple[World, Member, Member]:
    world = a_world(flows_of(LATER))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "answer-later")
    ann.says("a walk")
    ann.taps("Send to Ben")
    return world, ann, ben


def test_what_was_put_off_and_then_stopped_does_not_come_back() -> None:
    world, _, ben = scene()
    ben.taps("Later")
    ben.says("/stop")
    heard = ben.sees()
    world.passes(hours(80))
    assert ben.sees() == heard


@pytest.mark.parametrize("stops", ["before", "after", "never"])
def test_the_other_sees_the_same_as_of_silence(stops: str) -> None:
    world, ann, ben = scene()
    if stops == "before":
        ben.says("/stop")
    if stops == "after":
        ben.taps("Later")
        ben.says("/stop")
    world.passes(hours(71))
    before = ann.sees()
    world.passes(hours(2))
    assert [*before, "We leave it here for now."] == ann.sees()
    assert world.household(ann.user).sessions == {}
