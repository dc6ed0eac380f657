"""An operator whose master key is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.operators import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.does("keys", "init")
    return made
