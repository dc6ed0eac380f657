"""A time zone from what people know of it: a city, their country, an exact name, "UTC+2".

What is typed is only ever compared with known names; it becomes no path. Where a country has several zones, those that
most people there live in are offered, and the person chooses.
"""

import re
from functools import cache, lru_cache

from babel.core import get_global
from babel.dates import get_timezone_location

from bot.flow.timing import ZONES, locale_of
from bot.flow.understanding.country import understand_country
from bot.flow.understanding.plain import bare, plain, table, without
from bot.flow.understanding.tables import ZONES_FIRST

MOST = 6
_SHORTEST_BEGINNING = 3


def understand_zone(text: str, language: str) -> list[str]:
    """At most six names of IANA zones, the only one or the likeliest first; empty if none fits. Never raises."""
    said = plain(text)
    if exact := _exact().get(said) or _shifted(said):
        return [exact]
    parts = [without(bare(part), table(language).places) or bare(part) for part in said.split(",")]
    found = _place(bare(said), language) or _place(" ".join(parts), language) or _place(parts[0], language)
    if len(parts) > 1 and found:
        within = {zone for code in understand_country(parts[-1], language) for zone in zones_of(code)}
        found = [zone for zone in found if zone in within] or found
    return found[:MOST]


def zones_of(code: str) -> list[str]:
    """The zones of a country by its ISO code, the one most people there live in first; empty for an unknown code."""
    known = [zone for zone in get_global("territory_zones").get(code, []) if zone in ZONES]
    return list(ZONES_FIRST.get(code, sorted(known)))


def city(zone: str, language: str) -> str:
    """The city that a zone is called after, in a language."""
    return str(get_timezone_location(zone, locale=locale_of(language), return_city=True)) if "/" in zone else zone


def _place(said: str, language: str) -> list[str]:
    """A city before a country, so that Singapore is one zone; a beginning only when nothing is called so in full."""
    if len(said) < 2:
        return []
    cities = _cities(language)
    if town := table(language).towns.get(said):
        return [town]
    if said in cities:
        return list(cities[said])
    countries = understand_country(said, language)
    if len(countries) == 1 and (zones := zones_of(countries[0])):
        return zones
    if len(said) < _SHORTEST_BEGINNING:
        return []
    starting = (zone for name, zones in sorted(cities.items()) if name.startswith(said) for zone in zones)
    return list(dict.fromkeys(starting))


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


@lru_cache(maxsize=64)
def _cities(language: str) -> dict[str, tuple[str, ...]]:
    """Zones by the name of their city in this language and in English, and by its older names."""
    found: dict[str, tuple[str, ...]] = {}
    for zone in sorted(set(get_global("zone_territories")) & ZONES):
        if zone.startswith("Etc/"):
            continue
        said = {get_timezone_location(zone, locale=locale_of(one), return_city=True) for one in ("en", language)}
        for name in {bare(str(city)) for city in said} | {bare(zone.rsplit("/", 1)[-1])}:
            found[name] = (*found.get(name, ()), zone)
    for old, new in get_global("zone_aliases").items():
        if "/" in old and new in ZONES:
            found.setdefault(bare(old.rsplit("/", 1)[-1]), (new,))
    return found
