"""Translations: every sentence a person reads is a gettext msgid, the author's or ours.

Catalogues are read from `.po` files with Babel when the bot starts; English is what stands in the code and the flows. A language
that lacks a sentence shows it in English rather than nothing.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

Tongue = Callable[[str], str]


def catalogue(text: str) -> dict[str, str]:
    """msgid -> msgstr of one `.po` file; untranslated and fuzzy entries are left out."""
    po = read_po(io.StringIO(text))
    return {str(m.id): str(m.string) for m in po if m.id and m.string and not m.fuzzy}


@dataclass(frozen=True)
class Tongues:
    """All catalogues, by language code."""

    catalogues: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that ship, English first."""
        return ("en", *sorted(c for c in self.catalogues if c != "en"))

    def of(self, language: str | None) -> Tongue:
        """The tongue of a language code such as "de" or "pt-BR"; English where there is none."""
        code = self.known(language)
        found = self.catalogues.get(code, {})
        return lambda text: found.get(text, text)

    def known(self, language: str | None) -> str:
        """The language that ships and comes nearest."""
        code = (language or "en").replace("_", "-").lower()
        return next((c for c in (code, code.split("-")[0]) if c in self.catalogues), "en")


def endonym(language: str) -> str:
    """What a language calls itself."""
    try:
        return (Locale.parse(language.replace("-", "_")).get_display_name(language) or language).capitalize()
    except (UnknownLocaleError, ValueError):
        return language
