"""What is given when a talk is led by hand: what stories of it usually begin with, and what the one who plays adds."""

from __future__ import annotations

from typing import Any

import yaml

from bot.authoring.nodes import Reading
from bot.authoring.problems import Problem
from bot.authoring.source import compose
from bot.authoring.stories.given import RULE, read_given
from bot.authoring.stories.story import Given
from bot.flow.model import Flow

CLOCK = "2026-11-23 20:00 Europe/Berlin"
ALONE = ("welcome", "invite")
"""Talks that begin before there is a couple."""


def arranged(flow: Flow, more: str = "") -> tuple[dict[str, object], Given | None, list[Problem]]:
    """What is given: two people, a clock, what the talk stands on, and `more`, written as behind `given:` of a story."""
    node, problems = compose(f"given: {{{more}}}", "--given")
    if node is None or problems:
        unread = "this cannot be read as what stands behind `given:` in a story"
        return {}, None, [Problem("--given", 1, 1, RULE, unread, "such as: group: true, undo: 10")]
    asked = _plain(node.value[0][1])
    words: dict[str, object] = {"flow": flow.name}
    if "person" not in asked and "couple" not in asked:
        words |= {"person": "Ann"} if flow.name in ALONE else {"couple": "Ann & Ben"}
    words |= {"clock": CLOCK, **({"done": list(flow.needs)} if flow.needs else {}), **asked, "flow": flow.name}
    reading = Reading("--given")
    whole, _ = compose(f"given: {yaml.safe_dump(words, default_flow_style=True, width=100_000)}", "--given")
    given = read_given(reading, whole.value[0][1]) if whole is not None else None
    return words, given if not reading.problems else None, reading.problems


def _plain(node: yaml.Node) -> Any:
    """A node as plain data."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return Reading("").constant(node)
