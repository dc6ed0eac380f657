"""A talk while it is drawn: the states so far, whose path leads to each, and the names that answers were given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.clock import SeededDraw

State = dict[str, Any]
Part = Callable[["Sketch", str | None], State | None]
"""Draws a state that stands on a path that `label` alone may know of (None: everybody); None where it does not fit there."""
EVERYBODY = "everybody"
OUTER = "all"


class Sketch:
    """See the module. `names` are those of answers, by who may read them; `each` those that both gave."""

    def __init__(
        self, draw: SeededDraw, parties: tuple[str, ...], place: str, size: int, runs: dict[str, tuple[str, ...]],
        parts: tuple[tuple[int, Part], ...],
    ) -> None:  # fmt: skip
        self.draw, self.parties, self.place, self.left, self.runs = draw, parties, place, size, runs
        self.parts = [part for weight, part in parts for _ in range(weight)]
        self.states: dict[str, State] = {}
        self.labels: dict[str, str | None] = {}
        self.done: list[str] = []
        self.names: dict[str, str] = {}
        self.each: list[str] = []
        self.entries: dict[str, str] = {}

    # -- chance ------------------------------------------------------------------------------------

    def chance(self, one_in: int) -> bool:
        return self.draw.number(one_in) == 0

    def party(self, label: str | None = None) -> str:
        return label or self.draw.pick(list(self.parties))

    def other(self, party: str) -> str | None:
        return next((p for p in self.parties if p != party), None)

    def span(self) -> str:
        return str(self.draw.pick(["1h", "2h", "2h", "5h", "9h"]))

    # -- names -------------------------------------------------------------------------------------

    def name(self, owner: str, kind: str = "v") -> str:
        """A name for an answer: mostly one that only answers of this owner have, at times one that anybody's may have."""
        shared = self.chance(8)
        name = f"{kind}{self.draw.number(2)}" if shared else f"{kind}_{owner[0]}{self.draw.number(2)}"
        self.names[name] = owner if self.names.get(name, owner) == owner else "nobody"
        return name

    def known_to(self, party: str | None) -> list[str]:
        """Names that a party may read; of None those that everybody may."""
        return ["n", *(n for n, owner in self.names.items() if owner in (EVERYBODY, party))]

    # -- ways --------------------------------------------------------------------------------------

    def begin(self) -> str:
        return self.go(None, fresh=True)

    def go(self, label: str | None, fresh: bool = False) -> str:
        """Where a way leads: to a new state, to one that is there, or to an end."""
        known = [n for n in self.done if self.labels[n] in (None, label)] if label is None else self._known(label)
        if not fresh and known and self.chance(4):
            return str(self.draw.pick(known))
        if self.left <= 0 or (not fresh and self.chance(9)):
            return self.end(label)
        return self._drawn(label)

    def _known(self, label: str) -> list[str]:
        return [n for n in self.done if self.labels[n] == label]

    def _drawn(self, label: str | None) -> str:
        self.left -= 1
        name = f"s{len(self.labels)}"
        self.labels[name] = label
        for _ in range(50):
            state = self.draw.pick(self.parts)(self, label)
            if state is not None:
                self.states[name] = state
                self.done.append(name)
                return name
        raise RuntimeError("no part fits")

    def end(self, label: str | None) -> str:
        """One line and the end, or the end alone; on somebody's path the line is theirs."""
        word = self.draw.pick(["finished", "finished", "postponed"])
        if self.chance(3):
            name, state = f"quiet-{word}", {"final": word}
        elif label is None:
            name, state = f"told-{word}", {"say": "It is over for today.", "final": word}
        else:
            name, state = f"told-{label}-{word}", {"say": {label: "It is over for you."}, "final": word}
        self.labels[name] = label if name != f"quiet-{word}" else "nobody"
        self.states[name] = state
        return name

    def nested(self) -> dict[str, State]:
        """The states, first drawn first; at times all that are no ends stand inside one that has a way out of its own."""
        inner = dict(sorted(self.states.items(), key=lambda item: list(self.labels).index(item[0])))
        ends = {n: s for n, s in inner.items() if "final" in s}
        if len(self.parties) == 1 or not self.chance(6) or len(inner) == len(ends):
            return inner
        body = {n: s for n, s in inner.items() if n not in ends}
        outer = {"initial": next(iter(body)), "after": {"20h": "quiet-postponed"}, "states": body}
        return {OUTER: outer, **ends, "quiet-postponed": {"final": "postponed"}}
