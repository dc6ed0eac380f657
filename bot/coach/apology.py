"""Reads the parts of an apology, and what takes them back: excuse, condition, passive voice, blame, belittling, pressure.

Each mark stands alone. Nothing here rewords an apology; what it says is always a question, and the answer belongs to the
person who writes. The order of the questions follows what weighs most in studies of apologies: owning it, then repair
(Lewicki, Polin and Lount 2016, two studies, 755 people).
"""

from collections.abc import Mapping
from typing import Final

from bot.coach import phrases
from bot.coach.needs import Phrase
from bot.coach.text import Text, plain
from bot.coach.verdict import Reader, Verdict

PHRASES: Final = phrases.patterns("apology")
DEED: Final = PHRASES["DEED"]
NOT_A_DEED: Final = PHRASES["NOT_A_DEED"]
IMPACT: Final = PHRASES["IMPACT"]
NOT_IMPACT: Final = PHRASES["NOT_IMPACT"]
RESPONSIBILITY: Final = PHRASES["RESPONSIBILITY"]
REMORSE: Final = PHRASES["REMORSE"]
REPAIR: Final = PHRASES["REPAIR"]
EXCUSE: Final = PHRASES["EXCUSE"]
NO_EXCUSE: Final = PHRASES["NO_EXCUSE"]
CONDITIONAL: Final = PHRASES["CONDITIONAL"]
PASSIVE: Final = PHRASES["PASSIVE"]
BLAME_PARTNER: Final = PHRASES["BLAME_PARTNER"]
MINIMISE: Final = PHRASES["MINIMISE"]
DEMAND: Final = PHRASES["DEMAND"]


def _specific_act(text: Text) -> bool:
    return any(not NOT_A_DEED.regex.match(text.line, deed.start()) for deed in text.each(DEED))


def _impact(text: Text) -> bool:
    return _without(NOT_IMPACT, IMPACT, text)


def _excuse(text: Text) -> bool:
    return _without(NO_EXCUSE, EXCUSE, text)


def _without(blind: Phrase, phrase: Phrase, text: Text) -> bool:
    """Whether the phrase stands there when what only looks like it is taken out."""
    return phrase.may_be(text.keys) and phrase.regex.search(blind.regex.sub("~", text.line)) is not None


def found(text: Text) -> Mapping[str, bool]:
    return {
        "specific_act": _specific_act(text),
        "impact": _impact(text),
        "responsibility": text.has(RESPONSIBILITY),
        "remorse": text.has(REMORSE),
        "repair": text.has(REPAIR),
        "excuse": _excuse(text),
        "conditional": text.has(CONDITIONAL),
        "passive": text.has(PASSIVE),
        "blame_partner": text.has(BLAME_PARTNER),
        "minimise": text.has(MINIMISE),
        "demand_forgiveness": text.has(DEMAND),
    }


TAKES_BACK: Final = {
    "blame_partner": "Which part was yours alone, whatever the other did?",
    "excuse": "What would it say if the reason were left out?",
    "conditional": 'What do you know happened, without an "if"?',
    "minimise": "How big was it for the other?",
    "demand_forgiveness": "What if nothing had to come back in return?",
    "passive": "Who did it?",
}
LEFT_OUT: Final = {
    "responsibility": "Which words would say that it was your choice?",
    "specific_act": "What exactly did you do?",
    "impact": "What do you think it was like for the other?",
    "repair": "What could you do, and when, that the other would notice?",
}
CHECKLIST: Final = (
    "Do I name what I did?",
    "Do I say that it was my choice?",
    "Do I show that I see what it did to you?",
    "Do I say what I will do now?",
    'Is it free of "but", "if" and "only"?',
    "Is it free of any wish for an answer?",
)


def suggestion(marks: tuple[str, ...]) -> str | None:
    return _taken_back(marks) or next((question for mark, question in LEFT_OUT.items() if mark not in marks), None)


def read(text: str) -> Verdict:
    marks = tuple(mark for mark, there in found(plain(text)).items() if there)
    taken_back = any(mark in TAKES_BACK for mark in marks)
    whole = all(mark in marks for mark in LEFT_OUT)
    return Verdict("apology", "mixed" if taken_back else "whole" if whole else "partial", marks, suggestion(marks))


def read_ownership(text: str) -> Verdict:
    """One step of an apology, the owning: what belongs to the other steps is not missed here."""
    verdict = read(text)
    owned = "responsibility" in verdict.marks
    question = _taken_back(verdict.marks) or (None if owned else LEFT_OUT["responsibility"])
    return Verdict("ownership", "owned" if owned else "partial", verdict.marks, question)


def read_explanation(text: str) -> Verdict:
    """Another step, where a reason may stand: only blame and belittling are asked about; an excuse is the flow's to raise."""
    marks = read(text).marks
    question = _taken_back(tuple(m for m in marks if m in ("blame_partner", "minimise", "demand_forgiveness")))
    return Verdict("explanation", "excuse" if "excuse" in marks else "explanation", marks, question)


def _taken_back(marks: tuple[str, ...]) -> str | None:
    return next((question for mark, question in TAKES_BACK.items() if mark in marks), None)


READER: Final = Reader("apology", read, CHECKLIST, (*TAKES_BACK.values(), *LEFT_OUT.values()))
OWNERSHIP: Final = Reader("ownership", read_ownership, (CHECKLIST[1], *CHECKLIST[4:]), ())
EXPLANATION: Final = Reader("explanation", read_explanation, (CHECKLIST[1], *CHECKLIST[4:]), ())
