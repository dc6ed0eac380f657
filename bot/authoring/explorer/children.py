"""How a child session of one partner can end, as the parent hears of it: apart, once, and renamed for either partner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.authoring.explorer.situation import ANN, BEN
from bot.authoring.explorer.telling import given
from bot.flow.values import Value

MOST = 6


@dataclass(frozen=True)
class Ending:
    """One way. It was explored for Ann, beside Ben."""

    outcome: str
    values: Mapping[str, Value]
    names: tuple[str, ...]

    def of(self, person: str, other: str | None) -> dict[str, Value]:
        """The values as this person's child leaves them."""
        swapped = {ANN: person, BEN: other or BEN}
        return {n: _for(v, swapped) for n, v in self.values.items()}

    def told(self, person: str) -> str:
        """How a conversation says it."""
        if self.outcome != "finished":
            return f"{person} does not finish the own part"
        filled = [n for n, has in zip(self.names, given(_contents(self.values), self.names), strict=True) if has]
        return f"{person} finishes the own part" + (f", with {', '.join(filled)}" if filled else ", with nothing in it")


def _for(value: Value, names: Mapping[str, str]) -> Value:
    readers = None if value.readers is None else frozenset(names.get(r, r) for r in value.readers)
    return Value(value.content, names.get(value.owner, value.owner) if value.owner else None, readers, value.label)


def _contents(values: Mapping[str, Value]) -> dict[str, Any]:
    return {n: v.content for n, v in values.items()}


def kinds_of(endings: Iterable[tuple[str, dict[str, Value]]], names: tuple[str, ...], telling: Any) -> list[Ending]:
    """One ending for all that the parent cannot tell apart; of too many, those that differ in what is given, then the extremes."""
    found: dict[Any, Ending] = {}
    for outcome, values in endings:
        wanted = {n: values[n] for n in names if n in values}
        contents = tuple((n, telling(n, v.content), v.readers) for n, v in wanted.items()) if outcome == "finished" else ()
        found.setdefault((outcome == "finished", contents), Ending(outcome, wanted, names))
    finished = [e for e in found.values() if e.outcome == "finished"]
    left = [e for e in found.values() if e.outcome != "finished"]
    if len(finished) > MOST:
        by_given = {given(_contents(e.values), names): e for e in finished}
        finished = list(by_given.values())
    if len(finished) > MOST:
        ranked = sorted(finished, key=lambda e: sum(given(_contents(e.values), names)))
        finished = [ranked[0], *ranked[-(MOST - 1) :]]
    return [*finished, *left]
