"""Danger: the card goes to its author at once and alone; what they wrote goes nowhere by itself; /sos and /exit work everywhere."""

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, stranger

from bot.talk.heard import Command, Pressed, Unreadable
from bot.talk.turn import Quota, take_turn

LINE = """
flow: hand-over
version: 1
title: Hand over
summary: A line for the other.
parties: [one, other]
place: apart
initial: put
states:
  put:
    say:
      one: What would you like to say?
    ask: one
    to: other
    save: line
    next: over
    after: {1d: over}
  over:
    final: finished
"""


def scene() -> tuple[World, Member, Member]:
    world = a_world(flows_of(LINE))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "hand-over")
    return world, ann, ben


def test_the_author_gets_the_card_and_the_text_is_held() -> None:
    _world, ann, ben = scene()
    ann.says("I want to kill myself")
    assert any("112" in line or "findahelpline" in line for line in ann.sees())
    assert not any("[Send to Ben]" in line for line in ann.sees())
    assert ben.chat.arrivals == []
    ann.taps("Keep it")
    assert ben.chat.arrivals == []


def test_only_by_its_authors_word_it_goes_on_and_even_then_it_is_shown_first() -> None:
    _, ann, ben = scene()
    ann.says("I want to kill myself")
    ann.taps("Send it as it is")
    assert ben.chat.arrivals == []
    assert "[Send to Ben]" in ann.sees()[-1]


def test_a_text_about_harming_somebody_never_goes() -> None:
    _, ann, ben = scene()
    ann.says("I will kill him tonight")
    assert ann.chat.button("Send it as it is") is None
    assert ben.chat.arrivals == []


@pytest.mark.parametrize("word", ["/sos", "/help"])
@pytest.mark.parametrize("known", [True, False])
def test_numbers_come_at_once_for_everybody(word: str, known: bool) -> None:
    world, ann, _ = scene()
    one = ann if known else stranger(world, "Eve")
    one.says(word)
    assert any("emergency" in line.lower() for line in one.sees()[-1:])


def test_exit_clears_the_chat_and_nobody_is_told() -> None:
    _world, ann, ben = scene()
    ann.says("/exit")
    assert len(ann.sees()) == 1
    assert ben.chat.arrivals == []
    ann.says("something")
    assert ben.chat.arrivals == []


def test_a_pause_is_silence_and_what_came_meanwhile_waits_behind_one_note() -> None:
    _world, ann, ben = scene()
    ben.says("/pause")
    before = ben.sees()
    ann.says("I like your soup")
    ann.taps("Send to Ben")
    assert ben.sees() == before
    ben.says("/start")
    ben.opens()
    assert "Ann: I like your soup" in ben.sees()


def cards(member: Member) -> int:
    return sum("findahelpline" in line for line in member.sees())


@pytest.mark.carries("S18")
@pytest.mark.parametrize("word", ["/stop", "/pause", "/back", "/menu", "/timeout", "/start", "/nothing-such"])
def test_danger_is_read_behind_a_word_of_command_and_the_word_does_what_it_does(word: str) -> None:
    _, ann, ben = scene()
    ann.says(word)
    answered, before = ann.sees()[-1], cards(ann)
    ann.says(f"{word} I want to kill myself")
    assert cards(ann) == before + 1
    assert (ann.known.waiting, ben.chat.arrivals) == ([], [])
    _, other, _ = scene()
    other.says(f"{word} I want to kill myself")
    assert other.sees()[-1] == answered


@pytest.mark.carries("S18")
def test_who_comes_for_the_first_time_and_writes_it_behind_start_gets_the_card_too() -> None:
    eve = stranger(a_world(), "Eve")
    eve.says("/start he hits me and I am afraid of him")
    assert cards(eve) == 1


@pytest.mark.carries("S18")
def test_danger_is_read_under_a_picture_which_answers_nothing() -> None:
    world, ann, ben = scene()
    photo = Unreadable(ann.who, ann.place, "photo", world.now, caption="I want to kill myself")
    world.hear(ann.user, photo)
    assert cards(ann) == 1
    assert "kill" not in repr(photo)
    assert (ann.known.waiting, ben.chat.arrivals) == ([], [])


@pytest.mark.carries("S18")
@pytest.mark.parametrize("quota", ["over", "dropped"])
def test_it_is_read_however_much_somebody_has_sent(quota: Quota) -> None:
    world, ann, _ = scene()
    for heard in (
        Command(ann.who, ann.place, "menu", "I want to kill myself", world.now),
        Unreadable(ann.who, ann.place, "photo", world.now, caption="I want to kill myself"),
    ):
        turn = take_turn(world.household(ann.user), heard, world.setting, world.now, world.draw, quota=quota)
        assert ["findahelpline" in m.text for m in turn.messages] == [True]


def waiting_twice() -> tuple[Member, Member]:
    """Ann's answer came late and waits for her word, and so does a grave text after it."""
    world, ann, ben = scene()
    world.passes(3000)
    ann.says("I like your soup")
    ann.says("I want to kill myself")
    return ann, ben


@pytest.mark.carries("S20")
@pytest.mark.parametrize(
    ("label", "text"), [("Yes, that is my answer", "I like your soup"), ("Send it as it is", "I want to kill myself")]
)
def test_a_tap_is_about_the_text_that_it_was_asked_about(label: str, text: str) -> None:
    ann, ben = waiting_twice()
    ann.taps(label)
    assert text in ann.sees()[-1]
    assert "[Send to Ben]" in ann.sees()[-1]
    assert len(ann.known.waiting) == 1
    assert ben.chat.arrivals == []


@pytest.mark.carries("S20")
def test_keeping_the_grave_one_leaves_the_other_to_be_sent() -> None:
    ann, ben = waiting_twice()
    ann.taps("Keep it")
    ann.taps("Yes, that is my answer")
    ann.taps("Send to Ben")
    assert "Ann: I like your soup" in ben.sees()[-1]
    assert ann.known.waiting == []


@pytest.mark.carries("S20")
def test_the_button_of_a_text_that_is_no_more_asked_about_is_an_old_one() -> None:
    world, ann, ben = scene()
    world.passes(3000)
    ann.says("I like your soup")
    earlier = ann.chat.button("Yes, that is my answer")
    assert earlier is not None
    ann.says("and your bread")
    world.hear(ann.user, Pressed(ann.who, ann.place, earlier.data, "tap"))
    assert [held.text for held in ann.known.waiting] == ["I like your soup\nand your bread"]
    ann.taps("Yes, that is my answer")
    assert "I like your soup\nand your bread" in ann.sees()[-1]
    assert ben.chat.arrivals == []
