"""Every number of the safety page is carried by a test, or stands in a list of what is pending that may only shrink."""

from __future__ import annotations

from carried import OWNERS, carriers, every, exists
from promises import PAGE, PROMISES, page

PENDING: frozenset[str] = frozenset({"S39", "K6", "K10", "K11", "K14", "K16", "T23"})


def test_every_number_has_one_owner() -> None:
    numbers = every()
    assert len(numbers) == len(set(numbers)) == 40 + 23 + 16
    assert set(PROMISES) == set(numbers)


def test_a_test_that_is_named_is_there() -> None:
    assert [t for tests in carriers().values() for t in tests if not exists(t)] == []


def test_only_known_numbers_are_carried() -> None:
    assert set(carriers()) <= set(every())


def test_what_is_not_carried_is_pending_and_nothing_else_is() -> None:
    """A number that somebody carries now must leave the list; one that nobody carries any more must not come back to it."""
    carried = set(carriers())
    for work, numbers in OWNERS.items():
        left = [n for n in numbers if n in PENDING]
        if left:
            print(f"pending, {work}: {' '.join(left)}")
    assert set(every()) - carried == PENDING


def test_the_page_of_promises_is_up_to_date() -> None:
    assert page() == PAGE.read_text("utf-8"), "run: python -m tests.promises"
