"""The group of two, with privacy mode on: brought by a link, confirmed by both, and silent as soon as somebody else is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from acceptance.driver import Group, Person, begin, both_tap, ground_rules
from acceptance.town import Town

FEELING = "I feel sad when the phone is out at dinner. What I need is one meal without it."
HEARD = "You feel sad when the phone is out and want one meal without it."
TALK = 'Say it with an "I" statement'


ONE_WORD = """
flow: one-word
version: 1
title: One word each
summary: One word.
parties: [one, other]
place: together
initial: ready
states:
  ready:
    say: Shall we?
    agree: "Yes"
    within: 2h
    next: {both: word, otherwise: over}
  word:
    say: "{one}, one word for today?"
    ask: one
    to: both
    max: 100
    save: word
    next: done
    after: {1h: over}
  done:
    say: Thank you. That was all.
    final: finished
  over:
    final: postponed
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, logs: Path) -> Iterator[Town]:
    """A bot that has one small talk more, in which a text is asked for in the group."""
    flows = tmp_path_factory.mktemp("flows")
    shutil.copytree(Path(__file__).parents[2] / "flows", flows, dirs_exist_ok=True)
    (flows / "one-word").mkdir()
    (flows / "one-word" / "flow.yaml").write_text(ONE_WORD)
    opened = Town(tmp_path_factory.mktemp("group"), logs, flows=str(flows))
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def bound(couple: tuple[Person, Person], group: Group) -> tuple[Person, Person]:
    """Ann and Ben, whose group the bot may speak in."""
    ann, ben = couple
    if "bound" in ann.scene.town.known:
        return couple
    begin(ann, "A group for the two of you")
    link = ann.sees("startgroup=").split("startgroup=")[1].split()[0]
    group.change(add="bot")
    ann.says(f"/start@groundwork_sandbox_bot {link}", place="group")
    for person in couple:
        assert person.has_seen('May I lead talks in your group "Ann & Ben"?')
    ann.taps("Yes, you may")
    ann.sees("I begin there when you have both said yes.")
    assert not any("Thank you both" in text for text in group.all_texts())
    ben.taps("Yes, you may")
    group.shows("Thank you both.")
    ann.scene.town.known.add("bound")
    ground_rules(ann, ben)
    return couple


def talk(ann: Person, ben: Person) -> None:
    """They begin an "I" statement: it is Ann's word."""
    begin(ann, TALK)
    both_tap(ann, ben, "Yes, I have time")


def test_what_both_read_is_said_in_the_group_and_private_questions_stay_private(bound: tuple[Person, Person], group: Group) -> None:
    ann, ben = bound
    talk(ann, ben)
    group.shows("No names, no insults")
    ann.sees("One thing, in a few sentences")
    ann.says(FEELING)
    ann.sees("This is what Ben would read:")
    assert group.reads() == []
    ann.taps("Send to Ben")
    group.shows(f"Ann: {FEELING}")
    ben.sees("what did you hear?")
    ben.says(HEARD)
    ben.taps("Send to Ann")
    group.shows(HEARD)


def test_talk_in_the_group_is_not_taken_for_a_private_answer(bound: tuple[Person, Person], group: Group) -> None:
    ann, ben = bound
    talk(ann, ben)
    ann.says("I only say this to Ben", place="group")
    ann.sees_nothing()
    assert group.reads() == []
    ann.says(FEELING)
    ann.sees("This is what Ben would read:")


def test_a_question_that_may_be_answered_there_is_answered_by_a_reply(bound: tuple[Person, Person], group: Group) -> None:
    ann, ben = bound
    begin(ann, "One word each")
    both_tap(ann, ben, "Yes")
    group.shows("one word for today?")
    ben.says("not for me to say", place="group", reply_to=group.newest())
    assert group.reads() == []
    ann.says("tired", place="group")
    group.shows("Thank you. That was all.")
    assert not ben.has_seen("This is what Ann would read")


def test_the_wrong_partner_gets_a_kind_toast(bound: tuple[Person, Person], group: Group) -> None:
    ann, ben = bound
    talk(ann, ben)
    ann.says("/timeout")
    group.shows("A time-out. We stop here")
    ben.taps("20 minutes", place="group")
    assert ben.toast() == "This one is for Ann."
    assert group.reads() == []
    ann.taps("20 minutes", place="group")
    group.shows("Ann: 20 minutes")


def test_somebody_else_in_the_group_silences_it_at_once_until_they_are_gone(
    bound: tuple[Person, Person], group: Group, eve: Person
) -> None:
    ann, ben = bound
    talk(ann, ben)
    ann.says(FEELING)
    group.change(add="Eve")
    group.shows("Somebody else is in this group now")
    ann.taps("Send to Ben")
    assert group.reads() == []
    ben.sees(FEELING)
    eve.says("/sos@groundwork_sandbox_bot", place="group")
    assert not any(FEELING in text for text in group.all_texts())
    group.change(remove="Eve")
    group.shows("It is just you two again")
    ben.says(HEARD)
    ben.taps("Send to Ann")
    group.shows(HEARD)


def test_help_in_the_group_is_one_neutral_line(bound: tuple[Person, Person], group: Group) -> None:
    ann, _ = bound
    for word in ("/sos", "/help"):
        ann.says(f"{word}@groundwork_sandbox_bot", place="group")
        assert group.reads() == [
            "Help and numbers to call are in the private chat with me: say /sos there. In an emergency call your local number."
        ]


def test_a_group_that_becomes_a_supergroup_goes_on(bound: tuple[Person, Person], group: Group) -> None:
    ann, ben = bound
    talk(ann, ben)
    ann.says(FEELING)
    group.change(upgrade=True)
    ann.taps("Send to Ben")
    group.shows(f"Ann: {FEELING}")
    ben.says(HEARD)
    ben.taps("Send to Ann")
    group.shows(HEARD)
    ann.taps("Yes, that is it")
    ben.sees("Answer Ann, not the problem.")


def test_a_stranger_cannot_use_the_bot_in_a_group(bound: tuple[Person, Person], eve: Person, group: Group) -> None:
    eve.starts()
    eve.scene.town.ask("group", create="Others", members=["Eve", "Dan"])
    eve.scene.act("group", who="Eve", add="bot")
    assert any("I only work in the group of a couple" in text for text in group.reads())


def test_without_the_bot_the_talks_go_on_in_the_two_chats(bound: tuple[Person, Person], group: Group) -> None:
    ann, ben = bound
    group.change(remove="bot")
    ann.scene.town.known.discard("paired")
    talk(ann, ben)
    ann.says(FEELING)
    ann.taps("Send to Ben")
    ben.sees(FEELING)
