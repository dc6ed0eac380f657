"""Something that is not said yet: told in private it stays there, and nothing that it would make untrue goes to the other."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, hours, shipped

from bot.couple.keeping import UNSAID, Limits, outdated
from bot.flow.vouching import RELIED_ON
from bot.talk.exporting import as_json, gathered
from bot.talk.work import Work

pytestmark = pytest.mark.carries("S38")
TELLS = "I am still seeing her every week and he does not know."
FIRST = "nothing has gone anywhere"


def seen(member: Member) -> list[str]:
    return [str(a) for a in member.chat.arrivals]


def writes(author: Member, tells: bool = False) -> None:
    """An apology, up to the tap that would offer it."""
    begins(author, "apology")
    author.taps("Yes, I would")
    for text in ("I hid the card.", "It hurt you.", TELLS if tells else "It was my choice."):
        author.says(text)
        if author.chat.button("Leave it so"):
            author.taps("Leave it so")
    author.taps("Leave this out")
    author.says("I show you the account.")
    author.taps("It is my own wish")
    author.taps("Rather not say")


# -- told -------------------------------------------------------------------------------------------------


def test_told_in_private_it_is_answered_once_and_only_the_moment_is_kept() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    for _ in range(2):
        ann.says(TELLS)
    assert len([line for line in ann.sees() if "That stays here, with you" in line]) == 1
    assert ann.known.unsaid == world.now
    assert TELLS not in repr(world.household(ann.user)) + json.dumps(exported(ann))
    assert ben.known.unsaid is None
    assert seen(ben) == []


def exported(member: Member) -> dict[str, object]:
    world = member.world
    found = gathered(Work(world.household(member.user), world.setting, world.now, world.draw), member.known)
    return json.loads(as_json(found))  # type: ignore[no-any-return]


def test_an_export_does_not_tell_of_it_because_it_may_be_read_by_somebody_else() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    before = exported(ann), exported(ben)
    ann.says(TELLS)
    assert (exported(ann), exported(ben)) == before


def test_a_text_that_is_meant_for_the_other_is_about_to_be_said() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "appreciation")
    ann.says(TELLS)
    assert ann.known.unsaid is None


def test_danger_comes_first() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    ann.says(f"I want to kill myself. {TELLS}")
    assert "findahelpline" in ann.sees()[-1]
    assert ann.known.unsaid is None


def test_it_lapses_after_ninety_days_and_goes_with_whoever_leaves_or_is_forgotten() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    ann.says(TELLS)
    ann.known.typed = []
    home = world.household(ann.user)
    assert not outdated(home, world.now + UNSAID, Limits())
    assert outdated(home, world.now + UNSAID + UNSAID / 90, Limits()).people == {ann.known.id}
    ann.says("/leave")
    ann.taps("Go on")
    ann.taps("Never")
    assert ann.known.unsaid is None
    assert all(p.unsaid is None for p in world.household(ben.user).people.values())


# -- what follows -----------------------------------------------------------------------------------------


def test_the_tap_waits_and_to_the_other_it_is_as_if_nothing_had_been_tapped() -> None:
    def played(tells: bool, taps: bool) -> list[tuple[str, list[str]]]:
        world = a_world()
        ann, ben = a_couple(world, discreet="off")
        writes(ann, tells)
        if taps:
            ann.taps("Offer it to Ben")
            assert FIRST in ann.sees()[-1]
            ann.taps("Who could help me say it?")
            assert "A counsellor for couples" in ann.sees()[-1]
            ann.taps("I have read it")
            assert ann.chat.button("Offer it to Ben") is not None
        dated = []
        for _ in range(50):
            world.passes(86400)
            dated.append((str(world.now), seen(ben)))
        return dated

    assert played(tells=True, taps=True) == played(tells=False, taps=False)


def test_afterwards_an_ordinary_line_stands_there() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    writes(ann, tells=True)
    ann.taps("Offer it to Ben")
    ann.taps("Leave it for now")
    assert "It rests, and there is no hurry" in ann.sees()[-1]
    assert not any(FIRST in line or "counsellor for couples" in line for line in ann.sees())


@pytest.mark.parametrize("label", ["It is said, or over", "I did not mean that"])
def test_whoever_says_that_there_is_nothing_more_taps_again_and_it_goes(label: str) -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    writes(ann, tells=True)
    ann.taps("Offer it to Ben")
    ann.taps(label)
    assert ann.known.unsaid is None
    ann.taps("Offer it to Ben")
    assert any("written something for you" in line for line in ben.sees())


def test_tapping_again_and_again_begins_one_talk() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    writes(ann, tells=True)
    for _ in range(3):
        ann.taps("Offer it to Ben")
    assert len([s for s in world.household(ann.user).sessions.values() if s.root.flow == "unsaid"]) == 1
    assert seen(ben) == []


def test_everybody_is_asked_before_such_a_thing_goes() -> None:
    for flow in shipped().latest.values():
        if not flow.hidden and RELIED_ON & set(flow.sources):
            text = " ".join(t for s in flow.states.values() for _, t in s.says)
            assert "does not know, and that this would hide" in text, flow.name
            assert "unsaid" in flow.runs, flow.name


# -- in any flow of such a practice -----------------------------------------------------------------------

STATEMENT = """
flow: statement
version: 1
title: A word of mine
summary: For the other.
sources: [SOURCE]
parties: [one, other]
place: apart
initial: first
states:
  first:
    say:
      one: What would you like to say?
    ask: one
    to: other
    save: first
    WAY
    next: done
    after: {2d: away}
  done:
    say:
      one: That is said.
    final: finished
  away:
    final: postponed
"""
WAYS: dict[str, tuple[str, Callable[[Member], None]]] = {
    "a text that is shown back": ("max: 300", lambda m: (m.says("No contact this week."), m.taps("Send to Ben"))[0]),
    "a tapped choice": ("choices: {none: No contact this week, some: There was}", lambda m: m.taps("No contact")),
    "a typed choice": ("choices: {none: No contact this week, some: There was}", lambda m: m.says("No contact this week")),
    "several ticks": ("many: true\\n    choices: {a: No calls, b: No letters}", lambda m: (m.taps("No calls"), m.taps("Done"))[0]),
    "a number": ("scale: 0..5", lambda m: m.taps("0")),
}


def stated(source: str, way: str, tells: bool, taps: bool = True) -> tuple[World, Member, list[str]]:
    words, does = WAYS[way]
    world = a_world(flows_of(STATEMENT.replace("SOURCE", source).replace("WAY", words.replace("\\n", "\n"))))
    ann, ben = a_couple(world, discreet="off")
    if tells:
        ann.known.unsaid = world.now
    begins(ann, "statement")
    if taps:
        does(ann)
    said = list(ann.sees())
    world.passes(hours(72))
    return world, ben, said


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("source", sorted(RELIED_ON))
def test_whatever_way_it_would_be_said_it_waits(source: str, way: str) -> None:
    _, ben, said = stated(source, way, tells=True)
    assert FIRST in said[-1]
    assert seen(ben) == seen(stated(source, way, tells=False, taps=False)[1])


@pytest.mark.parametrize("way", WAYS)
def test_what_nobody_relies_on_goes_as_ever(way: str) -> None:
    _, ben, said = stated("A28", way, tells=True)
    assert not any(FIRST in line for line in said)
    assert seen(ben) == seen(stated("A28", way, tells=False)[1]) != []
