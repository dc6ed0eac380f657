"""A date: "tomorrow", "until friday", "3 dec", "in two weeks", "a week", "24.12.", "2026-12-03".

Without a year the next is meant; a length without more is one from today.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from bot.flow.timing import locale_of
from bot.flow.understanding.number import understand_count
from bot.flow.understanding.plain import bare, plain, table, without

FIRST_YEAR, LAST_YEAR, FARTHEST_DAYS = 1900, 2100, 3660
_NUMBERED = re.compile(r"([0-9]{1,2}) ?[./-] ?([0-9]{1,2})(?: ?[./-] ?([0-9]{4}|[0-9]{2})?)?")
_MONTH_FIRST = frozenset({"en-us", "en-ph"})


def understand_day(text: str, language: str, today: date) -> str | None:
    """The date as "YYYY-MM-DD", or None if it is none. `today` is the date where the person is. Never raises."""
    said = _led_off(plain(text), language)
    try:
        found = _iso(said) or _counted(said, language, today) or _weekday(said, language, today)
        found = found or _numbered(said, language, today) or _named(said, language, today)
    except (ValueError, OverflowError):
        return None
    return found.isoformat() if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


def _led_off(said: str, language: str) -> str:
    """ "until friday" as "friday", and "for two weeks" as "two weeks"."""
    first, _, rest = said.partition(" ")
    return rest if first in table(language).until else said


def _iso(said: str) -> date | None:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", said)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _counted(said: str, language: str, today: date) -> date | None:
    known = table(language)
    if said in known.days:
        return today + timedelta(days=known.days[said])
    words = said.removeprefix(f"{known.ahead} ").split()
    if len(words) != 2:
        return None
    count = 1 if words[0] in known.one else understand_count(words[0], language)
    days = known.units.get(words[1], 0) // 1440
    if not isinstance(count, int) or not days or not 0 <= count * days <= FARTHEST_DAYS:
        return None
    return today + timedelta(days=count * days)


def _weekday(said: str, language: str, today: date) -> date | None:
    """The coming one, never today; "next friday" is the one of the next calendar week."""
    words = without(said, table(language).fillers | {"on", "this"}).split()
    following = len(words) == 2 and words[0] == table(language).following
    wanted = _names(language, "days").get(bare(words[-1])) if len(words) == 1 or following else None
    if wanted is None:
        return None
    monday = today - timedelta(days=today.weekday())
    if following:
        return monday + timedelta(days=7 + wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _numbered(said: str, language: str, today: date) -> date | None:
    found = _NUMBERED.fullmatch(said)
    if not found:
        return None
    day, month = int(found[1]), int(found[2])
    if (language.replace("_", "-").lower() in _MONTH_FIRST and day <= 12) or month > 12:
        day, month = month, day
    return _dated(day, month, found[3], today)


def _named(said: str, language: str, today: date) -> date | None:
    words = [re.sub(r"^([0-9]+)(st|nd|rd|th)$", r"\1", word) for word in re.split(r"[\s,.]+", said)]
    months, weekdays = _names(language, "months"), _names(language, "days")
    month = [months[bare(word)] for word in words if bare(word) in months]
    numbers = [word for word in words if re.fullmatch("[0-9]{1,4}", word)]
    rest = [word for word in words if bare(word) not in months and word not in numbers]
    if len(month) != 1 or not 1 <= len(numbers) <= 2 or [word for word in rest if not _carries_nothing(word, weekdays)]:
        return None
    return _dated(int(numbers[0]), month[0], numbers[1] if len(numbers) == 2 else None, today)


def _carries_nothing(word: str, weekdays: dict[str, int]) -> bool:
    return word in ("", "of", "the", "on") or bare(word) in weekdays


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) <= 2 else 0), month, day)
    years = (date(today.year + n, month, day) for n in range(9) if _exists(today.year + n, month, day))
    return next(one for one in (*years, date(1, 1, 1)) if one >= today or one.year == 1)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=64)
def _names(language: str, what: str) -> dict[str, int]:
    """Months from 1 or weekdays from 0, by their long and short names in this language and in English."""
    found: dict[str, int] = {}
    for locale in (locale_of("en"), locale_of(language)):
        named = locale.months if what == "months" else locale.days
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                found |= {bare(str(name)): number for number, name in named[context][width].items()}
    return found
