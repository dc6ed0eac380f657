"""`do: unsaid`: somebody says that there is something their partner does not know, or that there is nothing any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.talk.work import Work


def unsaid(work: Work, person_id: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """`state` on or off. Only the moment is kept, sealed with this person's own key, and not what it is. Outcome: done."""
    work.person(person_id).unsaid = work.now if given.get("state") in ("on", True) else None
    return "done", {}
