"""Whenever the checker finds nothing, one person's private answers change nothing that the other gets, to the byte.

Random talks are read and checked; those that the rules `readers` and `gates` find clean are led twice, with the same public
answers and other private ones, and what the other person noticed is compared.
"""

from __future__ import annotations

import pytest
from paired_runs import noticed, two_runs
from random_flows import random_flow

from bot.authoring.checking import check
from bot.authoring.library import load


def clean_and_compared(seeds: range) -> tuple[int, int]:
    """How many flows were clean, and how many pairs of runs were compared."""
    clean = pairs = 0
    for seed in seeds:
        text = random_flow(seed)
        flows, problems = load({"f": text})
        if flows is None or problems or check(flows, {"f": text}, rules=["readers", "gates"]):
            continue
        clean += 1
        for script in range(3):
            for secret in ("Ann", "Ben"):
                found = noticed(*two_runs(flows, flows.latest["f"], secret, f"{seed}/{script}"))
                pairs += 1
                assert found is None, f"seed {seed}, script {script}, secret {secret}\n{found}\n{text}"
    return clean, pairs


def test_private_answers_change_nothing_that_the_other_gets() -> None:
    clean, pairs = clean_and_compared(range(200))
    assert clean >= 20
    assert pairs == clean * 6


@pytest.mark.long
def test_private_answers_change_nothing_in_ten_thousand_flows() -> None:
    clean, _ = clean_and_compared(range(1000, 11_000))
    assert clean >= 1000
