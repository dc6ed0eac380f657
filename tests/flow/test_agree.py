"""`agree`: both yes goes on at once; a no, silence and a light answer alone are the same until the deadline, byte for byte."""

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, hours

TALK = """
flow: tea
version: 1
title: Tea for two
summary: A cup of tea.
parties: [one, other]
place: together
initial: ready
states:
  ready:
    say: |
      {one} would like to have tea. It takes ten minutes.
    agree: Yes, tea
    within: 2h
    next: {both: talk, light: light, otherwise: later}
  talk:
    say: The kettle is on.
    after: {1h: later}
  light:
    say: Something light then.
    final: finished
  later:
    say: Not today. Nothing is lost.
    final: postponed
"""


def scene(group: bool = True) -> tuple[World, Member, Member]:
    world = a_world(flows_of(TALK))
    ann, ben = a_couple(world, group=group)
    begins(ann, "tea")
    ann.taps("Now")
    ben.opens()
    return world, ann, ben


def group_chat(world: World) -> list[str]:
    return [str(a) for id, chat in world.chats.items() if id < 0 for a in chat.arrivals]


def test_both_get_the_same_words_and_buttons() -> None:
    _, ann, ben = scene()
    assert ann.sees()[-1] == ben.sees()[-1]
    assert "[Yes, tea] [Only something light today] [Not now] [More]" in ben.sees()[-1]


def test_two_yeses_go_on_at_once_and_the_group_hears_nothing_before() -> None:
    world, ann, ben = scene()
    ann.taps("Yes, tea")
    assert group_chat(world) == []
    ben.taps("Yes, tea")
    assert group_chat(world) == ["The kettle is on."]


@pytest.mark.parametrize("others", [None, "Not now", "More"])
def test_a_yes_is_acknowledged_to_the_one_who_tapped_the_same_whatever_the_other_did(others: str | None) -> None:
    world, ann, ben = scene()
    if others is not None:
        ben.taps(others)
    before = len(ben.chat.arrivals)
    ann.taps("Yes, tea")
    assert ann.sees()[-1].startswith("Your yes is kept. I begin when you have both said yes. If that is not so by Monday")
    assert "22:00, we leave it" in ann.sees()[-1]
    assert len(ben.chat.arrivals) == before
    assert group_chat(world) == []


def test_the_second_yes_needs_no_acknowledgement_because_the_talk_begins() -> None:
    _, ann, ben = scene()
    ann.taps("Yes, tea")
    ben.taps("Yes, tea")
    assert not any("is kept" in line for line in ben.sees())


def view(does: str | None) -> list[tuple[str, str]]:
    """All that Ann ever sees after her yes when Ben does something, or nothing at all."""
    world, ann, ben = scene()
    ann.taps("Yes, tea")
    after = world.acts
    if does == "/stop":
        ben.says("/stop")
    elif does == "/pause":
        ben.says("/pause")
    elif does is not None:
        ben.taps(does)
    assert ann.news(after) == []
    world.passes(hours(12))
    ann.opens()
    return [(a.how, str(a)) for a in ann.news(after)]


@pytest.mark.parametrize("does", ["Not now", "More", "/stop", "/pause"])
def test_a_no_looks_like_silence(does: str) -> None:
    assert view(does) == view(None)


def test_the_deadline_edits_the_invitation_of_whoever_did_not_say_yes() -> None:
    world, ann, ben = scene()
    ann.taps("Yes, tea")
    world.passes(hours(2))
    assert [a.how for a in ben.news()] == ["edited"]
    assert ben.sees()[-1] == "Not today. Nothing is lost."
    assert all("did" not in line and "Ben" not in line for line in ann.sees()[-2:])


def test_a_no_may_become_a_yes_until_the_deadline() -> None:
    world, ann, ben = scene()
    ann.taps("Yes, tea")
    ben.taps("Not now")
    ben.taps("Yes, tea")
    assert group_chat(world) == ["The kettle is on."]


def test_light_goes_on_by_its_own_way_as_soon_as_both_answered() -> None:
    world, ann, ben = scene()
    ben.taps("Only something light")
    assert group_chat(world) == []
    ann.taps("Yes, tea")
    assert group_chat(world) == ["Something light then."]


def test_the_starter_may_choose_this_evening_or_tomorrow_or_not_at_all() -> None:
    world = a_world(flows_of(TALK))
    ann, ben = a_couple(world)
    begins(ann, "tea")
    ann.taps("Not at all")
    assert ben.sees() == []
    begins(ann, "tea")
    ann.taps("Tomorrow evening")
    world.passes(hours(23))
    assert ben.sees() == []
    world.passes(hours(1))
    ben.opens()
    assert "Yes, tea" in ben.sees()[-1]


GUARDED = """
flow: guarded
version: 1
title: Guarded
summary: Not when somebody is worn out.
parties: [one, other]
place: together
initial: energy
states:
  energy:
    say:
      each: How much energy do you have?
    ask: each
    scale: 1..10
    save: energy
    next: ready
    after: {1d: later}
  ready:
    say: Shall we?
    agree: Yes, gladly
    within: 2h
    no if: energy of one < 4 or energy of other < 4
    next: {both: done, light: done, otherwise: later}
  done:
    say: Then we begin.
    final: finished
  later:
    say: Not today. Nothing is lost.
    final: postponed
"""


def guarded(energy: str, answers: bool) -> list[tuple[int, str, str]]:
    """What Ann sees of it."""
    world = a_world(flows_of(GUARDED))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "guarded")
    ann.taps("9")
    ben.taps(energy)
    ann.taps("Now")
    after = world.acts
    ann.taps("Yes, gladly")
    if answers:
        ben.taps("Yes, gladly")
    else:
        ben.says("/when")
    world.passes(hours(12))
    return [(a.act, a.how, str(a)) for a in ann.news(after)]


def test_too_little_energy_looks_like_silence_even_after_two_yeses() -> None:
    assert guarded("2", answers=True) == guarded("8", answers=False) == guarded("2", answers=False)
    assert "Then we begin." in guarded("8", answers=True)[-1]
