"""Reads JSON that somebody else wrote without ever raising for it or showing it to a log.

A list of updates is cut into its elements by their brackets alone, so that one element that no JSON reader takes
(a lone surrogate, a thousand levels) does not cost the other ninety-nine; each is looked at by itself, later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_MARK = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|["\[\]{},]', re.DOTALL)
_RESULT = b'"result"'


def loaded(raw: bytes) -> Any:
    """The JSON value, bad UTF-8 replaced; None for what is none or is too deep to read."""
    try:
        return json.loads(raw.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def elements(body: bytes) -> list[bytes] | None:
    """The elements of the list under `result` of a Bot API answer, each as it came; None if it is no such answer."""
    found: list[bytes] = []
    for start, end, closes in _cuts(body):
        if piece := body[start:end].strip():
            found.append(piece)
        if closes:
            return found
    return None


def deeper_than(raw: bytes, levels: int) -> bool:
    """True if brackets nest deeper than that; reads no further than it must and never recurses."""
    depth = 0
    for mark in _MARK.finditer(raw):
        depth += _step(mark[0])
        if depth > levels:
            return True
    return False


def _cuts(body: bytes) -> Iterator[tuple[int, int, bool]]:
    depth, name, start = 0, b"", -1
    for mark in _MARK.finditer(body):
        token = mark[0]
        depth += _step(token)
        if token == b'"':
            return
        if start < 0:
            name = token if depth == 1 and len(token) > 1 else name
            start = mark.end() if token == b"[" and depth == 2 and name == _RESULT else -1
        elif token == b"]" and depth == 1:
            yield start, mark.start(), True
        elif token == b"," and depth == 2:
            yield start, mark.start(), False
            start = mark.end()


def _step(token: bytes) -> int:
    return 1 if token in (b"[", b"{") else -1 if token in (b"]", b"}") else 0
