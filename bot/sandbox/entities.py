"""Entities that Telegram finds by itself, and the arithmetic of their offsets (UTF-16 units)."""

import re

from bot.sandbox.refusals import Json

MOST = 100
FOUND = (
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("url", re.compile(r"(?<![\w@.])(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)']|t\.me/[\w?=&/-]+)", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.@])[\w.+-]+@[\w-]+\.[A-Za-z]{2,}\b")),
    ("mention", re.compile(r"(?<![\w@.])@[A-Za-z][A-Za-z0-9_]{3,31}\b(?!\.[A-Za-z])")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d_]\w*")),
)
CLOSED = frozenset({"code", "pre", "text_link", "text_mention"})


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def piece(text: str, entity: Json) -> str:
    """The part of the text that an entity covers."""
    raw = text.encode("utf-16-le")
    start = int(entity["offset"]) * 2
    return raw[start : start + int(entity["length"]) * 2].decode("utf-16-le", "replace")


def find(text: str, given: list[Json]) -> list[Json]:
    """The given entities and those that Telegram finds, in order, at most a hundred."""
    taken = [(item["offset"], item["offset"] + item["length"]) for item in given if item["type"] in CLOSED]
    found = list(given)
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            end = start + units(match.group())
            if all(end <= left or start >= right for left, right in taken):
                found.append({"type": kind, "offset": start, "length": end - start})
                taken.append((start, end))
    return sorted(found, key=lambda item: (item["offset"], -item["length"]))[:MOST]


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space around it, and its entities moved along."""
    core = text.strip()
    shift, length = units(text[: len(text) - len(text.lstrip())]), units(core)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(length, entity["offset"] + entity["length"] - shift)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return core, kept
