"""Who would read what: every value inside an effect, with the people it would be phrased for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from bot.flow.effects import BOTH, Edit, Effect, Line, Say
from bot.flow.session import Session
from bot.flow.values import Value


def told(effect: Effect, session: Session) -> Iterator[tuple[tuple[str, ...], Line]]:
    """(people, line) of all that an effect lets anyone read."""
    if isinstance(effect, Say | Edit):
        people = tuple(session.people) if effect.to == BOTH else (effect.to,)
        for line in effect.lines:
            yield people, line
        asked = (getattr(effect, "whom", None) or effect.to,)
        for row in effect.options:
            for option in row:
                yield (asked if asked != (BOTH,) else people), option.label
    if isinstance(effect, Say) and effect.hint is not None:
        yield ((effect.whom,) if effect.whom else people), effect.hint


def values_in(line: Line) -> Iterator[tuple[str, Value]]:
    """Every value that phrasing a line would look at, also inside lines that stand in it."""
    for name, value in line.values.items():
        yield name, value
        yield from _inside(value.content)


def _inside(content: Any) -> Iterator[tuple[str, Value]]:
    if isinstance(content, list):
        for item in content:
            yield from _inside(item)
    elif isinstance(content, dict):
        for name, value in content.get("values", {}).items():
            value = value if isinstance(value, Value) else msgspec.convert(value, Value)
            yield name, value
            yield from _inside(value.content)


def leaks(effects: Iterable[Effect], session: Session) -> list[tuple[str, str, str]]:
    """(name, text, person) of every value that would be phrased for somebody who may not read it."""
    found = []
    for effect in effects:
        for people, line in told(effect, session):
            for name, value in values_in(line):
                if not value.may_read(people):
                    found.append((name, line.text, next(p for p in people if not value.may_read([p]))))
    return found
