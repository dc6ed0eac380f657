"""What is wrong with a file, for its author: where, what, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True, omit_defaults=False):
    """One finding. Lines and columns count from 1; `conversation` is the shortest one that breaks a promise."""

    file: str
    line: int
    column: int
    rule: str
    sentence: str
    hint: str = ""
    conversation: tuple[str, ...] = ()

    def __str__(self) -> str:
        hint = f"\n  {self.hint}" if self.hint else ""
        talk = "".join(f"\n    {step}" for step in self.conversation)
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {self.sentence}{hint}{talk}"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint: the known word that looks most like it, or all of them when they are few."""
    names = sorted(set(known))
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"known here: {', '.join(names)}" if 0 < len(names) <= 16 else ""
