"""Which item cannot be written, however often it is tried: it would hold up everybody behind it.

A database that is away or full is no reason to put anything aside: what waits, waits. What is counted is what the store says of
the writing itself, and only of an item that was tried alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.app.ports import Conflict, Item, Unwritable

CONFLICTS = 5
"""Somebody else who changes a household meanwhile does so once, perhaps twice; never again and again."""


class Failing:
    """The one that failed last, and what with."""

    def __init__(self) -> None:
        self._key, self._conflicts, self._failed = "", 0, 0
        self.why = ""

    def note(self, items: Sequence[Item], error: BaseException) -> None:
        """A batch of these could not be written."""
        key = items[0].key if len(items) == 1 else ""
        if key != self._key or not key:
            self._key, self._conflicts, self._failed = key, 0, 0
        self._conflicts += isinstance(error, Conflict)
        if isinstance(error, Unwritable) or self._conflicts >= CONFLICTS:
            self._failed += 1
            self.why = error.why if isinstance(error, Unwritable) else "Conflict"

    @property
    def in_vain(self) -> bool:
        """Whether not even giving up can be written: then it is no single item's fault."""
        return self._failed > 2

    def tries(self, item: Item) -> int:
        """How often it was tried in vain: once, and it is given up with a word to its author; again, and without one."""
        return self._failed if item.key == self._key else 0
