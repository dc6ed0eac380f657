"""Makes text from outside safe to keep and to show: databases take it, and it cannot turn a line of ours around."""

from __future__ import annotations

import re
import unicodedata

_SURROGATE = re.compile("[\ud800-\udfff]")
_STRIPPED = re.compile("[\x00\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
NAME_LIMIT = 64


def cleaned(text: str) -> str:
    """NFC, without NUL and bidirectional controls; a lone surrogate becomes U+FFFD (neither database can store one)."""
    if text.isascii():
        return text.replace("\0", "")
    return unicodedata.normalize("NFC", _STRIPPED.sub("", _SURROGATE.sub("\ufffd", text)))


def named(*parts: str) -> str:
    """A display name or title on one line, at most 64 characters."""
    return " ".join(cleaned(" ".join(parts)).split())[:NAME_LIMIT].rstrip()


def language(code: str | None) -> str | None:
    """The code if it looks like one (IETF, as Telegram sends it), else None."""
    return code if code and len(code) <= 35 and _LANGUAGE.fullmatch(code) else None
