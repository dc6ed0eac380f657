"""/sos and /help answer in every situation, with the numbers of the person's country; danger is read before anything else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from acceptance.driver import Group, Person, begin, both_tap, ground_rules, welcome

Situation = Callable[[Person, Person], None]


COUPLE = "same"


def writing(ann: Person, ben: Person) -> None:
    begin(ann, "Build an apology")
    ann.taps("Yes, I would like to write")
    ann.says("I hid the letters.")


def previewing(ann: Person, ben: Person) -> None:
    ground_rules(ann, ben)
    begin(ann, 'Say it with an "I" statement')
    both_tap(ann, ben, "Yes, I have time")
    ann.says("I feel sad when plans change. What I need is a word before.")


def in_a_time_out(ann: Person, ben: Person) -> None:
    previewing(ann, ben)
    ann.taps("Send to Ben")
    ann.says("/timeout")


SITUATIONS: dict[str, Situation] = {
    "nothing open": lambda ann, ben: None,
    "the menu": lambda ann, ben: ann.says("/menu"),
    "the settings": lambda ann, ben: (ann.says("/settings"), ann.taps("Quiet hours"))[0],
    "writing an apology": writing,
    "a preview": previewing,
    "a time-out": in_a_time_out,
    "asked when": lambda ann, ben: begin(ann, "Choose your ground rules"),
    "paused": lambda ann, ben: ann.says("/pause"),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_help_is_there_and_the_other_sees_nothing(couple: tuple[Person, Person], situation: str) -> None:
    ann, ben = couple
    SITUATIONS[situation](ann, ben)
    ann.says("/sos")
    ann.sees("112", "TelefonSeelsorge", "findahelpline.com")
    ben.sees_nothing()
    ann.says("/help")
    ann.sees("I am not a therapist and no emergency service", "/sos people to call now", "TelefonSeelsorge")
    ben.sees_nothing()
    ann.says("/stop")
    ann.says("/start")


def test_help_before_anything_else(eve: Person) -> None:
    eve.starts()
    for word in ("/sos", "/help"):
        eve.says(word)
        eve.sees("112 works in many countries", "findahelpline.com")
    eve.taps("Yes, I am 18 or older")
    eve.sees("not end-to-end encrypted")


def test_the_numbers_of_the_country_one_named(ann: Person) -> None:
    welcome(ann, country="Ireland")
    ann.says("/sos")
    card = ann.sees("116 123")
    assert "1800 341 900" in card
    assert "TelefonSeelsorge" not in card


def test_help_in_a_group_leads_to_the_private_chat(couple: tuple[Person, Person], group: Group) -> None:
    ann, _ = couple
    group.change(add="bot")
    ann.says("/sos@groundwork_sandbox_bot", place="group")
    group.shows("say /sos there")
    assert not any("TelefonSeelsorge" in text for text in group.all_texts())


def test_danger_in_a_text_is_answered_first_and_passed_on_to_nobody(couple: tuple[Person, Person]) -> None:
    ann, ben = couple
    ground_rules(ann, ben)
    begin(ann, 'Say it with an "I" statement')
    both_tap(ann, ben, "Yes, I have time")
    ann.says("I want to kill myself")
    ann.sees("Please call or write to somebody now", "TelefonSeelsorge")
    ben.sees_nothing()
    ann.taps("Keep it")
    ann.sees("It goes nowhere.")
    ben.sees_nothing()
    ann.says("I feel tired when we argue late. What I need is sleep.")
    ann.sees("This is what Ben would read:")
    assert not ben.has_seen("kill myself")
    ann.says("/stop")
