"""How long: "half an hour", "20 min", "1h30", "an hour and a half", "45" (minutes), as the flow language writes it."""

import re

from bot.flow.understanding.number import understand_count
from bot.flow.understanding.plain import plain, table, unhyphened

LONGEST_MINUTES = 366 * 1440


def understand_duration(text: str, language: str) -> str | None:
    """The length such as "30m", "2h" or "14d", from one minute to 366 days; None if it is none. Never raises."""
    said = plain(text)
    if found := re.fullmatch(r"([0-9]{1,3})(?::| ?h ?)([0-5][0-9])(?: ?m(?:in)?)?", said):
        return _written(int(found[1]) * 60 + int(found[2]))
    minutes = _sum(re.findall(r"[0-9]*[.,]?[0-9]+|[^\W\d]+|[^\w\s]", unhyphened(said)), language)
    return _written(minutes) if minutes is not None else None


def _sum(words: list[str], language: str) -> float | None:
    """Amounts wait for their unit; what is left at the end is of the unit before it, or minutes."""
    known = table(language)
    total, amount, last = 0.0, None, 0
    for word in words:
        if word in known.units:
            last = known.units[word]
            total, amount = total + (1.0 if amount is None else amount) * last, None
        elif word not in known.joins | known.one | {","}:
            amount = _joined(amount, _amount(word, language), word)
            if amount is None:
                return None
    if amount is None:
        return total if last else None
    return _with_rest(total, amount, last)


def _with_rest(total: float, amount: float, last: int) -> float | None:
    """ "an hour and a half", "1 hour 30", "45"; nothing is meant by "2 weeks 3"."""
    if last and amount < 1:
        return total + amount * last
    return total + amount if last in (0, 60) else None


def _joined(amount: float | None, value: float | None, word: str) -> float | None:
    """ "one and a half", "twenty five"; None for two numbers that are not one, such as "20 30"."""
    if amount is None or value is None:
        return value
    if value < 1 <= amount or (amount in range(20, 100, 10) and value in range(1, 10) and not word.isdecimal()):
        return amount + value
    return None


def _amount(word: str, language: str) -> float | None:
    known = table(language)
    special = {known.half: 0.5, known.quarter: 0.25}
    return special.get(word, understand_count(word, language))


def _written(minutes: float) -> str | None:
    whole = round(minutes)
    if not 1 <= whole <= LONGEST_MINUTES:
        return None
    for size, unit in ((1440, "d"), (60, "h")):
        if whole % size == 0:
            return f"{whole // size}{unit}"
    return f"{whole}m"
