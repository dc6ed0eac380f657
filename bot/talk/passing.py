"""Time passes, and other households speak: timers and posts. What begins by itself is in `nudging`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.flow import engine
from bot.flow.session import Session
from bot.flow.signals import Elapsed
from bot.talk import grouping
from bot.talk.acts import pairing
from bot.talk.acts.scheduling import replan_all
from bot.talk.carrying import carry_out
from bot.talk.heard import Due, Posted
from bot.talk.work import Work


def due(work: Work, heard: Due) -> None:
    """A timer of a session. What a person tapped a few seconds ago counts as their act."""
    if heard.session not in work.household.sessions:
        return
    session = work.session(heard.session)
    verb, _, rest = heard.name.partition(":")
    if verb in ("send", "share"):
        work.actor = rest.split(":")[0] or _asked(session)
    carry_out(work, session, engine.step(session, Elapsed(heard.visit, heard.name), work.world()))


def _asked(session: Session) -> str | None:
    return next((p for p, progress in session.top.progress.items() if progress.stage == "sending"), None)


def posted(work: Work, heard: Posted) -> None:
    """What another household, or the wire, has to say."""
    posts = {
        "knock": pairing.knocked,
        "invited": pairing.invited,
        "accepted": pairing.accepted,
        "unreachable": _unreachable,
        "moved": grouping.moved_away,
        "zones": _zones,
    }
    if heard.what in posts:
        posts[heard.what](work, heard.data)


def _zones(work: Work, data: Mapping[str, Any]) -> None:
    """The rules of zones changed: every moment is worked out again."""
    replan_all(work)


def _unreachable(work: Work, data: Mapping[str, Any]) -> None:
    person = work.household.by_user(int(data.get("user", 0)))
    if person is not None:
        work.person(person.id).reachable = False
