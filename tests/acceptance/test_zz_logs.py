"""What the bots of this run wrote to their logs: never a word that a person wrote, never a token. It runs last."""

from __future__ import annotations

from pathlib import Path

import pytest

CANARIES = (
    "credit card", "phone is out at dinner", "the call", "your soup", "slow morning",
    "our walk", "Tea and cake", "tea & talk", "kill myself",
    "Berlin", "Ireland", "SANDBOX", "good morning", "start=i", "Ann", "Ben", "Atlantis", "Traceback",
)  # fmt: skip


def test_no_word_of_anybody_and_no_token_is_in_any_log(logs: Path) -> None:
    files = sorted(logs.glob("*.log"))
    if not files:
        pytest.skip("no bot ran before this test, so there is no log to read")
    for file in files:
        text = file.read_text("utf-8")
        assert "bot.ready" in text
        for canary in CANARIES:
            assert canary not in text, f"{file.name}: {canary}"
