"""How somebody's days were, in one tap each: what the evening check-in keeps and /progress draws.

Each mark is its owner's alone. When both chose it, each by themselves, both read both: then, and only then, the readers of what is
there grow, and what comes is asked as an answer that the other reads. Either can end it; then all of it is its owner's alone again.
There is no sum, no average and no row of days without a gap: an empty day is a day that somebody did not want to tap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from bot.couple.household import Entry, Household

BOOK = "days"
VIEW = "view"
"""The consent to a picture of both."""
LEVELS: Mapping[str, str] = {
    "heavy": "Heavy",
    "heavier": "Rather heavy",
    "between": "In between",
    "lighter": "Rather light",
    "light": "Light",
}
"""What stands on the buttons, as gettext msgids, from the heaviest to the lightest."""
LONGEST = 90
"""Days that a picture shows at most: as many as the book keeps."""

Marks = Mapping[date, int]
View = Literal["ours", "chosen", "mine", "alone"]


def view(home: Household, person: str) -> View:
    """Whether both chose to see both (ours), only this person did (chosen), or not (mine); or there is nobody else (alone)."""
    other = home.partner(person)
    if other is None:
        return "alone"
    wanted = VIEW in home.people[person].consents
    return "ours" if wanted and VIEW in other.consents else "chosen" if wanted else "mine"


def marks(home: Household, owner: str, reader: str, today: date) -> Marks:
    """The marks of `owner` that `reader` may read, by local date, as the number of their level; of two on a day the later one."""
    first = today - timedelta(days=LONGEST - 1)
    kept = sorted(entries(home), key=lambda entry: entry.at)
    found = {_day(e): _level(e) for e in kept if e.owner == owner and e.text.may_read([reader])}
    return {day: level for day, level in sorted(found.items()) if level is not None and first <= day <= today}


def entries(home: Household) -> Iterator[Entry]:
    """Everything in the book, whoever's."""
    return (entry for entry in home.entries.values() if entry.book == BOOK)


def _day(entry: Entry) -> date:
    return entry.day or entry.at.date()


def _level(entry: Entry) -> int | None:
    keys = list(LEVELS)
    return keys.index(entry.text.content) if entry.text.content in keys else None
