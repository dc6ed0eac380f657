"""The zones of a place by what it is called: a city, a town, a state or province, a country."""

from collections.abc import Iterable
from functools import cache, lru_cache

from babel.core import get_global
from babel.dates import get_timezone_location

from bot.flow.timing import ZONES, locale_of
from bot.flow.understanding.country import country_called, understand_country
from bot.flow.understanding.places import REGIONS, ZONES_FIRST
from bot.flow.understanding.plain import bare, table, without

_SHORTEST_BEGINNING = 3


def zones_of(code: str) -> list[str]:
    """The zones of a country by its ISO code, the one most people there live in first; empty for an unknown code."""
    known = [zone for zone in get_global("territory_zones").get(code, []) if zone in ZONES]
    return list(ZONES_FIRST.get(code, sorted(known)))


def all_of(code: str) -> frozenset[str]:
    """All zones of a country."""
    return frozenset(get_global("territory_zones").get(code, ())) | frozenset(ZONES_FIRST.get(code, ()))


def shorter(said: str, language: str) -> str:
    """Without "i live in" and the like, unless nothing else was said."""
    return without(said, table(language).places) or said


def unique(zones: Iterable[str]) -> list[str]:
    """Each once, in their order."""
    return list(dict.fromkeys(zones))


def placed(said: str, language: str) -> list[str]:
    """What is called so in full; else a country, a city before it, by the beginning of its name."""
    if found := called(said, language):
        return found
    if len(said) < _SHORTEST_BEGINNING:
        return []
    countries = understand_country(said, language)
    if len(countries) == 1 and (zones := zones_of(countries[0])):
        return zones
    cities = cities_of(language)
    return unique(zone for name, zones in sorted(cities.items()) if name.startswith(said) for zone in zones)


def called(said: str, language: str) -> list[str]:
    """A city before a country, so that Singapore is one zone; a country and a state of one name are both meant."""
    if len(said) < 2:
        return []
    town, region = table(language).towns.get(said), list(REGIONS.get(said, {}))
    if city := (town,) if town else cities_of(language).get(said) or _towns().get(said):
        return unique([*city, *region])
    country = country_called(said, language)
    return unique([*(zones_of(country) if country else ()), *region])


@cache
def _towns() -> dict[str, tuple[str, ...]]:
    """The larger towns of the regions, each in the first region that names it."""
    found: dict[str, tuple[str, ...]] = {}
    for region in REGIONS.values():
        for zone, towns in region.items():
            for town in towns.split(", ") if towns else ():
                found.setdefault(town, (zone,))
    return found


@lru_cache(maxsize=64)
def cities_of(language: str) -> dict[str, tuple[str, ...]]:
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
