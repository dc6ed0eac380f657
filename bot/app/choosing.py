"""Which of the rows that may be sent go out now: one per chat, at Telegram's pace, and answers to buttons at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.app.pacing import Pacing
from bot.app.ports import OutRow
from bot.app.verdicts import is_toast

A_SECOND = timedelta(seconds=1)
IN_FLIGHT = 8
"""Calls at once, and as many answers to buttons beside them."""


def chosen(
    rows: Sequence[OutRow], flying: Collection[OutRow], pacing: Pacing, now: datetime
) -> tuple[list[OutRow], datetime | None]:
    """What may go now (already counted by `pacing`), and the first moment at which one that must wait may go.

    `rows` are in the order of their importance; `flying` are those whose calls have not come back.
    """
    chats = {row.chat for row in flying if not is_toast(row)}
    messages, when = list[OutRow](), None
    for row in rows:
        if is_toast(row) or row.chat in chats or len(chats) >= IN_FLIGHT:
            continue
        if (ready := pacing.ready(row.chat, row.group, now, nudge=_evenly(row))) > now:
            when = min(when or ready, ready)
            continue
        if row.group or row.edit is None:
            pacing.took(row.chat, row.group, now)
        else:
            pacing.edited(now)
        messages.append(row)
        chats.add(row.chat)
    toasts = _toasts(rows, flying)
    may = pacing.answers(len(toasts), now)
    if may < len(toasts):
        when = min(when or now + A_SECOND, now + A_SECOND)
    return toasts[:may] + messages, when


def _evenly(row: OutRow) -> bool:
    return row.message.kind == "nudge" and not row.hurried


def _toasts(rows: Sequence[OutRow], flying: Collection[OutRow]) -> list[OutRow]:
    room = IN_FLIGHT - sum(is_toast(row) for row in flying)
    return [row for row in rows if is_toast(row)][:room]
