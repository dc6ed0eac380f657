"""An operator whose master key is made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli.operators import Desk

sys.path.append(str(Path(__file__).parents[1] / "storage"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.does("keys", "init")
    return made
