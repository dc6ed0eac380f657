"""One talk led twice: everything is the same but what one person keeps private. What does the other notice?

Both runs go through the whole of `talk`, with chats, notes, a group or none, and a clock that is moved by hand. Ann (`keeper`) has
the same public acts at the same moments in both, and other private ones: answers, drafts, pace, what she opens, takes back or
leaves. Ben (`watcher`) acts on nothing but what he sees. Everything that comes to him and to the group is compared to the byte and
to the minute, up to the first public act of Ann's (`public`) that the other run has not: that one is hers to show.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.flow.model import Flows
from paired_runs.leading import lead
from paired_runs.public import Acts

Seen = tuple[str, str, str, tuple[str, ...]]
"""When, how (said, edited, other buttons, a toast), the text, and the labels of its buttons."""
NEVER = "9999"


@dataclass
class Run:
    """What came to Ben's chat and to the group, oldest first; Ann's public acts; and what the talk raised, if it did."""

    seen: list[list[Seen]] = field(default_factory=list)
    acts: Acts = field(default_factory=list)
    raised: str | None = None


def two_runs(flows: Flows, script: str) -> tuple[Run, Run]:
    """Two runs of the flow `f`. `script` decides all that is the same."""
    one, two = (Run(*lead(flows, script, variant)) for variant in ("one", "two"))
    return one, two


def noticed(one: Run, two: Run) -> str | None:
    """The first thing that differs before the public acts do; None when the runs are the same up to there.

    That the talk could not go on is a difference as well: whoever waits for it notices.
    """
    if one.raised or two.raised:
        return f"raised: {one.raised} / {two.raised}"
    until = _apart(one.acts, two.acts)
    for first, second in zip(one.seen, two.seen, strict=True):
        before = [[item for item in seen if item[0] < until] for seen in (first, second)]
        if before[0] != before[1]:
            return _first(*before)
    return None


def _apart(one: Acts, two: Acts) -> str:
    """The moment of the first public act that only one run has."""
    for n in range(max(len(one), len(two))):
        first, second = one[n : n + 1], two[n : n + 1]
        if first != second:
            return min(moment for moment, _ in [*first, *second])
    return NEVER


def _first(one: list[Seen], two: list[Seen]) -> str:
    for n in range(max(len(one), len(two))):
        if one[n : n + 1] != two[n : n + 1]:
            return f"one: {one[n : n + 1]}\ntwo: {two[n : n + 1]}"
    return ""
