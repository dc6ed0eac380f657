"""What people type, made comparable: one form for letters, digits and spaces of every script.

Every parser of this room starts here, and none of them looks at more than the first 200 characters: an answer to "at
what time" is short, and what is long is told kindly that it was not understood.
"""

import re
import unicodedata
from functools import lru_cache

from bot.flow.understanding.tables import TABLES, Table

LONGEST = 200
_PICTURES = frozenset({"So", "Sk", "Cf", "Me"})
"""Unicode's categories of emoji, of what joins and colours them, and of marks that only turn the direction."""


def plain(text: str) -> str:
    """Lower case, ASCII digits, single spaces, no punctuation and no smileys at either end."""
    short = re.sub("(?<![0-9])½", "0.5", text[:LONGEST]).replace("½", ".5").replace("’", "'")
    folded = _unsmiling(unicodedata.normalize("NFKC", short)).casefold()
    digits = "".join(str(unicodedata.decimal(one, one)) for one in folded)
    return re.sub(r"\s+", " ", digits).strip(" .!?,;:\"'")


def _unsmiling(text: str) -> str:
    """Without the emoji and smileys that a text begins or ends with."""
    first, last = 0, len(text)
    while first < last and _is_picture(text[first]):
        first += 1
    while first < last and _is_picture(text[last - 1]):
        last -= 1
    return re.sub(r"\s[:;]-?[()]+$", "", text[first:last])


def _is_picture(one: str) -> bool:
    return one.isspace() or one == "\ufe0f" or unicodedata.category(one) in _PICTURES


def unhyphened(text: str) -> str:
    """ "twenty-five" in two words; a minus before a number stays one."""
    return re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", text)


def bare(text: str) -> str:
    """As `plain`, and without accents and punctuation: "São Paulo" and "sao-paulo" are the same."""
    apart = unicodedata.normalize("NFKD", plain(text))
    letters = "".join(one for one in apart if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", " ", letters).strip()


def without(text: str, words: frozenset[str]) -> str:
    """The text without words that carry nothing here, such as "at" or "please"."""
    return " ".join(word for word in text.split() if word not in words)


@lru_cache(maxsize=64)
def table(language: str) -> Table:
    """The words of a language; English ones where there are none of its own."""
    return TABLES.get(language.replace("_", "-").split("-")[0].lower(), TABLES["en"])
