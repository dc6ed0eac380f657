"""An apology is written alone, seen whole before it goes, offered once, and read or not read without anybody being told."""

from __future__ import annotations

import pytest
from acceptance.driver import Person, Time, begin

COUPLE = "new"
"""The bot offers something of one's own every two weeks only."""
ACT = "I hid the credit card and the letters."
WHOLE = (
    "I hid the card and the letters from you. It was my choice and it was wrong, and I am sorry that you were left alone and hurt."
)
OFFER = "Ann has written something for you. You decide whether and when to read it. You owe no answer."


@pytest.fixture
def offered(couple: tuple[Person, Person]) -> tuple[Person, Person]:
    """Ann wrote, and offered it to Ben."""
    ann, ben = couple
    begin(ann, "Build an apology")
    ann.sees("Writing lasts")
    ann.taps("Yes, I would like to write")
    ann.says(ACT)
    ann.says("You had to find out at the bank, alone.")
    ann.says(WHOLE)
    if "Leave it so" in ann.buttons():
        ann.taps("Leave it so")
    ann.says("I was drunk and it just happened.")
    if "Leave it so" in ann.buttons():
        ann.taps("Leave it so")
    ann.sees("Would you like to change it?")
    ann.taps("Change it")
    ann.says("Shame, mostly. I hid things rather than say them, and it was my choice.")
    if "Leave it so" in ann.buttons():
        ann.taps("Leave it so")
    ann.says("I show you the account every Sunday.")
    ann.sees("Is this your own wish?")
    ann.taps("It is my own wish")
    ann.taps("No, nothing")
    ann.sees("This is what you would hand over:")
    preview = "\n".join(ann.reads())
    for part in (ACT, "find out at the bank", WHOLE, "Shame, mostly", "every Sunday"):
        assert part in preview
    assert not ben.has_seen("Ann has written")
    ann.taps("Offer it to Ben")
    ann.sees("I will not tell you which")
    return couple


def test_read_now_and_one_tapped_answer_is_all_the_author_gets(offered: tuple[Person, Person]) -> None:
    ann, ben = offered
    ben.sees(OFFER)
    ben.taps("Read it")
    ben.sees(ACT)
    ben.sees(WHOLE, "There is nothing to answer. Breathe.")
    ann.sees_nothing()
    ben.taps("I need time")
    ann.sees("I need time")
    ben.sees("Nothing more is needed")


def test_later_and_then(offered: tuple[Person, Person], time: Time) -> None:
    ann, ben = offered
    ben.taps("Later", "Tomorrow")
    ann.sees_nothing()
    time.passes(hours=24.1)
    ben.sees(OFFER)
    ann.sees_nothing()
    ben.taps("Read it", "No answer")
    ann.sees_nothing()


@pytest.mark.parametrize("way", ["never opened", "refused", "read without an answer"])
def test_what_is_not_answered_looks_the_same_to_its_author_for_a_month(
    offered: tuple[Person, Person], time: Time, way: str
) -> None:
    ann, ben = offered
    told = len(ann.all_texts())
    if way == "refused":
        ben.taps("Not this")
        ben.sees("It stays closed")
    elif way == "read without an answer":
        ben.taps("Read it")
    time.passes(hours=31 * 24)
    # Everybody is asked for a quiet moment of their own in the first days, whatever became of a letter.
    assert [text for text in ann.all_texts()[told:] if text != "A note for you."] == []


def test_the_offer_names_no_apology_on_the_screen(offered: tuple[Person, Person]) -> None:
    _, ben = offered
    assert not any("apolog" in text.lower() for text in ben.all_texts())


def test_trouble_at_home_keeps_it_here_and_looks_like_silence(couple: tuple[Person, Person]) -> None:
    ann, ben = couple
    begin(ann, "Build an apology")
    ann.taps("Yes, I would like to write")
    for text in (ACT, "You were alone with it.", WHOLE):
        ann.says(text)
        if "Leave it so" in ann.buttons():
            ann.taps("Leave it so")
    ann.taps("Leave this out")
    ann.says("I show you the account every Sunday.")
    ann.taps("There would be trouble")
    ann.sees("nobody is told", "/sos")
    ben.sees_nothing()
    assert not ben.has_seen("Ann has written")
