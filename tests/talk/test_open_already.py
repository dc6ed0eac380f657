"""Who asks for what is open already gets its question, wherever it stands: in a part of the talk, or behind a note."""

from __future__ import annotations

from tests.talk.test_schedules import evenings, turns
from tests.world import Member, World, hours

OPEN = "That is open already; here it is once more."
ANSWERED = "That is open already, and nothing in it waits for you now."


def nudged(discreet: str = "unasked") -> tuple[World, Member, Member]:
    """Ann's nudge for the evening has come; Ben's part waits for his own hour."""
    world, ann, ben = evenings("20:30", "21:30")
    ann.known.discreet = discreet  # type: ignore[assignment]
    world.passes(hours(0.55))
    return world, ann, ben


def asks_for_it(member: Member) -> list[str]:
    """What the bot says then."""
    member.says("/menu")
    member.taps("Evening check-in")
    return [a.text for a in member.chat.arrivals if a.how in ("said", "inside")][-2:]


def test_a_question_that_stands_there_already_is_put_once_more() -> None:
    _, ann, _ = nudged("off")
    said, question = asks_for_it(ann)
    assert said == OPEN
    assert question.startswith("How was the day?")
    ann.taps("Light")
    assert "That can be all for today" in ann.sees()[-1]


def test_an_opened_note_has_its_question_put_once_more() -> None:
    _, ann, _ = nudged()
    ann.opens()
    said, question = asks_for_it(ann)
    assert (said, question.split("?")[0]) == (OPEN, "How was the day")


def test_a_note_that_waits_is_opened() -> None:
    _, ann, _ = nudged()
    said, question = asks_for_it(ann)
    assert (said, question.split("?")[0]) == (OPEN, "How was the day")
    assert ann.known.notes == []
    ann.taps("Light")
    assert "That can be all for today" in ann.sees()[-1]


def test_a_note_that_was_put_off_is_opened_and_does_not_knock_afterwards() -> None:
    world, ann, ben = nudged()
    turns(ben, "evening-check-in", "off")
    ann.taps("In an hour")
    _, question = asks_for_it(ann)
    assert question.startswith("How was the day?")
    count = len(ann.chat.arrivals)
    world.passes(hours(1.5))
    assert ann.chat.arrivals[count:] == []


def test_who_answered_is_told_that_nothing_waits_whatever_the_other_does() -> None:
    _, ann, _ = nudged("off")
    ann.taps("Nothing today")
    assert asks_for_it(ann)[-1] == ANSWERED
