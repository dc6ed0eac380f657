"""A time zone from what people know of it: a city, their state or country, an exact name, "UTC+2".

What is typed is only ever compared with known names; it becomes no path. Where a country or state has several zones, those
that most people there live in are offered, and the person chooses. Behind a comma stands what a place lies in, and it
decides: "Paris, Texas" is not the Paris that everybody knows.
"""

import re
from functools import cache

from babel.dates import get_timezone_location

from bot.flow.timing import ZONES, locale_of
from bot.flow.understanding.called import all_of, called, cities_of, placed, shorter, unique, zones_of
from bot.flow.understanding.country import country_called
from bot.flow.understanding.places import POSTAL, REGIONS
from bot.flow.understanding.plain import bare, plain, table, without

MOST = 6
_LONGEST_CODE = 3
_WORDS = frozenset({"hi", "oh", "ok"})
"""What short names of states people also say of no place at all."""


def understand_zone(text: str, language: str) -> list[str]:
    """At most six names of IANA zones, the only one or the likeliest first; empty if none fits. Never raises."""
    said = plain(text)
    if exact := _exact().get(said) or _shifted(said):
        return [exact]
    parts = _parts(said, language)
    if len(parts) == 1:
        found = placed(parts[0], language) or placed(shorter(parts[0], language), language) or _run_on(parts[0], language)
    else:
        found = _within(parts, language)
    return found[:MOST]


def _parts(said: str, language: str) -> list[str]:
    """What stands between commas, but for a "please"."""
    parts = [bare(part) for part in re.split("[,;]", said)]
    return [part for part in parts if part in POSTAL or without(part, table(language).fillers)]


def city(zone: str, language: str) -> str:
    """The city that a zone is called after, in a language."""
    return str(get_timezone_location(zone, locale=locale_of(language), return_city=True)) if "/" in zone else zone


def _run_on(said: str, language: str) -> list[str]:
    """ "paris texas" as "paris, texas"."""
    words = said.split()
    for place in range(1, len(words)):
        if (region := " ".join(words[place:])) in REGIONS:
            return _within([" ".join(words[:place]), region], language)
    return []


def _within(parts: list[str], language: str) -> list[str]:
    """The zones of the first part where the others narrow it down; those of what it lies in if it is not known there."""
    if len(parts) < 2:
        return called(parts[0], language) or called(shorter(parts[0], language), language) if parts else []
    if len(parts) == 2 and len(parts[0]) > _LONGEST_CODE and _wide(parts[0], language) and not _wide(parts[1], language):
        parts = parts[::-1]
    *inner, outer = parts
    found = _within(inner, language)
    if _wide(outer, language):
        return _there(inner[-1], found, outer, language) or _around(outer, language)
    other = _within([outer], language)
    return unique([*found, *other]) if other else []


def _wide(said: str, language: str) -> bool:
    """Whether it is a region or a country."""
    return bool(_region(said, language)) or _country(shorter(said, language), language) is not None


def _there(said: str, found: list[str], outer: str, language: str) -> list[str]:
    """What of a region or country lies where `said` is a town of it."""
    names, cities = {said, shorter(said, language)}, cities_of(language)
    own = {zone for name in names for zone in cities.get(name, ())}
    region, country = _region(outer, language), _country(shorter(outer, language), language)
    known = [zone for zone, towns in region.items() if zone in own or names & set(towns.split(", "))]
    return unique([*known, *(zone for zone in found if country and zone in all_of(country))])


def _around(outer: str, language: str) -> list[str]:
    """The zones of a region or country. A code that is a word is the region's only: Portland, ME."""
    if outer in _WORDS:
        return []
    country = country_called(shorter(outer, language), language)
    return unique([*_region(outer, language), *(zones_of(country) if country else ())])


def _region(said: str, language: str) -> dict[str, str]:
    name = shorter(said, language)
    return {zone: towns for region in POSTAL.get(name, (name,)) for zone, towns in REGIONS.get(region, {}).items()}


def _country(said: str, language: str) -> str | None:
    """Behind a comma a code is a code, also one that is a word."""
    return country_called(said.upper() if len(said) == 2 else said, language)


def _shifted(said: str) -> str | None:
    """A fixed distance to UTC; the list names these with the sign turned round."""
    if said in ("utc", "gmt"):
        return "Etc/UTC"
    found = re.fullmatch(r"(?:utc|gmt) ?([+-]) ?0?([0-9]{1,2})(?::00)?", said)
    name = f"Etc/GMT{'-' if found[1] == '+' else '+'}{int(found[2])}" if found else ""
    return name if name in ZONES else None


@cache
def _exact() -> dict[str, str]:
    """Names with a slash only: single words such as EST or Cuba are old links, and people mean the place."""
    return {plain(name): name for name in ZONES if "/" in name}
