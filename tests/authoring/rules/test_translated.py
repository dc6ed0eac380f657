"""`translated`: every language has every sentence, with the same placeholders."""

from tea import tea

from bot.authoring.checking import check_texts
from bot.authoring.rules.translated import own
from bot.words.tongues import Tongues

TEXTS = (
    "Tea together", "Shall we have tea, and talk a little?", "Yes, gladly", "Which tea would you like?", "Green tea", "Black tea",
    "The kettle is on for {one}.", "We leave it here for today.",
)  # fmt: skip
TALK = tea(("The kettle is on.", "The kettle is on for {one}."))


def told(**changed: str | None) -> list[str]:
    catalogue = {text: text for text in (*TEXTS, *own())}
    for text in TEXTS:
        if text.split()[0] in changed:
            said = changed[text.split()[0]]
            catalogue = {k: v for k, v in catalogue.items() if k != text} | ({text: said} if said else {})
    problems = check_texts({"tea": TALK}, tongues=Tongues({"en": {}, "de": catalogue}), rules=["translated"])[1]
    return [p.sentence for p in problems]


def test_a_language_that_has_everything_is_clean() -> None:
    assert told() == []


def test_a_missing_sentence() -> None:
    assert told(Which=None) == ["in `de`, a sentence is missing: “Which tea would you like?”"]


def test_a_placeholder_that_is_lost_or_new() -> None:
    assert told(The="Der Kessel ist an.") == ["in `de`, {one} is lost: “The kettle is on for {one}.”"]
    assert told(Which="Welcher Tee, {other}?") == ["in `de`, {other} is new: “Which tea would you like?”"]
