"""`wording`: what must never be said is found, wherever it stands, and ordinary sentences are left alone."""

import pytest
from tea import said, sentences, tea

FINE = (
    "You decide whether and when to read it. You owe no answer.",
    "Leaving to be safe is always allowed, whatever the rules say.",
    "What did you do? Only your part; no reasons yet.",
    "You could stay with this question for a moment.",
    "By now you may have had your tea.",
    "An apology can be offered, and it need not be accepted.",
    "It is time to come back.",
)
WRONG = (
    "Please forgive me.", "Both of you are to blame.", "You should be over it by now.", "You must leave.", "Stay for the children.",
    "Your partner has not answered yet.", "This will never happen again.",
)  # fmt: skip


@pytest.mark.parametrize("text", FINE)
def test_these_may_be_said(text: str) -> None:
    assert said("wording", tea(("say: The kettle is on.", f'say: "{text}"'))) == []


@pytest.mark.parametrize("text", WRONG)
def test_these_may_not(text: str) -> None:
    assert len(said("wording", tea(("say: The kettle is on.", f'say: "{text}"')))) == 1


def test_buttons_are_read_too() -> None:
    assert sentences("wording", tea(("agree: Yes, gladly", "agree: It takes two"))) == ["“It takes two” shares out the blame"]
