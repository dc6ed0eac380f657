"""Danger: the card goes to its author at once and alone; what they wrote goes nowhere by itself; /sos and /exit work everywhere."""

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, stranger

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
