"""Whenever the checker finds nothing, what one person keeps private changes nothing that the other and the group get.

Random talks of the whole language are read and checked; those that are clean are led twice, with the same public acts and other
private ones, and everything that the other noticed is compared, to the byte and to the minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from unittest.mock import patch

import pytest
from paired_runs import noticed, two_runs
from random_flows import random_flows
from world import SHIPPED

from bot.authoring.checking import judge
from bot.authoring.explorer import Explorer
from bot.authoring.library import load
from bot.authoring.rules.case import Case
from bot.flow.hand import Hand
from bot.flow.model import Flows

RULES = ("readers", "gates", "ends")
"""What proves the property; and `ends`, because a talk that moves on for ever cannot be led."""
MOST = 800
"""Situations: what is larger is left out, because it takes its time and tells nothing new."""
SCRIPTS, FEWER = 3, 1
"""Pairs of runs of one flow, in the long harness and with every other test."""
BATCH = 125
OFFERED = (SHIPPED / "offered" / "flow.yaml").read_text("utf-8")


@dataclass
class Tally:
    """How many flows there were, how many of them were clean, how many pairs of runs were compared, and what differed."""

    flows: int = 0
    clean: int = 0
    pairs: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.flows, self.clean, self.pairs = self.flows + other.flows, self.clean + other.clean, self.pairs + other.pairs
        self.differences += other.differences

    def __str__(self) -> str:
        return f"{self.flows} flows, {self.clean} clean, {self.pairs} pairs compared, {len(self.differences)} differences"


def proven(seed: int, rules: tuple[str, ...] = RULES) -> Flows | None:
    """The random flows of a seed, if the rules find nothing in them."""
    files = random_flows(seed)
    flows, problems = load({**files, "offered.yaml": OFFERED})
    assert flows is not None, [str(p) for p in problems]
    case = Case(flows, files)
    case.explorer = Explorer(flows, MOST)
    return flows if all(e.whole for e in case.explored()) and not judge(case, rules) else None


def tallied(seeds: range, scripts: int = SCRIPTS) -> Tally:
    tally = Tally(flows=len(seeds))
    for seed in seeds:
        flows = proven(seed)
        if flows is not None:
            tally.clean += 1
            tally.pairs += scripts
            tally.differences += _differences(flows, seed, scripts)
    return tally


def _differences(flows: Flows, seed: int, scripts: int = SCRIPTS) -> Iterator[str]:
    for number in range(scripts):
        try:
            found = noticed(*two_runs(flows, f"{seed}/{number}"))
        except RecursionError:
            found = "it raised: round and round without a question"
        if found is not None:
            yield f"seed {seed}, script {number}\n{found}\n"


def test_what_one_keeps_private_changes_nothing_that_the_other_gets() -> None:
    tally = tallied(range(100), FEWER)
    assert tally.differences == []
    assert tally.flows * 0.15 <= tally.clean


def _differences_without(rules: tuple[str, ...] = RULES, seeds: range = range(60)) -> Iterator[str]:
    for seed in seeds:
        flows = proven(seed, rules)
        yield from _differences(flows, seed) if flows is not None else ()


def test_the_harness_finds_a_leak_where_the_engine_does_not_ask_who_may_know_of_a_path() -> None:
    with patch.object(Hand, "_may_know", lambda *_: None):
        assert next((found for found in _differences_without() if "raised" not in found), None) is not None


def test_the_harness_finds_a_leak_where_answers_leave_no_mark_on_the_path() -> None:
    with patch.object(Hand, "widen", lambda *_: None):
        assert next((found for found in _differences_without() if "raised" not in found), None) is not None


def test_the_harness_finds_what_the_rule_readers_is_there_for() -> None:
    assert next((found for found in _differences_without(("gates", "ends")) if "raised" in found), None) is not None


@pytest.mark.long
def test_what_one_keeps_private_changes_nothing_in_ten_thousand_flows() -> None:
    tally = Tally()
    with ProcessPoolExecutor() as processes:
        for part in processes.map(tallied, [range(n, n + BATCH) for n in range(1000, 11_000, BATCH)]):
            tally.add(part)
            print(tally, flush=True)
    assert tally.differences == []
    assert tally.flows * 0.15 <= tally.clean
