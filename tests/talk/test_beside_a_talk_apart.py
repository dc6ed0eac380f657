"""A talk that both agreed to and that is led apart lasts for a day: each one's own evening comes all the same."""

from __future__ import annotations

import pytest

from tests.talk.test_schedules import a_day, at_home, nudges, sets, turns
from tests.world import Member, World, a_world, begins, flows_of

LETTERS = """
flow: letters
version: 1
title: Letters
summary: Each writes in their own time.
parties: [one, other]
place: {place}
initial: asked
states:
  asked:
    say: Shall we write to each other?
    agree: Yes
    within: 3h
    next: {{both: write, otherwise: done}}
  write:
    say: What would you write?
    ask: each
    save: letter
    next: done
    after: {{3d: done}}
  done:
    final: finished
"""


def writing(place: str) -> tuple[World, Member, Member]:
    world = a_world(flows_of(LETTERS.format(place=place)))
    ann, ben = at_home(world)
    for member in (ann, ben):
        sets(member, evening="20:30")
        turns(member, "evening-check-in")
    begins(ann, "letters")
    ann.taps("Now")
    ben.taps("Open")
    for member in (ann, ben):
        member.taps("Yes")
    assert any(s.agreed for s in world.household(ann.user).sessions.values())
    return world, ann, ben


@pytest.mark.parametrize(("place", "came"), [("apart", 1), ("together", 0)])
def test_the_check_in_waits_for_a_talk_together_and_not_for_one_apart(place: str, came: int) -> None:
    world, ann, ben = writing(place)
    before = {member.name: len(nudges(member)) for member in (ann, ben)}
    a_day(world, 0.5)
    for member in (ann, ben):
        assert len(nudges(member)) - before[member.name] == came


def test_the_answer_to_the_check_in_is_not_taken_for_the_letter() -> None:
    world, ann, ben = writing("apart")
    a_day(world, 0.5)
    seen = len(ben.sees())
    ann.taps("open")
    ann.taps("Light")
    letters = next(s for s in world.household(ann.user).sessions.values() if s.root.flow == "letters")
    assert "letter" not in str(letters.top.values)
    assert len(ben.sees()) == seen
