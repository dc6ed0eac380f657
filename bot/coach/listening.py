"""Reads whether a listener gives back what was said, or defends. A mirror with a "but" behind it is a defence."""

from typing import Final

from bot.coach import phrases
from bot.coach.text import Text, plain
from bot.coach.verdict import Reader, Verdict

PHRASES: Final = phrases.patterns("listening")
MIRROR: Final = PHRASES["MIRROR"]
REBUTTAL: Final = PHRASES["REBUTTAL"]
DEFENCE: Final = PHRASES["DEFENCE"]
MOCK: Final = PHRASES["MOCK"]
HELD: Final = PHRASES["HELD"]
OWN_TALK: Final = PHRASES["OWN_TALK"]

WHAT_HEARD: Final = "What did you hear the other feel, in your own words?"
BEFORE_OWN: Final = "Could your own side wait, and what did you hear first?"
CHECKLIST: Final = (
    "Do I say back what I heard?",
    "Do I name the feeling in it?",
    'Do I leave out "but" and my own side?',
    "Do I ask whether I got it right?",
)


def label(text: Text, mirrors: bool, rebuts: bool, defends: bool) -> str:
    if rebuts or text.has(MOCK):
        return "defensive"
    if mirrors and (not defends or text.has(HELD)):
        return "other" if text.has(OWN_TALK) else "reflective"
    if defends:
        return "reflective" if mirrors and " because i " in text.line else "defensive"
    return "other"


def read(text: str) -> Verdict:
    words = plain(text)
    there = {"mirror": words.has(MIRROR), "rebuttal": words.has(REBUTTAL), "defence": words.has(DEFENCE)}
    named = label(words, *there.values())
    says = {"reflective": None, "defensive": BEFORE_OWN, "other": WHAT_HEARD}[named]
    return Verdict("listening", named, tuple(mark for mark, is_there in there.items() if is_there), says)


READER: Final = Reader("listening", read, CHECKLIST, (WHAT_HEARD, BEFORE_OWN))
