"""One reader per kind of word (`fields.Takes`): a YAML node becomes the value a state's field holds, or a problem."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from bot.authoring.grammar import DAYS
from bot.authoring.nodes import Reading, unfold
from bot.authoring.problems import nearest
from bot.coach import TASKS
from bot.flow.conditions import BadExpression, Expression, compile_expression
from bot.flow.fields import Takes
from bot.flow.hand import NAMES
from bot.flow.model import Choice, Span
from bot.flow.spans import SPAN, span
from bot.flow.states.acts import ACTS
from bot.talk.lists import LISTS as MADE

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
SCALE = re.compile(r"(-?\d{1,3})\.\.(-?\d{1,3})")
CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
KEY = re.compile(r"[a-z0-9_-]{1,20}")
KINDS = ("text", "number", "time", "morning", "date", "duration", "zone", "language", "country", "voice")
COACHES = tuple(name for name in TASKS if name != "crisis")
LISTS = tuple(MADE)
"""What buttons can be filled from besides books."""
REGULAR = ("day", "workdays", "week", "month", *DAYS)
"""How often an entry may be asked about."""
WHEN = re.compile(rf"{'|'.join(REGULAR)}|{SPAN.pattern}|\d{{4}}-\d{{2}}-\d{{2}}|\s*{NAMES.pattern}\s*")
MOST_TEXT = 3500
LONGEST_LABEL = 60
MOST_BUTTONS = 12


def name(reading: Reading, node: yaml.Node, what: str) -> str | None:
    text = reading.text(node, what)
    if text is not None and not NAME.fullmatch(text):
        reading.problem(
            node, "name", f"`{text}` cannot be a name", "names are small letters, digits and _, and begin with a letter"
        )
        return None
    return text


def names(reading: Reading, node: yaml.Node, what: str) -> tuple[str, ...]:
    return tuple(n for item in reading.items(node) if (n := name(reading, item, what)) is not None)


def slug(reading: Reading, node: yaml.Node, what: str) -> str | None:
    """A flow's, book's or act's name: small letters with hyphens."""
    text = reading.text(node, what)
    if text is not None and not SLUG.fullmatch(text):
        reading.problem(node, "name", f"`{text}` cannot be the name of {what}", "small letters, digits and hyphens")
        return None
    return text


def words(reading: Reading, node: yaml.Node, what: str) -> str | None:
    """A text that a person reads."""
    text = reading.text(node, what)
    return None if text is None else unfold(text)


def expression(reading: Reading, node: yaml.Node, what: str) -> Expression | None:
    text = reading.text(node, what)
    if text is None:
        return None
    try:
        return compile_expression(text)
    except BadExpression as bad:
        reading.problem(node, "guard", f"`{text[:60]}`: {bad.sentence}", "for example: answer == 'yes' and rounds < 2")
        return None


def time_span(reading: Reading, node: yaml.Node, what: str) -> Span | None:
    text = reading.text(node, what)
    if text is None:
        return None
    fixed = span(text)
    if fixed is None and not NAME.fullmatch(text):
        reading.problem(node, "schema", f"`{text}` is no time", "write 15m, 3h, 7d or 2w, or the name of a saved duration")
        return None
    if fixed is not None and not 0 < fixed.total_seconds() <= 366 * 86400:
        reading.problem(node, "schema", f"`{text}` is longer than a year, or nothing", "between 1s and 52w")
        return None
    return Span(fixed, None if fixed else text, text)


def choices(reading: Reading, node: yaml.Node, what: str) -> tuple[Choice, ...]:
    found = []
    for key, (key_node, value) in reading.mapping(node, what).items():
        label = words(reading, value, f"the button `{key}`")
        if label is None:
            continue
        if len(label) > LONGEST_LABEL:
            reading.problem(value, "fits", f"this button has {len(label)} characters; {LONGEST_LABEL} fit", "say it shorter")
        if not KEY.fullmatch(key):
            reading.problem(
                key_node, "name", f"`{key}` cannot be the key of a button", "small letters, digits, _ and -, at most 20"
            )
            continue
        found.append(Choice(key, label, key == "skip"))
    if len(found) > MOST_BUTTONS:
        reading.problem(node, "fits", f"{len(found)} buttons; a message holds {MOST_BUTTONS}", "ask in two steps")
    return tuple(found)


def scale(reading: Reading, node: yaml.Node, what: str) -> tuple[int, int] | None:
    text = reading.text(node, what) or ""
    found = SCALE.fullmatch(text)
    low, high = (int(found[1]), int(found[2])) if found else (0, 0)
    if not found or not 0 < high - low <= 20:
        reading.problem(node, "schema", f"`{text}` is no scale", "write 1..5 or 0..10")
        return None
    return low, high


def pairs(reading: Reading, node: yaml.Node, what: str) -> tuple[tuple[str, str], ...]:
    found = []
    for key, (_, value) in reading.mapping(node, what).items():
        text = reading.text(value, what)
        if text is not None:
            found.append((key, text))
    return tuple(found)


def gives(reading: Reading, node: yaml.Node, what: str) -> tuple[tuple[str, Expression], ...]:
    found = []
    for key, (_, value) in reading.mapping(node, what).items():
        compiled = expression(reading, value, what)
        if compiled is not None:
            found.append((key, compiled))
    return tuple(found)


def takes(reading: Reading, node: yaml.Node, what: str) -> tuple[tuple[str, str], ...]:
    found = []
    for key, (_, value) in reading.mapping(node, what).items():
        if isinstance(value, yaml.MappingNode):
            inner = reading.mapping(value, what)
            if set(inner) == {"union"}:
                union = name(reading, inner["union"][1], "the name to unite")
                found += [(key, f"union:{union}")] if union else []
            else:
                reading.problem(value, "schema", "only {union: name} may stand here", f"write `{key}: {{union: {key}}}`")
        else:
            there = name(reading, value, "a name of the sub-talk")
            found += [(key, there)] if there else []
    return tuple(found)


def flag(reading: Reading, node: yaml.Node, what: str) -> bool:
    return reading.flag(node, what)


def number(reading: Reading, node: yaml.Node, what: str) -> int | None:
    value = reading.number(node, what)
    if value is not None and not 1 <= value <= MOST_TEXT:
        reading.problem(node, "fits", f"{what} is between 1 and {MOST_TEXT}", "one message holds no more")
        return None
    return value


def one_of(known: tuple[str, ...]) -> Callable[[Reading, yaml.Node, str], str | None]:
    """A word from a closed list."""

    def read(reading: Reading, node: yaml.Node, what: str) -> str | None:
        text = reading.text(node, what)
        if text is not None and text not in known:
            reading.problem(node, "schema", f"`{text}` is no {what}", nearest(text, known))
            return None
        return text

    return read


def clock(reading: Reading, node: yaml.Node, what: str) -> str | None:
    text = reading.text(node, what)
    if text is not None and text != "evening" and not CLOCK.fullmatch(text):
        reading.problem(node, "schema", f"`{text}` is no hour", 'write "20:00", or evening')
        return None
    return text


def when(reading: Reading, node: yaml.Node, what: str) -> str | None:
    """When an entry comes up again: what would be dropped later, for nothing can be planned with it, is said here."""
    text = words(reading, node, what)
    if text is None or WHEN.fullmatch(text):
        return text
    hint = f'write 1d or 2w, a date such as 2027-02-14, "{{name}}" of a saved answer, or one of {", ".join(REGULAR)}'
    reading.problem(node, "schema", f"`{text}` is no time at which an entry can come up", hint)
    return None


SHAPES: dict[Takes, Callable[[Reading, yaml.Node, str], Any]] = {
    Takes.TEXT: words,
    Takes.PARTY: name,
    Takes.ASKED: name,
    Takes.TO: name,
    Takes.NAME: name,
    Takes.NAMES: names,
    Takes.EXPRESSION: expression,
    Takes.SPAN: time_span,
    Takes.NUMBER: number,
    Takes.FLAG: flag,
    Takes.CHOICES: choices,
    Takes.SCALE: scale,
    Takes.KIND: one_of(KINDS),
    Takes.FLOW: slug,
    Takes.ROLES: pairs,
    Takes.GIVES: gives,
    Takes.TAKES: takes,
    Takes.ACT: one_of(tuple(ACTS)),
    Takes.BOOK: slug,
    Takes.TARGET: Reading.text,
    Takes.COACH: one_of(COACHES),
    Takes.EACH: one_of(("each",)),
    Takes.CLOCK: clock,
    Takes.WHEN: when,
}
