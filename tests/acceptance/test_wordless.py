"""Even where everything is logged, no word of anybody and no token is in the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from acceptance.driver import Scene, welcome
from acceptance.town import Town
from acceptance.wordless import assert_wordless


@pytest.mark.carries("T13")
def test_a_log_at_debug_holds_no_word_and_no_token(tmp_path: Path) -> None:
    town = Town(tmp_path, tmp_path, log_level="DEBUG")
    try:
        town.fresh()
        ann = Scene(town).person("Ann")
        welcome(ann)
        ann.says("your soup, and the credit card")
        ann.says("I want to kill myself")
    finally:
        town.close()
    assert_wordless(town.log)
