"""Reads whether a promise can be ticked off: someone's own act that can be seen, and when or how often.

A promise of everything, for ever, is vague however warmly it is meant: nobody can keep it, and the first slip would
look like another lie.
"""

from typing import Final

from bot.coach import phrases
from bot.coach.text import Text, plain
from bot.coach.verdict import Reader, Verdict

PHRASES: Final = phrases.patterns("promise")
WHEN: Final = PHRASES["WHEN"]
SWEEPING: Final = PHRASES["SWEEPING"]
BOUND: Final = PHRASES["BOUND"]
BEING: Final = PHRASES["BEING"]
PLEDGE: Final = PHRASES["PLEDGE"]
OWN_ACT: Final = PHRASES["OWN_ACT"]
BARE: Final = PHRASES["BARE"]
NOT_MINE: Final = PHRASES["NOT_MINE"]
UNLESS_PLEDGE: Final = PHRASES["UNLESS_PLEDGE"]

WHEN_EXACTLY: Final = "When, or how often, will it happen?"
WHAT_SEEN: Final = "What would the other see you do?"
SMALLER: Final = "Which small piece of it could you keep this week?"
CHECKLIST: Final = (
    "Is it something I do myself?",
    "Could someone see it happen?",
    "Do I say when, or how often?",
    "Is it small enough to keep this week?",
)


def _asked_or_told(text: Text) -> bool:
    told = next(text.each(NOT_MINE), None)
    if told is None:
        return text.asks
    pledged = next(text.each(UNLESS_PLEDGE), None)
    return text.asks or pledged is None or pledged.start() > told.start() + 40 or "fyi" in text.line.split()


def label(text: Text) -> str:
    if _asked_or_told(text):
        return "none"
    if text.has(SWEEPING) and not text.has(BOUND) and "whenever" not in text.line:
        return "vague"
    timed = text.has(WHEN)
    acts = text.has(OWN_ACT)
    if acts:
        return "concrete" if timed and not (text.has(BEING) and not text.has(BOUND)) else "vague"
    if text.has(PLEDGE):
        return "vague"
    return "concrete" if timed and text.has(BARE) else "vague" if text.has(BEING) else "none"


def suggestion(text: Text, named: str) -> str | None:
    if named != "vague":
        return None
    if text.has(SWEEPING):
        return SMALLER
    return WHAT_SEEN if text.has(BEING) or not text.has(OWN_ACT) else WHEN_EXACTLY


def read(text: str) -> Verdict:
    words = plain(text)
    named = label(words)
    there = {"act": words.has(OWN_ACT, BARE), "when": words.has(WHEN), "sweeping": words.has(SWEEPING)}
    found = tuple(mark for mark, is_there in there.items() if is_there)
    return Verdict("promise", named, found, suggestion(words, named))


READER: Final = Reader("promise", read, CHECKLIST, (WHEN_EXACTLY, WHAT_SEEN, SMALLER))
