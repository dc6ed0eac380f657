"""Welcome, invitation, pairing: how two people come to be a couple here, and how nobody else does."""

from __future__ import annotations

import pytest
from acceptance.driver import Person, Time, invitation, pair, welcome

HERE = "You are both here now."
PASSED = "If this invitation still holds, you will hear from me here."


def test_seven_taps_and_words_lead_through_the_welcome(ann: Person) -> None:
    ann.starts()
    ann.sees("not a therapist and not an emergency service")
    ann.taps("Yes, I am 18 or older")
    ann.sees("not end-to-end encrypted")
    ann.taps("Yes, I agree")
    ann.sees("Which city's clock")
    ann.says("Berlin")
    ann.says("8 pm")
    ann.says("Germany")
    ann.sees("Your answer is never shown to your partner")
    ann.taps("I was hurt")
    ann.sees("/menu shows what you can do now")


def test_whoever_is_no_adult_is_told_where_people_listen_and_nothing_begins(ann: Person) -> None:
    ann.starts()
    ann.taps("No")
    ann.sees("I am made for adults", "findahelpline.com")
    ann.says("/menu")
    ann.sees("Are you 18 or older?")


def test_without_consent_nothing_begins(ann: Person) -> None:
    ann.starts()
    ann.taps("Yes, I am 18 or older", "No, thank you")
    ann.sees("Nothing has begun")
    ann.says("/menu")
    ann.sees("Are you 18 or older?")


def test_an_answer_that_cannot_be_read_is_asked_for_again(ann: Person) -> None:
    ann.starts()
    ann.taps("Yes, I am 18 or older", "Yes, I agree")
    ann.says("Atlantis")
    assert ann.reads()
    ann.says("Chicago")
    ann.sees("At what hour")
    ann.says("half past never")
    assert ann.reads()
    ann.says("20:30")
    ann.sees("Which country")


def test_the_inviter_may_say_yes_first(ann: Person, ben: Person) -> None:
    pair(ann, ben)
    assert ann.has_seen(HERE)
    assert ben.has_seen(HERE)


def test_the_invited_may_say_yes_first(ann: Person, ben: Person) -> None:
    welcome(ann)
    welcome(ben, invitation(ann))
    ben.taps("Yes, I agree")
    assert not ben.has_seen(HERE)
    ann.opens()
    ann.sees("Ben asks to come in.")
    ann.taps("Yes, and I agree")
    ann.sees(HERE)
    ben.opens()
    ben.sees(HERE)


def test_what_comes_unasked_is_a_neutral_note(ann: Person, ben: Person) -> None:
    welcome(ann)
    welcome(ben, invitation(ann))
    assert ann.reads() == ["A note for you."]
    assert ann.buttons() == ["Open"]


def test_whoever_is_turned_away_is_told_nothing(ann: Person, ben: Person) -> None:
    welcome(ann)
    welcome(ben, invitation(ann))
    ann.opens()
    ann.taps("No")
    ann.sees("Nobody comes in")
    ben.sees_nothing()
    ben.taps("Yes, I agree")
    assert not ben.has_seen(HERE)


def test_whoever_declines_is_not_told_of(ann: Person, ben: Person) -> None:
    welcome(ann)
    welcome(ben, invitation(ann))
    ann.opens()
    ben.taps("No, thank you")
    ben.sees("Ann is not told")
    ann.sees_nothing()
    ann.taps("Yes, and I agree")
    assert not ann.has_seen(HERE)


def test_a_wrong_invitation_looks_like_any_other(eve: Person) -> None:
    welcome(eve, "iAAAAAAAAAAAAAAAAAAAAAA")
    eve.sees(PASSED)
    assert eve.reads()[-1] == PASSED


def test_a_used_invitation_lets_nobody_in(ann: Person, ben: Person, eve: Person) -> None:
    welcome(ann)
    token = invitation(ann)
    welcome(ben, token)
    welcome(eve, token)
    assert eve.reads()[-1] == PASSED
    assert not eve.has_seen("Ann")
    ann.opens()
    assert not ann.has_seen("Eve")


def test_an_invitation_ends_after_a_day(ann: Person, ben: Person, time: Time) -> None:
    welcome(ann)
    welcome(ben)
    token = invitation(ann)
    time.passes(hours=25)
    ben.starts(token)
    assert ben.reads() == [PASSED]
    ann.sees_nothing()


def test_a_new_invitation_ends_the_one_before(ann: Person, ben: Person) -> None:
    welcome(ann)
    old = invitation(ann)
    invitation(ann)
    welcome(ben, old)
    ann.sees_nothing()
    assert ben.reads()[-1] == PASSED


def test_nobody_comes_in_with_their_own_invitation(ann: Person) -> None:
    welcome(ann)
    ann.starts(invitation(ann))
    assert ann.reads() == [PASSED]
    assert not ann.has_seen("asks to come in")


def test_five_tries_an_hour_and_no_more(eve: Person, time: Time) -> None:
    welcome(eve)
    for n in range(5):
        eve.starts(f"iAAAAAAAAAAAAAAAAAAAAA{n}")
        eve.sees(PASSED)
    eve.starts("iAAAAAAAAAAAAAAAAAAAAAAB")
    eve.sees("Please wait an hour")
    time.passes(minutes=61)
    eve.starts("iAAAAAAAAAAAAAAAAAAAAAAC")
    eve.sees(PASSED)


def test_a_couple_neither_invites_nor_comes_in_elsewhere(couple: tuple[Person, Person], cleo: Person) -> None:
    ann, ben = couple
    welcome(cleo)
    token = invitation(cleo)
    ben.starts(token)
    ben.sees("You are two here already")
    cleo.sees_nothing()
    ann.says("/menu")
    assert "Invite your partner" not in ann.buttons()


@pytest.mark.parametrize("word", ["/menu", "/settings", "hello"])
def test_whoever_was_not_welcomed_yet_is_welcomed_first(ann: Person, word: str) -> None:
    ann.starts()
    ann.taps("No")
    ann.says(word)
    ann.sees("Are you 18 or older?")
