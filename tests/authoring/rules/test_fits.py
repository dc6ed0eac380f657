"""`fits`: the longest answers still fit a message, and the longest labels a button."""

from tea import said, sentences, tea

TYPED = ("    choices:\n      green: Green tea\n      black: Black tea\n", "    max: 3500\n")
NEXT = ("next: {green: done, black: done}", "next: done")


def test_short_answers_in_short_texts_are_clean() -> None:
    assert said("fits", tea()) == []


def test_a_long_answer_alone_fits() -> None:
    assert said("fits", tea(TYPED, NEXT, ("say: The kettle is on.", "say: |\n      The kettle is on.\n\n      {tea}"))) == []


def test_two_of_them_do_not() -> None:
    twice = tea(TYPED, NEXT, ("say: The kettle is on.", "say: |\n      {tea}\n\n      {tea}"))
    assert sentences("fits", twice) == ["this text can have 7002 characters with the longest answers; a message holds 4096"]


def test_a_thirteenth_button_does_not() -> None:
    many = "".join(f"      t{n}: Tea {n}\n" for n in range(12)) + "    skip: None of them\n"
    twelve_and_skip = tea(("      green: Green tea\n      black: Black tea\n", many), NEXT)
    assert sentences("fits", twelve_and_skip) == ["13 buttons come together; a message holds 12"]
