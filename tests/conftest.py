"""What all tests share: where nothing may be skipped, a skip is a failure; long harnesses have their own target."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

os.environ.setdefault("PTB_TIMEDELTA", "1")
sys.path.append(str(Path(__file__).parent))  # tests/world.py is for every folder
sys.path.append(str(Path(__file__).parent / "safety"))


def pytest_configure(config: pytest.Config) -> None:
    """What hypothesis keeps in files, each of the processes side by side has for itself: they would get in each other's way."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    set_hypothesis_home_dir(config.rootpath / ".hypothesis" / worker)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long harnesses run only when they are asked for (`make long`); side by side, a file stays on one process."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if config.getoption("-m"):
        return
    long = [i for i in items if i.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [i for i in items if i not in long]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With GROUNDWORK_NO_SKIPS a run that skipped anything fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped: Iterable[object] = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("GROUNDWORK_NO_SKIPS") and list(skipped) and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
