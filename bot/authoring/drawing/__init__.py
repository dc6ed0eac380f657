"""Pictures of a flow: a graph as plain data, and the same as Mermaid and Graphviz text. Deterministic, in the order of the file."""

from bot.authoring.drawing.graph import graph, label
from bot.authoring.drawing.graphviz import dot
from bot.authoring.drawing.mermaid import mermaid

__all__ = ["dot", "graph", "label", "mermaid"]
