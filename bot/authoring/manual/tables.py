"""Markdown tables and lists."""

from __future__ import annotations

from collections.abc import Iterable


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table; bars and line breaks inside a cell are kept from breaking it."""
    lines = [_row(head), _row(("---",) * len(head)), *(_row(tuple(map(_cell, row))) for row in rows)]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """A word as it is typed."""
    return f"`{text}`"


def codes(words: Iterable[str]) -> str:
    return ", ".join(map(code, words))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
