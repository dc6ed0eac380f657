"""A step of a story as it is typed, without YAML around it."""

from __future__ import annotations

import re

import yaml

from bot.authoring.nodes import Reading
from bot.authoring.problems import Problem
from bot.authoring.source import compose
from bot.authoring.stories.reading import Steps
from bot.authoring.stories.steps import Step

_HERE = yaml.Mark("", 0, 0, 0, None, 0)


def read_step(text: str, people: tuple[str, ...], zone: str) -> tuple[Step | None, list[Problem]]:
    """The step, everything behind its first colon being said; or why it is none."""
    reading = Reading("")
    text = _named(" ".join(text.strip().removeprefix("- ").split("\n")), people)
    head, colon, rest = text.partition(":")
    tap = re.fullmatch(r"(\S+(?: in group)? taps) ([^:].*)", text)
    node: yaml.Node = _scalar(text)
    if tap and not (colon and head.endswith("taps")):
        node = _one(tap[1], _scalar(tap[2]))
    elif colon and rest.strip() and not text.startswith("until "):
        node = _one(head.strip(), _parts(rest.strip()) if head.startswith("bot to ") else _scalar(rest.strip()))
    step = Steps(reading, people, zone).step(node)
    return (step if not reading.problems else None), reading.problems


def _named(text: str, people: tuple[str, ...]) -> str:
    """Names as they are written in the story, however they are typed."""
    known = {name.casefold(): name for name in people}
    return re.sub(r"^((?:bot to )?)(\w+)", lambda found: found[1] + known.get(found[2].casefold(), found[2]), text, count=1)


def _parts(text: str) -> yaml.Node:
    """What is said, or a list in brackets of parts of it."""
    if not (text.startswith("[") and text.endswith("]")):
        return _scalar(text)
    node, problems = compose(f"parts: {text}", "")
    listed = node.value[0][1] if node is not None and not problems else None
    if isinstance(listed, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in listed.value):
        return listed
    items = [_scalar(part.strip()) for part in text[1:-1].split(",")]
    return yaml.SequenceNode("tag:yaml.org,2002:seq", items, _HERE, _HERE)


def _scalar(text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, _HERE, _HERE)


def _one(key: str, value: yaml.Node) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", [(_scalar(key), value)], _HERE, _HERE)
