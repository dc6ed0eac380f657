"""Reads, in what somebody writes for themselves, that something is not said to the other yet: an affair that goes on, or one that

nobody knows of.

It is no danger and no alarm. It only keeps the bot from passing on, in that person's name, what it would make untrue. Whoever is
misread can say so with one tap, so it would rather hear one too many than vouch once.
"""

from typing import Final

from bot.coach.evidence import signs
from bot.coach.text import plain

SIGNS: Final = signs("unsaid")
LANGUAGES: Final = frozenset({"en"})


def leaves_unsaid(text: str, language: str) -> bool:
    """Whether `text` says so, plainly; False where the language cannot be read. Never raises."""
    return language.replace("_", "-").split("-", 1)[0].lower() in LANGUAGES and SIGNS.shown(plain(text))
