"""A time of day as people type it: "20.30", "8 pm", "830 pm", "half past eight", "noon", "21".

An hour from one to eleven without more is ambiguous. Where a flow asks about the evening, which is nearly always (`time`), it
is taken for the later one, and where it asks about the morning (`morning`), for the earlier.
"""

import re
from functools import lru_cache

from bot.flow.timing import locale_of
from bot.flow.understanding.number import understand_count
from bot.flow.understanding.plain import plain, table, unhyphened, without

_SEPARATED = re.compile(r"([0-9]{1,2}) ?(?:[:.,h]| ) ?([0-9]{2})(?: ?h)?")
_TOGETHER = re.compile(r"([0-9]{1,2})([0-9]{2})")
_WIDTHS = ("wide", "abbreviated")  # narrow ones are single letters, and "a" is a word
_HOUR = re.compile(r"([0-9]{1,2}) ?h?")


def understand_time(text: str, language: str, prefer_evening: bool = True) -> str | None:
    """The time as "HH:MM", or None if it is none. Never raises."""
    said, part = _part_of_day(plain(text), language)
    said = without(said, table(language).fillers)
    if named := table(language).times.get(said):
        return named
    found = _written(said) or _spoken(said, language)
    return _clock(*found, part, prefer_evening and not said.startswith("0")) if found else None


def _part_of_day(said: str, language: str) -> tuple[str, str]:
    known = table(language)
    for part, names in (("am", known.morning), ("pm", known.later), ("night", known.night), *_markers(language)):
        for name in names:
            for pattern in (rf"(?<=[0-9]) ?{re.escape(name)}\.?$", rf"(?:^|(?<=\s)){re.escape(name)}(?:\s|\.|,|$)"):
                if re.search(pattern, said) and said != name:
                    return re.sub(r"\s+", " ", re.sub(pattern, " ", said)).strip(" .,"), part
    return said, ""


@lru_cache(maxsize=64)
def _markers(language: str) -> list[tuple[str, tuple[str, ...]]]:
    periods = locale_of(language).day_periods["format"]
    names = {part: {plain(str(periods[width].get(part, ""))) for width in _WIDTHS} - {""} for part in ("am", "pm")}
    return [(part, tuple(sorted(found))) for part, found in names.items()]


def _written(said: str) -> tuple[int, int] | None:
    for pattern in (_SEPARATED, _TOGETHER, _HOUR):
        if found := pattern.fullmatch(said):
            parts = [int(one) for one in found.groups()]
            return parts[0], parts[1] if len(parts) > 1 else 0
    return None


def _spoken(said: str, language: str) -> tuple[int, int] | None:
    words, known = unhyphened(said).split(), table(language)
    for place, word in enumerate(words):
        if word in known.past | known.to:
            minutes, hour = _minutes(words[:place], language), _small(words[place + 1 :], language)
            if minutes is None or hour is None:
                return None
            return (hour, minutes) if word in known.past else ((hour - 1) % 24 or 12, 60 - minutes)
    if len(words) > 1 and words[0] == known.half:
        return _with(_small(words[1:], language), 30)
    whole = _small(words, language)
    if whole is not None and whole < 25:
        return whole, 0
    minutes = _small(words[1:], language)
    return _with(_small(words[:1], language), minutes) if minutes is not None and 10 <= minutes < 60 else None


def _minutes(words: list[str], language: str) -> int | None:
    known = table(language)
    words = [word for word in words if word not in known.one and known.units.get(word) != 1]
    if words in ([known.half], [known.quarter]):
        return 30 if words == [known.half] else 15
    minutes = _small(words, language)
    return minutes if minutes is not None and 0 < minutes < 60 else None


def _small(words: list[str], language: str) -> int | None:
    value = understand_count(" ".join(words), language) if words else None
    return value if isinstance(value, int) and 0 <= value < 60 else None


def _with(hour: int | None, minutes: int) -> tuple[int, int] | None:
    return None if hour is None else (hour, minutes)


def _clock(hour: int, minute: int, part: str, prefer_evening: bool) -> str | None:
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (part == "am" and hour > 12):
        return None
    later = part == "pm" or (part == "night" and hour > 4) or (not part and prefer_evening and hour > 0)
    if hour < 12 and later:
        hour += 12
    elif hour == 12 and part in ("am", "night"):
        hour = 0
    return f"{hour % 24:02}:{minute:02}"
