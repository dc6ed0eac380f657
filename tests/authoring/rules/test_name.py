"""`name`: every name has a value before it is read, on every path."""

from tea import said, sentences, tea


def test_a_name_that_was_saved_before_is_clean() -> None:
    assert said("name", tea(("say: The kettle is on.", "say: The kettle is on for {tea}."))) == []


def test_a_text_that_reads_too_early() -> None:
    early = tea(("Shall we have tea, and talk a little?", "Shall we have {tea}?"))
    assert sentences("name", early) == ["`tea` has no value yet when `ready` reads it"]


def test_a_name_that_only_one_path_sets() -> None:
    one_path = tea(
        (
            "next: {green: done, black: done}",
            "next:\n      - {if: answer == 'green', to: done, set: {sweet: \"'sugar'\"}}\n      - {to: done}",
        ),
        ("say: The kettle is on.", "say: The kettle is on, with {sweet}."),
    )
    (found,) = said("name", one_path)
    assert found.conversation[-1] == "Ann taps 'Black tea'"
