"""`neutral`: whatever can arrive unasked begins with words that anybody may see."""

from tea import said, tea


def test_an_invitation_to_tea_is_neutral() -> None:
    assert said("neutral", tea()) == []


def test_a_word_that_gives_it_away_is_found_at_its_place() -> None:
    (found,) = said("neutral", tea(("Shall we have tea, and talk a little?", "Shall we talk about the affair?")))
    assert found.sentence == "“affair” stands at the beginning of something that can arrive unasked"
    assert (found.line, found.column) == (10, 34)


def test_further_on_in_the_text_it_may_stand() -> None:
    later = "Shall we have tea, and sit down, and talk a little while, and then of trust?"
    assert said("neutral", tea(("Shall we have tea, and talk a little?", later))) == []


def test_inside_a_talk_that_both_agreed_to_nothing_is_unasked() -> None:
    assert said("neutral", tea(("say: The kettle is on.", "say: Trust is like tea."))) == []
