"""Reads whether someone speaks for themselves: a feeling, what it is about, a need; or blames.

A true feeling with an attack beside it is still an attack. Naming what was done ("you lied about the card") is never
something to soften, so nothing here suggests it.
"""

from typing import Final

from bot.coach import phrases
from bot.coach.text import Text, plain
from bot.coach.verdict import Reader, Verdict

PHRASES: Final = phrases.patterns("i_statement")
PRAISE: Final = PHRASES["PRAISE"]
OWN_FEELING: Final = PHRASES["OWN_FEELING"]
OWN_NEED: Final = PHRASES["OWN_NEED"]
ATTACK: Final = PHRASES["ATTACK"]
NAMED_DEED: Final = PHRASES["NAMED_DEED"]
ALWAYS_NEVER: Final = PHRASES["ALWAYS_NEVER"]
LABEL: Final = PHRASES["LABEL"]
MIND_READING: Final = PHRASES["MIND_READING"]
FEEL_THAT: Final = PHRASES["FEEL_THAT"]
EVENT: Final = PHRASES["EVENT"]
BODILY: Final = PHRASES["BODILY"]

FACT_STAYS: Final = "The fact can stay as it is: what did you feel when it happened?"
WHAT_FELT: Final = "What did you feel, and what was happening just then?"
FEEL_WORD: Final = 'After "I feel", which one word would name the feeling itself?'
ONE_TIME: Final = "Which one time do you have in mind, and how was it for you?"
WHAT_NEED: Final = "What would help you, in one small request?"
CHECKLIST: Final = (
    "Do I say what I feel, in one word?",
    "Do I name one thing that happened?",
    "Do I say what I need?",
    "Do I speak for myself, without a label for the other?",
)


def label(text: Text) -> str:
    if text.has(ATTACK) and not (text.has(PRAISE) and not text.has(LABEL)):
        return "blame"
    if text.has(PRAISE) and not text.has(OWN_NEED):
        return "i_statement" if text.has(OWN_FEELING) else "neutral"
    if text.has(OWN_FEELING, OWN_NEED):
        return "i_statement"
    return "blame" if text.has(NAMED_DEED) else "neutral"


def marks(text: Text, named: str) -> tuple[str, ...]:
    seen = {
        "feeling": text.has(OWN_FEELING),
        "event": text.has(EVENT),
        "need": text.has(OWN_NEED),
        "blame": named == "blame",
        "always_never": named == "blame" and text.has(ALWAYS_NEVER),
        "label": named == "blame" and text.has(LABEL),
        "mind_reading": named == "blame" and text.has(MIND_READING),
        "i_feel_that": text.has(FEEL_THAT),
        "fact": text.has(NAMED_DEED),
    }
    return tuple(mark for mark, there in seen.items() if there)


def suggestion(named: str, found: tuple[str, ...]) -> str | None:
    if named == "neutral":
        return None
    if named == "i_statement":
        return None if "need" in found else WHAT_NEED
    ordered = (("fact", FACT_STAYS), ("i_feel_that", FEEL_WORD), ("always_never", ONE_TIME))
    return next((sentence for mark, sentence in ordered if mark in found), WHAT_FELT)


def read(text: str) -> Verdict:
    words = plain(text)
    named = label(words)
    found = marks(words, named)
    return Verdict("i-statement", named, found, suggestion(named, found))


READER: Final = Reader("i-statement", read, CHECKLIST, (FACT_STAYS, WHAT_FELT, FEEL_WORD, ONE_TIME, WHAT_NEED))
