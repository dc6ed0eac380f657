"""The reader of danger: runs before anything else, on every free text, with no model and nothing to wait for.

Highest concern first: a life at risk by one's own hand, then being hurt or controlled, then hurting someone. It reads whole
phrases, never single words, because "kill" and "hit" are mostly said in fun, and silence about a joke is part of being trusted.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

from bot.coach.evidence import signs
from bot.coach.text import Text, plain
from bot.coach.verdict import Danger, Reader, Verdict

Kind = Literal["self_harm", "victim", "harm_other"]
CRISIS_CHECKLIST: Final = (
    "Is anyone in danger right now?",
    "Are you safe where you are?",
    "Is there someone who can be with you?",
)


OWN: Final = signs("self_harm")
PARTNERS: Final = signs("partner_self_harm")
VICTIM: Final = signs("victim")
HARM_OTHER: Final = signs("harm_other")


def _self_harm(text: Text) -> bool:
    return OWN.shown(text) or PARTNERS.shown(text)


KINDS: Final[tuple[tuple[Kind, Callable[[Text], bool]], ...]] = (
    ("self_harm", _self_harm),
    ("victim", VICTIM.shown),
    ("harm_other", HARM_OTHER.shown),
)


def kinds(text: Text) -> tuple[Kind, ...]:
    """Every concern read in `text`, the highest first."""
    return tuple(kind for kind, shows in KINDS if shows(text))


@lru_cache(maxsize=1)
def highest(text: Text) -> Danger | None:
    """The highest concern; the last text's is kept, because the coach asks again right after."""
    for kind, shows in KINDS:
        if shows(text):
            return Danger(kind, third_party=kind == "self_harm" and not OWN.shown(text))
    return None


def read_crisis(text: str) -> Verdict:
    marks = kinds(plain(text))
    return Verdict("crisis", "crisis" if marks else "none", tuple(marks), None)


READER: Final = Reader("crisis", read_crisis, CRISIS_CHECKLIST, ())
