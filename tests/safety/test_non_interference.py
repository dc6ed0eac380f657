"""Refusal is silence: what one does in private changes nothing that the other and the group receive, nor when.

A tenth of the pairs and journeys runs with every other test; all of them with `make long`.
"""

from __future__ import annotations

import pytest
from journeys import IN_PUBLIC, Seen, agree, arrivals, begins, moves, pair, setting_out, sos_in_one_turn, talks, waits
from world import shipped

PAIRS, JOURNEYS = 2_000, 10_000
TENTH = 10


def differences(numbers: range) -> list[str]:
    found = []
    for number in numbers:
        name, with_it, without = pair(number)
        if with_it != without:
            found.append(f"{name}\n{_first(with_it, without)}")
    return found


def _first(with_it: list[list[Seen]], without: list[list[Seen]]) -> str:
    for one, other in zip(with_it, without, strict=False):
        for a, b in zip([*one, None], [*other, None], strict=False):
            if a != b:
                return f"  with:    {a}\n  without: {b}"
    return "  one of them has more chats"


def journey(number: int) -> tuple[list[str], int, int]:
    """Nobody lets anything go: markers that came to anybody but their author; how often /sos was tried, and failed."""
    world, ann, ben, chance = setting_out(f"journey {number}")
    first, second = (ann, ben) if chance.number(2) else (ben, ann)
    begins(first, chance.pick(talks(shipped())))
    agree(first, second, chance)
    tried = failed = 0
    for step in range(6 + chance.number(14)):
        who = (ann, ben)[chance.number(2)]
        moves(who, chance, f"secret of {who.name} zq{who.name}{step}qz", public=False)
        if chance.number(6) == 0:
            waits(world, chance)
        if step % 5 == 0:
            tried, failed = tried + 1, failed + (not sos_in_one_turn(who))
    world.passes(3 * 86400)
    leaks = [a.text for me, other in ((ann, "Ben"), (ben, "Ann")) for a in arrivals(world, me.user) if f"zq{other}" in str(a)]
    return leaks, tried, failed


def journeys(numbers: range) -> tuple[list[str], int, int]:
    results = [journey(n) for n in numbers]
    return [leak for leaks, _, _ in results for leak in leaks], sum(r[1] for r in results), sum(r[2] for r in results)


@pytest.mark.carries("S6", "T2", "S25")
def test_a_tenth_of_the_pairs_shows_no_difference() -> None:
    assert differences(range(0, PAIRS, TENTH)) == []


def test_the_comparison_would_see_it_public_acts_do_show() -> None:
    shown = [number for number in range(60) for _, with_it, without in [pair(number, IN_PUBLIC)] if with_it != without]
    assert len(shown) >= 5


@pytest.mark.long
def test_no_pair_shows_a_difference() -> None:
    found = differences(range(PAIRS))
    print(f"{PAIRS} pairs, {len(found)} differences")
    assert found == []


@pytest.mark.carries("S7", "S12", "S21")
def test_in_a_tenth_of_the_journeys_nothing_private_is_delivered_and_sos_answers_at_once() -> None:
    leaks, tried, failed = journeys(range(0, JOURNEYS, TENTH))
    assert leaks == []
    assert tried > JOURNEYS / TENTH
    assert failed == 0


@pytest.mark.long
def test_in_no_journey_anything_private_is_delivered() -> None:
    leaks, tried, failed = journeys(range(JOURNEYS))
    print(f"{JOURNEYS} journeys, {len(leaks)} private markers delivered; /sos tried {tried} times, {failed} without an answer")
    assert leaks == []
    assert failed == 0
