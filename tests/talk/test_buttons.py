"""Buttons: each tap is answered once; old ones and other people's change nothing."""

import pytest
from world import Member, World, a_couple, a_world, alone, begins, couple, flows_of

from bot.words.message import Button

CHOICE = """
flow: drink
version: 1
title: A drink
summary: Tea or water.
parties: [one, other]
place: apart
initial: put
states:
  put:
    say:
      one: Tea or water?
    ask: one
    choices: {tea: Tea, water: Water}
    to: other
    save: drink
    next: done
    after: {1d: over}
  done:
    say:
      one: Noted.
    after: {1d: over}
  over:
    final: finished
"""


def scene() -> tuple[World, Member, Member]:
    world = a_world(flows_of(CHOICE))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "drink")
    return world, ann, ben


def toasts(member: Member) -> list[str]:
    return [a.text for a in member.chat.arrivals if a.how == "toast"]


def test_a_tap_is_ticked_answered_once_and_its_buttons_go() -> None:
    world, ann, ben = scene()
    ann.taps("Tea")
    assert world.answered == ["tap1"]
    assert "[✓ Tea]" in " ".join(ann.sees()) or "[Tea]" in ann.sees()[0]
    assert ann.chat.labels() == []
    assert ben.sees() == ["Ann: Tea"]


def test_an_old_button_says_so_and_changes_nothing() -> None:
    world, ann, ben = scene()
    ann.taps("Tea")
    before = ann.sees(), ben.sees()
    ann.taps("Water", old=True)
    assert toasts(ann) == ["That question is closed."]
    assert (ann.sees(), ben.sees()) == before
    assert world.answered == ["tap1", "tap2"]


def test_the_partners_button_is_theirs() -> None:
    world, ann, ben = scene()
    button = ann.chat.button("Tea")
    assert button is not None
    world.pressed(ben.who, button, ben.place)
    assert toasts(ben) == ["This one is for Ann."]
    assert "[Tea]" in ann.sees()[0]


def test_a_strangers_hands_find_nothing() -> None:
    world, ann, ben = scene()
    eve = alone(world, "Eve")
    cleo, _ = couple(world, "Cleo", "Dan")
    button = ann.chat.button("Tea")
    assert button is not None
    before = ann.sees(), ben.sees()
    for other in (eve, cleo):
        world.pressed(other.who, button, other.place)
        assert toasts(other) == ["That question is closed."]
    assert (ann.sees(), ben.sees()) == before


@pytest.mark.parametrize(
    "data", ["", ".", "..", "!", "!open.", "!open.x", "!go.nope", "!held.send", "!nope", "-.-", "a.b.c", "x" * 64, "!chat.a.b"]
)
def test_made_up_buttons_are_answered_kindly(data: str) -> None:
    world, ann, _ = scene()
    world.pressed(ann.who, Button("x", data), ann.place)
    assert world.answered == ["tap1"]
