"""What is a password or a code in a text, and what is only talk about one. Every sentence was written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach import MEASURED, TASKS, holds_password, predict
from bot.coach.text import LONGEST

pytestmark = pytest.mark.carries("S16")

GIVEN = {
    "said": [
        "my password is hunter2",
        "My password is Sunshine",
        "the wifi password is rosebud99",
        "my passwords are a1b2 and c3d4",
    ],
    "for something": [
        "the password for my email is abc12345",
        "the passcode for my iPhone is 000000",
        "the PIN of my card is 12 34",
    ],
    "with a colon": ["password: hunter2", "pw: qwertz", "pass: hunter22", "password = swordfish", "my password is: Hunter2!"],
    "in quotes": ["my insta password is “maple-leaf-9”", "my password is 'maple'", "here is my password - rosebud77"],
    "in the middle": ["I want you to have it. My password is swordfish, use it when you want."],
    "on the next line": ["My password is\nhunter2", "Password:\n\nrosebud"],
    "in another language": [
        "Passwort: geheimnis77",
        "Mein Passwort ist Sonnenblume",
        "der Code lautet 482913",
        "Meine PIN ist 1234",
    ],
    "a code": ["the code is 482913", "the code is 482 913", "CODE 482913", "my login code is 7G5K2Q", "the door code is 4821"],
    "a one-time code": ["482913 is your verification code", "482-913 is your WhatsApp code", "use 482913 to log in", "otp 482913"],
    "as it was sent": ["G-482913", "G-482913 is your Google verification code", "Your code is 482913. Don't share it with anyone"],
    "a PIN": ["pin: 1234", "PIN 1234", "my pin is 4821", "my phone's pin is 4821", "the pin for my phone is 4821"],
    "a pattern": [
        "my unlock pattern is an L",
        "unlock pattern: 1-2-5-8-9",
        "my unlock pattern is down left up",
        "pattern: 1-2-5-8-9",
    ],
    "what opens it": ["my phone opens with 4821", "you can unlock it with 4821", "you can get into my phone with 4821"],
    "the other way round": ["hunter2 is my password", "482913 is the code"],
    "words to recover": ["my recovery phrase is apple banana cat dog"],
}
TALK = {
    "of passwords": [
        "he wants my password",
        "I changed my password yesterday",
        "I gave her my password last week",
        "I forgot my password",
    ],
    "that keeps it": ["my password is none of your business", "my password is private", "My password: I do not want to give it"],
    "that asks": ["what is your password?", "give me your password", "you asked for my pin", "is your password still my birthday"],
    "of openness": [
        "sharing passwords is not trust",
        "I'll give you every password, every penny",
        "Please respect that: passwords are private",
    ],
    "of what it is like": [
        "my password is the same as before",
        "my password is changed",
        "My password is written down in the kitchen",
    ],
    "of other codes": [
        "the dress code is smart casual",
        "our postal code is 10115",
        "the error code is 4040",
        "our code word is pineapple",
    ],
    "of other patterns": [
        "the pattern is always the same: he lies",
        "our pattern is: I shout, you leave",
        "I see a pattern here. 3 times now",
    ],
    "of other pins": ["I feel like a pin cushion", "my pin is in the drawer", "pin the note to the door at 1900"],
    "in figures": [
        "1234",
        "20:30",
        "call me on 0171 4829134",
        "I paid 1200 for it",
        "order number 482913",
        "we open with 2000 euros",
    ],
    "of phones": ["she unlocked my phone", "He unlocks my phone with my thumb", "my phone was off from 2100 until 2300"],
    "in pictures": ["he knows the password to my heart", "the password is love", "trust is the password"],
    "of promises": ["I promise to tell you my password by Friday", "the code is hard to read"],
}


def each(table: dict[str, list[str]]) -> list[object]:
    return [pytest.param(text, id=f"{why}: {text}") for why, texts in table.items() for text in texts]


@pytest.mark.parametrize("text", each(GIVEN))
def test_what_is_handed_over_is_recognised(text: str) -> None:
    assert holds_password(text)


@pytest.mark.parametrize("text", each(TALK))
def test_talk_is_only_talk(text: str) -> None:
    assert not holds_password(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([t for texts in GIVEN.values() for t in texts]), st.sampled_from([str.upper, str.title, str]))
def test_it_does_not_depend_on_capitals_or_on_what_stands_around(text: str, case: object) -> None:
    typed = case(text)  # type: ignore[operator]
    assert holds_password(typed)
    if not text.startswith("G-"):
        assert holds_password(f"I thought about it for a while.\n{typed}.\nThat is all.")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["", "password", "code", "pin", "is"]))
def test_no_text_raises(text: str, word: str) -> None:
    holds_password(f"{text} {word} {text}")


def test_a_text_of_the_greatest_length_is_read_to_its_end() -> None:
    assert holds_password("word " * ((LONGEST - 40) // 5) + ". my pin is 4821")


def test_it_can_be_measured_like_a_reader_and_is_none_that_a_flow_could_name() -> None:
    assert predict("password", "7", "pin: 1234") == {"id": "7", "password": True}
    assert "password" in MEASURED
    assert "password" not in TASKS
