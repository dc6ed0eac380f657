"""Random small talks in the whole language, written as an author would write them, and then changed as an author would slip.

A talk is drawn from whole parts (a question and its ways out, a reveal, an entry of a book), each of which knows on whose path it
stands, so that a good share of them keeps every promise. Most of them are changed in one place or two afterwards, so that what is
almost right is met as well. The same talk comes of the same seed.
"""

from __future__ import annotations

import yaml

from bot.clock import SeededDraw
from random_flows import asking, books, letting_go, saying, slips, sub_talks
from random_flows.sketch import OUTER, Part, Sketch

PARTS: tuple[tuple[int, Part], ...] = (*asking.PARTS, *saying.PARTS, *letting_go.PARTS, *books.PARTS, *sub_talks.PARTS)
Files = dict[str, str]


def random_flows(seed: int | str) -> Files:
    """A talk of two, the talks it may run, and the books: file name -> text."""
    draw = SeededDraw(seed)
    place = draw.pick(["apart", "together"])
    drawn = {
        "f": _flow(draw, "f", ("a", "b"), place, 5 + draw.number(8), {"own": ("me",), "pair": ("one", "other")}),
        "own": _flow(draw, "own", ("me",), place, 1 + draw.number(3), {}),
        "pair": _flow(draw, "pair", ("one", "other"), place, 1 + draw.number(3), {}),
    }
    for _ in range(draw.pick([0, 2, 4, 6, 8, 10])):
        slips.slip(draw, drawn[draw.pick(["f", "f", "f", "own", "pair"])])
    if SeededDraw(f"{seed}/lasts").number(4) == 0:
        slips.lasts_as_was_answered(drawn["f"])
    return {**{name: text(flow) for name, flow in drawn.items() if name in _needed(drawn)}, "books.yaml": books.BOOKS}


def _flow(draw: SeededDraw, name: str, parties: tuple[str, ...], place: str, size: int, runs: dict[str, tuple[str, ...]]) -> dict:
    sketch = Sketch(draw, parties, place, size, runs, PARTS)
    initial = sketch.begin()
    head = {"flow": name, "version": 1, "title": name.capitalize(), "parties": list(parties), "place": place}
    states = sketch.nested()
    values = {"n": 0, "span": "1h", **dict.fromkeys(sketch.names, "none")}
    return {**head, "values": values, "initial": OUTER if OUTER in states else initial, "states": states}


def _needed(drawn: dict[str, dict]) -> set[str]:
    """The talk itself, and those that are run in it."""
    return {"f", *(name for name in drawn if f"'run': '{name}'" in str(drawn["f"]["states"]))}


def text(flow: dict) -> str:
    """A talk as its file reads."""
    return yaml.safe_dump(flow, sort_keys=False, width=200, allow_unicode=True)
