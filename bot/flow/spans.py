"""How long until: what authors and answers call a time, as a moment.

Saved durations are kept as "30m" (a chosen key) or seconds (an understood text), saved moments as ISO texts in UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

SPAN = re.compile(r"(\d{1,5})(s|m|h|d|w)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def span(text: str) -> timedelta | None:
    """ "15m" as fifteen minutes; None when it is no span."""
    found = SPAN.fullmatch(text.strip())
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None


def moment(content: Any, since: datetime) -> datetime:
    """When a saved duration that begins at `since` is over, or the saved moment itself; what cannot be read is `since`."""
    if isinstance(content, bool) or content is None:
        return since
    if isinstance(content, int | float):
        return since + timedelta(seconds=min(float(content), 366 * 86400.0))
    fixed = span(str(content))
    if fixed is not None:
        return since + fixed
    try:
        return datetime.fromisoformat(str(content)).astimezone(UTC)
    except ValueError:
        return since
