"""Evenings as a picture, and the same in words: whoever cannot see the picture, or gets none, reads all that it shows.

Both are made from what their reader may read, in the reader's language and on their calendar. Neither sums anything up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.couple import days
from bot.couple.days import Marks
from bot.couple.household import Person
from bot.flow import timing
from bot.talk import phrases, telling
from bot.talk.work import Work
from bot.words.dates import short_day, short_span, week_of, weekday
from bot.words.fit import escape, plain, split
from bot.words.message import Message, Panel, Picture

CAPTION = 1024
"""UTF-16 units below a picture; what is longer follows as messages of its own."""
SHORTEST = 7
MOST_TICKS = 5
_DAY = timedelta(days=1)

Shown = Sequence[tuple[str, Marks]]


def pictured(work: Work, person: Person, whose: Sequence[Person], drawn: bool = True) -> list[Message]:
    """The days of these people as this person may see them; nothing when there are none. Not `drawn`: in words alone."""
    today = timing.local_date(work.now, person.zone or "UTC")
    shown = [(one.name, days.marks(work.household, one.id, person.id, today)) for one in whose]
    every = [day for _, marks in shown for day in marks]
    if not every:
        return []
    first = min(*every, today - (SHORTEST - 1) * _DAY)
    span = short_span(first, today, person.language)
    title = telling.sentence(work, person.id, phrases.DAYS_OURS if len(whose) > 1 else phrases.DAYS_YOURS, span=span).text
    parts = split("\n\n".join([title, *_said(work, person, shown)]), CAPTION)
    picture = _picture(work, person, plain(title), shown, first, today) if drawn else None
    head = Message(person.id, parts[0], picture=picture, protect=True)
    return [head, *(Message(person.id, part, protect=True) for part in parts[1:])]


def _said(work: Work, person: Person, shown: Shown) -> Iterator[str]:
    """A paragraph for each person: a line a week, oldest first."""
    for name, marks in shown:
        head = [f"{escape(name)}:"] if len(shown) > 1 else []
        weeks: dict[date, list[str]] = {}
        for day, level in marks.items():
            said = f"{weekday(day, person.language)} {_levels(work, person)[level]}"
            weeks.setdefault(week_of(day, person.language), []).append(said)
        lines = [f"{short_span(week, week + 6 * _DAY, person.language)}: {' · '.join(said)}" for week, said in weeks.items()]
        yield "\n".join([*head, *(escape(line) for line in lines or ["–"])])


def _levels(work: Work, person: Person) -> tuple[str, ...]:
    tongue = work.audience(person.id).tongue
    return tuple(tongue(text) for text in days.LEVELS.values())


def _picture(work: Work, person: Person, title: str, shown: Shown, first: date, last: date) -> Picture:
    panels = tuple(
        Panel(name if len(shown) > 1 else "", tuple(((day - first).days, level) for day, level in marks.items()))
        for name, marks in shown
    )
    return Picture(title, (last - first).days + 1, _levels(work, person), _ticks(first, last, person.language), panels)


def _ticks(first: date, last: date, language: str) -> tuple[tuple[int, str], ...]:
    """The first days of some weeks."""
    days_shown = [first + n * _DAY for n in range((last - first).days + 1)]
    weeks = [day for day in days_shown if week_of(day, language) == day]
    step = -(-len(weeks) // MOST_TICKS)
    return tuple(((day - first).days, short_day(day, language)) for day in weeks[::step])
