"""What the checker proves: one rule, one file, one line here. A rule's manual is the docstring of its file.

A rule is a module with `RULE`, its name, and `check(case) -> findings`. They run in `check` and in tests, never when the bot
starts. `name` stands beside the nine because what it finds on paths belongs to the name of an error of reading.
"""

from __future__ import annotations

from types import ModuleType

from bot.authoring.rules import ends, fits, gates, name, neutral, reach, readers, translated, unread, walked, wording

READING = unread.READING

RULES: dict[str, ModuleType] = {
    "reach": reach,
    "ends": ends,
    "readers": readers,
    "gates": gates,
    "fits": fits,
    "neutral": neutral,
    "wording": wording,
    "translated": translated,
    "walked": walked,
    "name": name,
}


def manual(rule: str) -> str | None:
    """What a rule promises and why, as its author is told; None for a rule that does not exist."""
    return RULES[rule].__doc__ if rule in RULES else READING.get(rule)
