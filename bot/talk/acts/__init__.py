"""The bot's own acts: a closed list, one function each. An act returns its outcome and what it learned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.talk.acts.checking import clear_away, keep_level
from bot.talk.acts.digesting import digest
from bot.talk.acts.ending import last_day
from bot.talk.acts.exporting import export
from bot.talk.acts.grouping import bind_group, group_link, refuse_group
from bot.talk.acts.lately import lately
from bot.talk.acts.leaving import close, forget, host, leave, lines, standing
from bot.talk.acts.opening import open_flow
from bot.talk.acts.pairing import accept, admit, invite, knock, turn_away
from bot.talk.acts.scheduling import schedule
from bot.talk.acts.setting import change
from bot.talk.acts.showing import as_set
from bot.talk.acts.telling_nobody import unsaid
from bot.talk.acts.viewing import draw, view
from bot.talk.acts.wishing import count, may, mute, withdraw
from bot.talk.work import Work

Act = Callable[[Work, str, Mapping[str, Any]], tuple[str, dict[str, Any]]]

ACTS: dict[str, Act] = {
    "set": change,
    "as-set": as_set,
    "schedule": schedule,
    "invite": invite,
    "knock": knock,
    "accept": accept,
    "admit": admit,
    "turn-away": turn_away,
    "group-link": group_link,
    "bind-group": bind_group,
    "refuse-group": refuse_group,
    "open": open_flow,
    "standing": standing,
    "lines": lines,
    "host": host,
    "leave": leave,
    "forget": forget,
    "close": close,
    "export": export,
    "withdraw": withdraw,
    "mute": mute,
    "may": may,
    "count": count,
    "last-day": last_day,
    "unsaid": unsaid,
    "keep-level": keep_level,
    "clear-away": clear_away,
    "digest": digest,
    "lately": lately,
    "draw": draw,
    "view": view,
}
