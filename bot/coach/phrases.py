"""Loads the phrases that the readers know: data in `phrases/`, so that a phrase is one line that anyone can review.

The files are read once, at import; a name that is not defined or a pattern that does not compile stops the bot from starting.
"""

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Final

import msgspec

from bot.coach.needs import Phrase

FOLDER: Final = resources.files("bot.coach").joinpath("phrases")
NAME: Final = re.compile(r"\{([A-Z_]+)\}")


class Block(msgspec.Struct, frozen=True):
    triggers: frozenset[str]
    flags: tuple[str, ...]
    pattern: Phrase


def _text(name: str) -> str:
    return FOLDER.joinpath(f"{name}.txt").read_text(encoding="utf-8")


def _filled(pattern: str, parts: dict[str, str]) -> str:
    return NAME.sub(lambda name: f"(?:{parts[name[1]]})", pattern)


def _sections(name: str) -> Iterator[tuple[str, list[str]]]:
    for section in _text(name).strip().split("\n\n"):
        head, *lines = section.splitlines()
        yield head.strip("[]"), lines


def _parts() -> dict[str, str]:
    parts: dict[str, str] = {}
    for name, lines in _sections("parts"):
        parts[name] = _filled("|".join(lines), parts)
    return parts | {f"BLOWS_TO_{to}": _blows(parts | words) for to, words in _sides(parts).items()}


def _sides(parts: dict[str, str]) -> dict[str, dict[str, str]]:
    return {
        "ME": {"WHO": parts["ME"], "WHOSE": "my|our"},
        "THEM": {"WHO": parts["HER"], "WHOSE": parts["HIS"]},
    }


def _blows(parts: dict[str, str]) -> str:
    return "|".join(_filled(line, parts) for line in _text("blows").splitlines() if line)


PARTS: Final = _parts()


def patterns(name: str) -> Mapping[str, Phrase]:
    """The named patterns of one file, each on whole words."""
    return {title: Phrase(lines, PARTS) for title, lines in _sections(name)}


def blocks(name: str) -> Iterator[Block]:
    """The blocks of one file, in its order."""
    for block in _text(name).strip().split("\n\n"):
        head, *lines = block.splitlines()
        flags: tuple[str, ...] = ()
        if lines[0].startswith("as "):
            flags, lines = tuple(lines[0].split()[1:]), lines[1:]
        yield Block(frozenset(head.split()[1:]), flags, Phrase(lines, PARTS))
