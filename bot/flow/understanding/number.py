"""A number in digits or in a few words: "7", "3,5", "twenty-five", "7 out of 10"."""

import re

from bot.flow.timing import locale_of
from bot.flow.understanding.plain import plain, table

LARGEST = 10**12


def understand_number(text: str, language: str) -> int | float | None:
    """The number, whole where it is whole and between -10**12 and 10**12; None if it is none. Never raises."""
    return understand_count(re.sub(r"\s*(/|out of|of)\s*[0-9]+$", "", plain(text)), language)


def understand_count(text: str, language: str) -> int | float | None:
    """As `understand_number`, where nothing is rated out of so many: "20/30" is no number then."""
    said = plain(text).replace("−", "-")
    value = _digits(said, language) if re.search("[0-9]", said) else _words(said, language)
    if value is None or abs(value) > LARGEST:
        return None
    return int(value) if value == int(value) else value


def _digits(said: str, language: str) -> float | None:
    group = locale_of(language).number_symbols["latn"].get("group", ",")
    if group in ",." and re.fullmatch(rf"-?[0-9]{{1,3}}({re.escape(group)}[0-9]{{3}})+", said):
        return float(said.replace(group, ""))
    if re.fullmatch(r"[+-]?[0-9]{0,13}([.,][0-9]{1,6})?", said) and re.search("[0-9]", said):
        return float(said.replace(",", "."))
    return None


def _words(said: str, language: str) -> int | None:
    known = table(language).numbers
    parts = [known.get(word) for word in re.split(r"[ -]", said)]
    if len(parts) == 1:
        return parts[0]
    tens, ones = (parts[0], parts[1]) if len(parts) == 2 else (None, None)
    if tens is not None and ones is not None and 20 <= tens < 100 and tens % 10 == 0 and 0 < ones < 10:
        return tens + ones
    return 100 if tens == 1 and ones == 100 else None
