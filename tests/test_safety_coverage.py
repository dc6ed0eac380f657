"""Every number of the safety page is carried by a test, or stands in a list of what is pending that may only shrink."""

from __future__ import annotations

from carried import carriers, every, exists

PENDING = set(every()) - set(carriers())


def test_every_number_has_one_owner() -> None:
    numbers = every()
    assert len(numbers) == len(set(numbers)) == 40 + 23 + 16


def test_a_test_that_is_named_is_there() -> None:
    missing = [t for tests in carriers().values() for t in tests if not exists(t)]
    assert missing == []


def test_only_known_numbers_are_carried() -> None:
    assert set(carriers()) <= set(every())
