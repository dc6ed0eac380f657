"""What fits Telegram: escaped, free of tricks, at most 4,096 UTF-16 units a message and never cut inside a tag."""

from __future__ import annotations

import html
import re
import unicodedata

MOST_UNITS = 4096
LONGEST_LABEL = 60
LONGEST_NAME = 64
_HIDDEN = re.compile("[\u0000\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")


def clean(text: str) -> str:
    """NFC, without NUL, bidi controls and lone surrogates."""
    if text.isascii():
        return text.replace("\0", "")
    return unicodedata.normalize("NFC", _HIDDEN.sub("", text))


def escape(text: str) -> str:
    """Any text as Telegram HTML."""
    return html.escape(clean(text), quote=True)


def plain(markup: str) -> str:
    """What a person sees of Telegram HTML."""
    return html.unescape(_TAG.sub("", markup))


def units(text: str) -> int:
    """UTF-16 units, as Telegram counts entities; never fewer than its own count of a text."""
    return len(text) if text.isascii() else len(text) + sum(ch > "\uffff" for ch in text)


def shorten(text: str, most: int = LONGEST_LABEL) -> str:
    """At most `most` characters, cut at the end."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def split(markup: str, most: int = MOST_UNITS) -> list[str]:
    """The text in as many messages as it needs, cut at paragraphs, lines, spaces, and only then anywhere; entities stay whole."""
    parts, rest = [], markup
    while units(plain(rest)) > most:
        cut = _cut(rest, most)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [p for p in (*parts, rest) if p] or [""]


def _cut(markup: str, most: int) -> int:
    last = _farthest(markup, most)
    for mark in ("\n\n", "\n", " "):
        found = markup.rfind(mark, last // 2, last)
        if found > 0 and "<" not in markup[found:last].replace("</", ""):
            return found
    return last


def _farthest(markup: str, most: int) -> int:
    """The farthest place outside a tag and an entity up to which at most `most` units show."""
    seen, place = 0, 0
    for piece in re.finditer(r"<[^>]*>|&[a-z0-9#]+;|.", markup, re.DOTALL):
        width = 0 if piece[0].startswith("<") and len(piece[0]) > 1 else units(html.unescape(piece[0]))
        if seen + width > most:
            return place
        seen, place = seen + width, piece.end()
    return place
