"""A country as an ISO code: by its name in the person's language or in English, by code, flag or common other name."""

from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale

from bot.flow.timing import locale_of
from bot.flow.understanding.plain import bare, table, without

MOST = 6
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})
_FLAG_A = 0x1F1E6


def understand_country(text: str, language: str) -> list[str]:
    """At most six ISO 3166 codes, the only one or the likeliest first; empty if none fits. Never raises."""
    if exact := country_called(text, language):
        return [exact]
    shorter = without(bare(text), table(language).places)
    if len(shorter) < 3:
        return []
    return list(dict.fromkeys(code for name, code in sorted(_names(language).items()) if name.startswith(shorter)))[:MOST]


def country_called(text: str, language: str) -> str | None:
    """The country that is called so in full, or by its code or flag."""
    said, names = bare(text), _names(language)
    coded = _flag(text.strip()) or _code(text.strip(), said, language)
    return coded or names.get(said) or names.get(without(said, table(language).places))


@cache
def codes() -> frozenset[str]:
    """All two-letter codes of countries and territories that Babel knows a name for."""
    named: Mapping[str, str] = Locale("en").territories
    return frozenset(code for code in named if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


def named(code: str, language: str) -> str:
    """What a country is called in a language."""
    return str(locale_of(language).territories.get(code, code))


def _code(typed: str, said: str, language: str) -> str | None:
    """A small "no" or "it" is a word; "NO" is Norway."""
    if said.upper() not in codes() or (said in table(language).words_like_codes and not typed.isupper()):
        return None
    return said.upper()


def _flag(typed: str) -> str | None:
    letters = [ord(one) - _FLAG_A for one in typed]
    if len(letters) != 2 or not all(0 <= one < 26 for one in letters):
        return None
    code = "".join(chr(one + ord("A")) for one in letters)
    return code if code in codes() else None


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in (Locale("en"), locale_of(language)):
        found |= {bare(name): code for code, name in locale.territories.items() if code in codes()}
    return {name: code for name, code in (found | table(language).countries).items() if name}
