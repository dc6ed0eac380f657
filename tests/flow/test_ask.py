"""`ask`: shown back before it goes, changed, taken back; a wrong answer gets a kind retry; the question says who reads it."""

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, hours

LETTER = """
flow: letter
version: 1
title: A line
summary: One line for the other.
parties: [writer, reader]
place: apart
initial: write
states:
  write:
    say:
      writer: What would you like to say?
    ask: writer
    to: reader
    max: 40
    save: line
    next: done
    after: {7d: over}
  done:
    say:
      writer: It is there.
    final: finished
  over:
    final: postponed
"""

QUESTION = """
flow: question
version: 1
title: A question
summary: One question.
parties: [me]
place: apart
initial: put
states:
  put:
    say: How is it?
    ask: me
    HOW
    save: answer-given
    next: done
    after: {7d: over}
  done:
    say: |
      Noted: {answer_given}
    final: finished
  over:
    final: postponed
""".replace("answer-given", "answer_given")


def letter(undo: float = 0) -> tuple[World, Member, Member]:
    world = a_world(flows_of(LETTER), undo_seconds=undo)
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "letter")
    return world, ann, ben


def question(how: str) -> Member:
    world = a_world(flows_of(QUESTION.replace("HOW", how)))
    ann, _ = a_couple(world)
    begins(ann, "question")
    return ann


def test_the_question_says_who_will_read_it() -> None:
    _, ann, _ = letter()
    assert "Ben will read your answer." in ann.sees()[-1]


def test_a_text_is_shown_back_and_goes_with_its_owners_tap() -> None:
    _, ann, ben = letter()
    ann.says("I like your soup")
    assert "I like your soup [Send to Ben] [Change]" in ann.sees()[-1].replace("\n\n", " ")
    assert ben.sees() == []
    ann.taps("Send to Ben")
    assert ben.sees() == ["Ann: I like your soup"]


def test_changed_text_replaces_the_old_one() -> None:
    _, ann, ben = letter()
    ann.says("I hate your soup")
    ann.taps("Change")
    ann.says("I like your soup")
    ann.taps("Send to Ben")
    assert ben.sees() == ["Ann: I like your soup"]


def test_a_second_text_before_the_tap_is_what_goes() -> None:
    _, ann, ben = letter()
    ann.says("first")
    ann.says("second")
    assert ann.chat.labels() == ["Send to Ben", "Change"]
    ann.taps("Send to Ben")
    assert ben.sees() == ["Ann: second"]


def test_a_sent_text_can_be_taken_back_for_a_few_seconds() -> None:
    world, ann, ben = letter(undo=10)
    ann.says("too early")
    ann.taps("Send to Ben")
    world.passes(9)
    ann.taps("Take it back")
    world.passes(60)
    assert ben.sees() == []
    ann.taps("Send to Ben")
    world.passes(10)
    assert ben.sees() == ["Ann: too early"]


def test_too_long_and_empty_texts_are_kindly_refused_and_nothing_goes() -> None:
    _, ann, ben = letter()
    ann.says("x" * 41)
    assert "at most 40" in ann.sees()[-1]
    ann.says("   ")
    assert "nothing in it" in ann.sees()[-1]
    assert ben.sees() == []


@pytest.mark.parametrize(
    ("how", "wrong", "retry", "right", "kept"),
    [
        ("kind: number", "many", "I need a number", "3", "3"),
        ("kind: time", "soonish", "did not get the time", "20:30", "20:30"),
        ("kind: morning", "soonish", "did not get the time", "half six", "06:30"),
        ("kind: duration", "blue", "did not get how long", "30 minutes", ""),
        ("scale: 1..10", "eleven", "Please tap one of the buttons", "7", "7"),
        ("choices: {tea: Tea, water: Water}", "wine", "Please tap one of the buttons", "tea", "Tea"),
    ],
)
def test_a_wrong_answer_gets_a_kind_retry(how: str, wrong: str, retry: str, right: str, kept: str) -> None:
    ann = question(how)
    ann.says(wrong)
    assert retry in ann.sees()[-1]
    ann.says(right)
    assert f"Noted: {kept}" in ann.sees()[-1]


def test_several_may_be_ticked_and_ticks_come_off_again() -> None:
    ann = question("many: true\n    choices: {tea: Tea, milk: Milk, sugar: Sugar}")
    for label in ("Tea", "Milk", "Sugar", "Milk", "Done"):
        ann.taps(label)
    assert ann.sees()[-1] == "Noted: • Tea\n• Sugar"


def test_a_reminder_comes_once_and_leaves_the_question_open() -> None:
    ann = question("remind: {15m: No hurry.}")
    ann.known.discreet = "off"
    ann.world.passes(hours(24))
    assert [line for line in ann.sees() if "No hurry" in line] == ["No hurry."]
    ann.says("well")
    ann.taps("Yes, that is my answer")
    assert ann.sees()[-1] == "Noted: well"


EACH = """
flow: both-say
version: 1
title: Both say
summary: Each answers.
parties: [one, other]
place: apart
initial: put
states:
  put:
    say:
      each: What was good today?
    ask: each
    save: good
    next: done
    after: {7d: done}
  done:
    say: You have both answered.
    final: finished
"""


def test_each_answers_hidden_from_the_other_and_is_told_what_shows() -> None:
    world = a_world(flows_of(EACH))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "both-say")
    assert "When you have both answered, that can be seen" in ben.sees()[-1]
    before = len(ben.sees())
    ann.says("your soup")
    assert len(ben.sees()) == before
    ben.says("our walk")
    assert ben.sees()[-1] == ann.sees()[-1] == "You have both answered."
    assert not any("soup" in line for line in ben.sees())


def test_what_each_answers_is_not_taken_back_because_that_would_tell_whether_the_other_has_answered() -> None:
    world = a_world(flows_of(EACH))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "both-say")
    ann.says("your soup")
    after = world.acts
    ann.says("/back")
    assert ann.sees()[-1] == "There is nothing to take back here."
    assert ben.news(after) == []
    ben.says("our walk")
    assert ann.sees()[-1] == "You have both answered."
