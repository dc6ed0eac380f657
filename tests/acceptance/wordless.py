"""What a bot wrote to its log: never a word that a person wrote, never a token. Looked at when each module's bot has ended."""

from __future__ import annotations

from pathlib import Path

CANARIES = (
    "credit card", "phone is out at dinner", "the call", "your soup", "slow morning",
    "our walk", "Tea and cake", "tea & talk", "kill myself",
    "Berlin", "Ireland", "SANDBOX", "good morning", "start=i", "Ann", "Ben", "Atlantis", "Traceback",
)  # fmt: skip


def assert_wordless(file: Path) -> None:
    """The log of one bot."""
    text = file.read_text("utf-8")
    assert "bot.ready" in text
    for canary in CANARIES:
        assert canary not in text, f"{file.name}: {canary}"
