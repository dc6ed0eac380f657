"""Deterministic readers of what people write: no model, no network, every finding explained by the words that caused it.

A reader is one file and one line in `TASKS`. What it says is a hint to its author alone; `danger` comes before everything
else. Where a language cannot be read, its checklist is shown instead.
"""

from collections.abc import Mapping
from typing import Final

from bot.coach import apology, i_statement, listening, promise
from bot.coach import danger as _danger
from bot.coach.password import holds_password
from bot.coach.quiet import hush
from bot.coach.text import plain
from bot.coach.unsaid import leaves_unsaid
from bot.coach.verdict import UNREAD, Danger, Reader, Verdict

__all__ = [
    "MEASURED",
    "TASKS",
    "Danger",
    "Reader",
    "Verdict",
    "checklist",
    "danger",
    "holds_password",
    "leaves_unsaid",
    "predict",
    "read",
    "suggestions",
]

TASKS: Final[Mapping[str, Reader]] = {
    "i-statement": i_statement.READER,
    "apology": apology.READER,
    "ownership": apology.OWNERSHIP,
    "explanation": apology.EXPLANATION,
    "listening": listening.READER,
    "promise": promise.READER,
    "crisis": _danger.READER,
}
MEASURED: Final = (*TASKS, "password", "unsaid")
"""What `predict` can be asked for."""
APOLOGY_MARKS: Final = tuple(apology.found(plain("")))


def read(task: str, text: str, language: str) -> Verdict:
    """What the reader of `task` sees in `text`. Raises KeyError for an unknown task, nothing for any text.

    `language` is a language tag ("en", "en-GB"); one that cannot be read gives the label "unread".
    """
    reader = TASKS[task]
    if _base(language) not in reader.languages:
        return Verdict(task, UNREAD, (), None)
    return hush(text, reader.read(text))


def checklist(task: str) -> tuple[str, ...]:
    """English msgids to show where the coach cannot read. Raises KeyError for an unknown task."""
    return TASKS[task].checklist


def danger(text: str, language: str) -> Danger | None:
    """The highest concern in `text`: self_harm, then victim, then harm_other; None also where the language has no patterns."""
    return _danger.highest(plain(text)) if _base(language) in _danger.READER.languages else None


def suggestions() -> list[str]:
    """Every sentence of this room that a person may read, once each, for the translators."""
    every = (sentence for reader in TASKS.values() for sentence in (*reader.suggestions, *reader.checklist))
    return list(dict.fromkeys(every))


def predict(task: str, id: str, text: str) -> dict[str, object]:
    """One answer of `python -m bot coach TASK`: a label; the eleven marks of an apology; the concerns of a crisis; or whether

    a password stands in it, or something is left unsaid.
    """
    if task == "password":
        return {"id": id, "password": holds_password(text)}
    if task == "unsaid":
        return {"id": id, "unsaid": leaves_unsaid(text, "en")}
    verdict = read(task, text, "en")
    if task == "apology":
        return {"id": id, **{mark: mark in verdict.marks for mark in APOLOGY_MARKS}}
    if task == "crisis":
        return {"id": id, "crisis": bool(verdict.marks), "categories": list(verdict.marks)}
    return {"id": id, "label": verdict.label}


def _base(language: str) -> str:
    return language.replace("_", "-").split("-", 1)[0].lower()
