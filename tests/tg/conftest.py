"""What the tests of the wire share: the library's way of giving seconds, as the wiring sets it."""

import pytest


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
