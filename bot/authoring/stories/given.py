"""Reads `given:` of a story."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import yaml

from bot.authoring.nodes import Reading
from bot.authoring.problems import nearest
from bot.authoring.stories.story import Given, GroupState
from bot.flow import timing

RULE = "story"
WORDS: dict[str, str] = {
    "flow": "The flow that begins.",
    "couple": "Two people who are welcomed and paired, such as Ann & Ben.",
    "person": "People who are not a couple: one, or a list.",
    "clock": "When and where it begins: a date, a time and a zone.",
    "group": "`true` when they have a group; `asked` when the bot is in it and nobody has said yes.",
    "undo": "For how many seconds a tap can be taken back; 0 if nothing is said.",
    "starter": "Who begins the talk; the first one if nobody is named. A talk with a schedule begins by itself.",
    "evening": "The evening hour that everybody chose; 20:00 if nothing is said.",
    "values": "Values that the talk begins with.",
    "role": "What people said about themselves: the first one's, or one for each name.",
    "done": "Talks that were finished before.",
    "new": "`true` when the two are here together since today only; a month if nothing is said.",
    "books": "What stands in books already: {book: {name: [text]}}.",
}
GROUPS: dict[str, GroupState] = {
    "true": "bound", "bound": "bound", "asked": "asked", "crowded": "crowded", "false": "none", "none": "none",
}  # fmt: skip
ROLES = ("hurt", "broke", "both", "unsaid")
CLOCK = 'clock: "2026-03-28 20:00 Europe/Berlin"'
Words = dict[str, tuple[yaml.Node, yaml.Node]]


def read_given(reading: Reading, node: yaml.Node) -> Given | None:
    """What is given, or None with the reasons among the problems."""
    words = reading.mapping(node, "`given`")
    for name, (key, _) in words.items():
        if name not in WORDS:
            reading.problem(key, RULE, f"`{name}` is not known in `given`", nearest(name, WORDS))
    flow = _text(reading, words, "flow", node, "given: {flow: apology, …}")
    people = _people(reading, words, node)
    clock = _clock(reading, words, node)
    starter = _one_of(reading, words, "starter", people)
    if reading.problems or clock is None:
        return None
    return Given(
        flow, people, "couple" in words, clock[0], clock[1], _group(reading, words), _seconds(reading, words), starter,
        str(words["evening"][1].value) if "evening" in words else "20:00", _values(reading, words), _roles(reading, words, people),
        tuple(str(n.value) for n in reading.items(words["done"][1])) if "done" in words else (), _books(reading, words, people),
        "new" in words and reading.flag(words["new"][1], "`new`"),
    )  # fmt: skip


def _text(reading: Reading, words: Words, name: str, node: yaml.Node, hint: str) -> str:
    if name not in words:
        reading.problem(node, RULE, f"`{name}` is missing in `given`", hint)
        return ""
    return reading.text(words[name][1], f"`{name}`") or ""


def _people(reading: Reading, words: Words, node: yaml.Node) -> tuple[str, ...]:
    """ "Ann & Ben", or one person, or several who do not know one another."""
    if "couple" in words:
        names = re.split(r"\s*&\s*|\s+and\s+", _text(reading, words, "couple", node, "").strip())
        if len(names) != 2 or names[0] == names[1]:
            reading.problem(words["couple"][1], RULE, "a couple is two names with & between them", "couple: Ann & Ben")
        return tuple(names)
    if "person" in words:
        return tuple(str(n.value) for n in reading.items(words["person"][1]))
    reading.problem(node, RULE, "nobody is in this story", "couple: Ann & Ben, or person: Ann")
    return ()


def _clock(reading: Reading, words: Words, node: yaml.Node) -> tuple[datetime, str] | None:
    text = _text(reading, words, "clock", node, CLOCK)
    local, _, zone = text.rpartition(" ")
    try:
        return instant(local, zone), zone
    except ValueError as wrong:
        if text:
            reading.problem(words["clock"][1], RULE, f"this clock cannot be read: {wrong}", CLOCK)
    return None


def instant(local: str, zone: str) -> datetime:
    """ "2026-03-28 20:00" on the clocks of a zone, as UTC. Raises ValueError with a sentence."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})", local.strip())
    if not found:
        raise ValueError("a moment is a date and a time, such as 2026-03-28 20:00")
    day = date.fromisoformat(found[1])
    before = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    return timing.next_local(before, zone, found[2], after_date=day - timedelta(days=1))


def _group(reading: Reading, words: Words) -> GroupState:
    """`group: true` is a bound one; `asked` one where nobody has said yes, `crowded` one where somebody else is too."""
    if "group" not in words:
        return "none"
    value = str(words["group"][1].value)
    return GROUPS[value] if value in GROUPS else _no_group(reading, words)


def _no_group(reading: Reading, words: Words) -> GroupState:
    reading.problem(words["group"][1], RULE, "this is no group", "group: true, group: asked, or group: crowded")
    return "none"


def _seconds(reading: Reading, words: Words) -> int:
    return (reading.number(words["undo"][1], "`undo`") or 0) if "undo" in words else 0


def _values(reading: Reading, words: Words) -> dict[str, Any]:
    if "values" not in words:
        return {}
    return {k: _value(reading, v) for k, (_, v) in reading.mapping(words["values"][1], "`values`").items()}


def _value(reading: Reading, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(reading, item) for item in node.value]
    return reading.constant(node)


def _roles(reading: Reading, words: Words, people: tuple[str, ...]) -> dict[str, Any]:
    """`role: hurt` is the first one's; `role: {Ann: hurt}` says whose."""
    if "role" not in words:
        return {}
    node = words["role"][1]
    if isinstance(node, yaml.ScalarNode):
        return {people[0]: _known(reading, node, ROLES)}
    return {name: _known(reading, value, ROLES) for name, (_, value) in reading.mapping(node, "`role`").items()}


def _books(reading: Reading, words: Words, people: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """`books: {promises: {Ann: [a walk on Sunday]}}`: (book, whose, text) of every entry that is there already."""
    found = []
    for book, (_, inner) in reading.mapping(words["books"][1], "`books`").items() if "books" in words else ():
        for name, (key, texts) in reading.mapping(inner, f"book `{book}`").items():
            _known(reading, key, people)
            found += [(book, name, str(node.value)) for node in reading.items(texts)]
    return tuple(found)


def _one_of(reading: Reading, words: Words, name: str, known: tuple[str, ...]) -> str | None:
    return _known(reading, words[name][1], known) if name in words else None


def _known(reading: Reading, node: yaml.Node, known: tuple[str, ...]) -> str:
    if str(node.value) not in known:
        reading.problem(node, RULE, f"`{node.value}` is not known here", nearest(str(node.value), known))
    return str(node.value)
