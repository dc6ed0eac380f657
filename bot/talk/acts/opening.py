"""`do: open`: what was picked in the menu begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.talk.work import Work


def open_flow(work: Work, person: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Begins the talk that was chosen. Outcomes: opened, not-now (and why was said), unknown."""
    from bot.talk.beginning import ask_for

    return ask_for(work, person, str(given.get("flow"))), {}
