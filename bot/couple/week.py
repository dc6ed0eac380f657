"""What of a week may be told again: talks that were held, thanks that were said, promises that were kept.

Only what everyone here may read, because whoever gets it may show it on; nothing is counted, nothing is set against anything, and
what was not kept is not in it: its owner knows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from bot.couple.household import Entry, Household

TALKS, THANKS, PROMISES = "talks", "thanks", "promises"
SPAN = timedelta(days=7)
MOST = 5
"""Of each kind; a list that goes on and on is a ledger."""
KEPT, PARTLY = "kept", "partly"


class Week(msgspec.Struct, frozen=True):
    """Entries of books, oldest first, none twice."""

    talks: tuple[Entry, ...] = ()
    thanks: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()
    partly: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return any((self.talks, self.thanks, self.kept, self.partly))


def week(home: Household, now: datetime) -> Week:
    """The seven days up to `now` (UTC)."""
    known = sorted((e for e in home.entries.values() if e.text.may_read(home.people)), key=lambda e: e.at)
    fresh = [e for e in known if now - e.at <= SPAN]
    promises = [e for e in known if e.book == PROMISES]
    kept = [e for e in promises if KEPT in _said(e, now)]
    partly = [e for e in promises if e not in kept and PARTLY in _said(e, now)]
    talks = {str(e.text.content): e for e in fresh if e.book == TALKS}
    thanks = [e for e in fresh if e.book == THANKS]
    return Week(tuple(talks.values())[-MOST:], tuple(thanks[-MOST:]), tuple(kept[-MOST:]), tuple(partly[-MOST:]))


def _said(entry: Entry, now: datetime) -> set[str]:
    """What its owner said of it in this week."""
    return {status for at, status in entry.marks if now - at <= SPAN}
