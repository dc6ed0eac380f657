"""Nodes with their places: what the readers of words take and give. All problems of a file are collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from bot.authoring.problems import Problem, nearest
from bot.flow.model import Spot

_TAGS = "tag:yaml.org,2002:"


class Reading:
    """One file while it is read: its name and the problems found so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, node: yaml.Node, rule: str, sentence: str, hint: str = "") -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, rule, sentence, hint))

    def spot(self, node: yaml.Node) -> Spot:
        return Spot(node.start_mark.line + 1, node.start_mark.column + 1)

    def mapping(self, node: yaml.Node, what: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """key -> (key's node, value's node); empty with a problem when it is no mapping."""
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, "schema", f"{what} is a list of `key: value` lines", "indent `key: value` lines below it")
            return {}
        return {k.value: (k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode)}

    def items(self, node: yaml.Node) -> Iterator[yaml.Node]:
        """The items of a list; a single word counts as a list of one."""
        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        elif isinstance(node, yaml.ScalarNode) and not is_null(node):
            yield node

    def text(self, node: yaml.Node, what: str) -> str | None:
        """A text. An unquoted {name} is YAML's mapping: said so, with the line as it should be."""
        if isinstance(node, yaml.ScalarNode) and not is_null(node):
            return str(node.value)
        if isinstance(node, yaml.MappingNode) and node.flow_style:
            self.problem(
                node,
                "schema",
                f"{what} begins with {{name}}, which YAML takes for something else",
                "put | behind the colon and the text on lines of its own",
            )
        else:
            self.problem(node, "schema", f"{what} is a text", "write it behind the colon, or after | on lines of its own")
        return None

    def flag(self, node: yaml.Node, what: str) -> bool:
        if isinstance(node, yaml.ScalarNode) and node.tag == _TAGS + "bool":
            return bool(node.value == "true")
        self.problem(node, "schema", f"{what} is true or false", "`yes`, `no`, `on` and `off` are texts here")
        return False

    def number(self, node: yaml.Node, what: str) -> int | None:
        if isinstance(node, yaml.ScalarNode) and node.tag == _TAGS + "int":
            return int(node.value)
        self.problem(node, "schema", f"{what} is a whole number", "write it without quotes, such as 500")
        return None

    def constant(self, node: yaml.Node) -> Any:
        """A starting value: number, true/false, text or nothing."""
        if isinstance(node, yaml.ScalarNode):
            kinds = {"int": int, "float": float, "bool": lambda v: v == "true", "null": lambda _: None}
            return kinds.get(node.tag.removeprefix(_TAGS), str)(node.value)  # type: ignore[operator]
        if isinstance(node, yaml.SequenceNode):
            return [self.constant(i) for i in node.value]
        self.problem(node, "schema", "a starting value is a number, true, false, a text or a list of them", "")
        return None

    def unknown(self, keys: Iterable[tuple[str, yaml.Node]], known: Iterable[str], where: str) -> None:
        """Says of every key that is not known what it may have been."""
        names = list(known)
        for key, node in keys:
            if key not in names:
                self.problem(node, "schema", f"`{key}` is no word of {where}", nearest(key, names))


def is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == _TAGS + "null"


def unfold(text: str) -> str:
    """A block text as it is shown: lines of one paragraph are joined; empty lines, and lines of a list, stay."""
    paragraphs = []
    for block in text.strip().split("\n\n"):
        lines: list[str] = []
        for line in block.splitlines():
            stripped = line.strip()
            if lines and not stripped.startswith(("•", "- ", "* ", "☐")) and stripped:
                lines[-1] += " " + stripped
            elif stripped:
                lines.append(stripped)
        paragraphs.append("\n".join(lines))
    return "\n\n".join(p for p in paragraphs if p)
