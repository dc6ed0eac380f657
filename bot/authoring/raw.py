"""A state while it is read: words and nodes, with the ways out that were found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from bot.flow.model import Edge, Span
from bot.flow.states.kind import Kind

Node = yaml.Node
Words = dict[str, tuple[Node, Node]]


@dataclass
class Raw:
    """A state while it is read: its node, words, and the ways out whose targets are still names."""

    path: str
    node: Node
    words: Words
    kind: Kind
    outer: str | None
    inner: dict[str, str] = field(default_factory=dict)
    edges: list[tuple[Edge, Node]] = field(default_factory=list)
    after: list[tuple[str, Span]] = field(default_factory=list)
