"""A language as its code: by its name in itself, in the person's language or in English, or by the code."""

from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from bot.flow.timing import locale_of
from bot.flow.understanding.plain import bare

MOST = 6


def understand_language(text: str, language: str) -> list[str]:
    """At most six codes such as "de", the only one or the likeliest first; empty if none fits. Never raises."""
    said, names = bare(text), _names(language)
    if said in _own_names().values():
        return [next(code for code, name in _own_names().items() if name == said)]
    if said in names:
        return [names[said]]
    if said in _own_names():
        return [said]
    if len(said) < 3:
        return []
    return list(dict.fromkeys(code for name, code in sorted(names.items()) if name.startswith(said)))[:MOST]


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in (Locale("en"), locale_of(language)):
        found |= {bare(name): code for code, name in locale.languages.items() if code in _own_names()}
    return found


@cache
def _own_names() -> dict[str, str]:
    """What languages of two letters call themselves."""
    found: dict[str, str] = {}
    for code in sorted(one for one in locale_identifiers() if len(one) == 2):
        try:
            name = Locale(code).languages.get(code)
        except UnknownLocaleError:
            continue
        if name:
            found[code] = bare(name)
    return found
