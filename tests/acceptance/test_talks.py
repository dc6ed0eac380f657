"""Talks for two: ground rules, the "I" statement with a time-out in it, stopping, and refusals that look like silence."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from acceptance.driver import Person, Scene, Time, begin, both_tap, ground_rules, pair

FEELING = "I feel sad when the phone is out at dinner. What I need is one meal without it."
HEARD = "You feel sad when the phone is out and want one meal without it."


def test_two_lists_become_ground_rules_that_both_accept(couple: tuple[Person, Person]) -> None:
    ann, ben = couple
    begin(ann, "Choose your ground rules")
    ben.sees("Ann would like to choose a few ground rules")
    both_tap(ann, ben, "Yes, let us choose")
    ann.taps("No names, no insults", "Phones away while we talk", "Done")
    ann.says("We <b>drink</b> tea & talk first")
    ann.sees("This is what Ben would read:", "We <b>drink</b> tea & talk first")
    ben.sees_nothing()
    ann.taps("Send to Ben")
    ben.sees_nothing()
    ben.taps("We keep our voices down", "Done", "Nothing to add")
    for person in couple:
        rules = person.sees("This is what you chose between you")
        for rule in ("No names, no insults", "Phones away", "voices down", "We <b>drink</b> tea & talk first"):
            assert rule in rules
    both_tap(ann, ben, "Yes, I would")
    ann.sees("These are your ground rules now")
    ben.sees("These are your ground rules now")


def test_an_i_statement_with_a_time_out_in_the_middle(couple: tuple[Person, Person], time: Time) -> None:
    ann, ben = couple
    ground_rules(ann, ben)
    begin(ben, 'Say it with an "I" statement')
    ben.taps("Yes, I have time")
    ann.taps("Yes, I have time")
    ann.sees("No names, no insults", "Ben is finding the words")
    ben.sees("One thing, in a few sentences")
    ben.says(FEELING)
    ann.sees_nothing()
    ben.taps("Send to Ann")
    ann.sees(f"Ben: {FEELING}", "what did you hear?")

    ann.says("/timeout")
    ben.sees("A time-out. We stop here, and nobody has to say why.")
    ann.taps("20 minutes")
    ben.taps("It suits me")
    ann.sees("Now it is quiet here until then", "breathe in while you count to four")
    ann.says("I am still upset")
    ben.sees_nothing()
    time.passes(minutes=21)
    ann.sees("The break is over")
    both_tap(ann, ben, "I am ready")
    ann.sees("Good that you are both back", "what did you hear?")

    ann.says(HEARD)
    ann.taps("Send to Ben")
    ben.sees(HEARD, "Did Ann get it?")
    ben.taps("Yes, that is it")
    ann.taps("Thank you for telling me")
    ann.sees("One thing, in a few sentences")
    ben.sees("Ann is finding the words")
    ann.says("I feel tense when plans change late. What I need is a word in the morning.")
    ann.taps("Send to Ben")
    ben.says("You feel tense when plans change late, and would like a word in the morning.")
    ben.taps("Send to Ann")
    ann.taps("Yes, that is it")
    ben.taps("I can hear that this is not easy for you")
    for person in couple:
        person.sees("You both spoke, and you both were heard.")


@pytest.fixture
def talking(couple: tuple[Person, Person]) -> tuple[Person, Person]:
    """Ann and Ben in the middle of an "I" statement: it is Ann's word."""
    ann, ben = couple
    ground_rules(ann, ben)
    begin(ann, 'Say it with an "I" statement')
    both_tap(ann, ben, "Yes, I have time")
    return couple


@pytest.mark.parametrize("stops", [0, 1])
def test_either_can_stop_a_shared_talk_and_both_see_that_it_stopped(talking: tuple[Person, Person], stops: int) -> None:
    talking[stops].says("/stop")
    for person in talking:
        assert person.reads()
    talking[0].says("I feel")
    talking[0].sees("I have no question open just now")
    talking[1].sees_nothing()
    begin(talking[1 - stops], 'Say it with an "I" statement')
    talking[stops].sees("would like to say something")


def test_a_talk_that_runs_lets_no_other_begin(talking: tuple[Person, Person]) -> None:
    _, ben = talking
    begin(ben, "Choose your ground rules")
    ben.sees("You two are in the middle of something")


def test_what_stands_on_ground_rules_offers_them_first(ann: Person, ben: Person) -> None:
    pair(ann, ben)
    begin(ann, 'Say it with an "I" statement')
    ann.sees("This stands on something you two do first")
    assert ann.buttons() == ["Begin: Choose your ground rules"]


def test_what_was_sent_can_be_changed_before_and_taken_back_after_one_step(talking: tuple[Person, Person]) -> None:
    ann, ben = talking
    ann.says("You never listen")
    ann.taps("Change")
    ann.says(FEELING)
    ann.taps("Send to Ben")
    ben.sees(f"Ann: {FEELING}")
    assert not ben.has_seen("You never listen")
    ann.says("/back")
    ann.sees("There is nothing to take back")


def test_waiting_for_an_answer_for_six_hours_ends_the_talk_kindly_for_both(talking: tuple[Person, Person], time: Time) -> None:
    time.passes(hours=6.1)
    time.comes("09:00")
    for person in talking:
        assert person.has_seen("We leave it here for today. Nothing is lost.")


REFUSALS = {"silence": [], "a no": ["Not now"], "/stop": ["/stop"], "more": ["More"]}


def test_a_no_and_silence_look_the_same_to_the_other_until_and_at_the_deadline(scene: Scene, time: Time) -> None:
    """Four couples, four ways not to say yes; four times the same evening for the one who asked."""
    couples = {}
    for way in REFUSALS:
        asks, asked = (scene.person(f"{way}-{side}") for side in ("asks", "is-asked"))
        for person in (asks, asked):
            scene.town.ask("people", name=person.name)
        pair(asks, asked)
        couples[way] = (asks, asked)
    time.passes(hours=4 * 24)  # the private questions of the first days come and go
    for person in (p for both in couples.values() for p in both):
        person.opens()
        person.taps("I would rather not")
    time.comes("09:00")
    for way, (asks, asked) in couples.items():
        begin(asks, "Choose your ground rules")
        asks.taps("Yes, let us choose")
        asked.opens()
        for act in REFUSALS[way]:
            asked.says(act) if act.startswith("/") else asked.taps(act)
    time.passes(hours=26)
    seen = {way: _evening(scene, *pair_) for way, pair_ in couples.items()}
    for way, (asks, _) in couples.items():
        words, minutes = seen[way]
        assert words[-1] == ("A note for you.", ["Open"])
        assert minutes == pytest.approx(seen["silence"][1], abs=1), way
        assert minutes[-1] == pytest.approx(24 * 60, abs=1)
        asks.opens()
        words += [(text, []) for text in asks.reads()]
        assert "We leave it here for today" in words[-1][0]
        assert words == seen["silence"][0], way


CLOCK = re.compile(r"\b\d\d:\d\d\b")


def _evening(scene: Scene, asks: Person, asked: Person) -> tuple[list[tuple[str, list[str]]], list[float]]:
    """What came to the one who asked, from the invitation on: words and buttons; and how many minutes after it."""
    said = [m for m in scene.town.look("transcript") if m["place"] == "dm" and m["to"] == asks.name and m["from"] != asks.name]
    first = next(i for i, m in enumerate(said) if "would like to choose" in (m["text"] or ""))
    named = ((m["text"].replace(asks.name, "A").replace(asked.name, "B"), m["buttons"]) for m in said[first:])
    words = [(CLOCK.sub("HH:MM", text), buttons) for text, buttons in named]  # each couple began at a minute of its own
    return words, [(_at(m) - _at(said[first])) / 60 for m in said[first:]]


def _at(message: dict[str, Any]) -> float:
    return datetime.fromisoformat(message["at"]).timestamp()
