"""Time passes, and other households speak: timers and posts. What begins by itself is in `nudging`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.flow.session import Session
from bot.flow.signals import Elapsed
from bot.talk import grouping, notes, safety
from bot.talk.acts import pairing
from bot.talk.beginning import joint_talk, say_again, waited_for
from bot.talk.carrying import step
from bot.talk.heard import Due, Posted
from bot.talk.planning import replan_all, rooms
from bot.talk.work import Work


def due(work: Work, heard: Due) -> None:
    """A timer of a session. What a person tapped a few seconds ago counts as their act."""
    if heard.session not in work.household.sessions:
        return
    session = work.session(heard.session)
    verb, _, rest = heard.name.partition(":")
    if verb in ("send", "share"):
        work.actor = rest.split(":")[0] or _asked(session)
    work.named = _named_by(session, heard)
    step(work, session, Elapsed(heard.visit, heard.name))


def _named_by(session: Session, heard: Due) -> str | None:
    """Whose answer this timer was set by, if it was not the flow that set it."""
    _, _, source = heard.name.rpartition(" ")
    values = [f.values[source] for f in session.frames if heard.visit in f.visits.values() and source in f.values]
    return values[-1].owner if values else None


def _asked(session: Session) -> str | None:
    return next((p for p, progress in session.top.progress.items() if progress.stage == "sending"), None)


def posted(work: Work, heard: Posted) -> None:
    """What another household, or the wire, has to say."""
    posts = {
        "knock": pairing.knocked,
        "invited": pairing.invited,
        "accepted": pairing.accepted,
        "unreachable": _unreachable,
        "missed": _missed,
        "moved": grouping.moved_away,
        "zones": _zones,
        "go-on": _go_on,
        "danger": safety.told,
    }
    if heard.what in posts:
        posts[heard.what](work, heard.data)


def _missed(work: Work, data: Mapping[str, Any]) -> None:
    """Something that was worth sending at its hour only was never sent: of a note nobody knows, so the next thing knocks."""
    to, _, note = str(data.get("message")).partition("/n:")
    if note and to in work.household.people:
        notes.was_never_seen(work.person(to), note)


def _zones(work: Work, data: Mapping[str, Any]) -> None:
    """The rules of zones changed: every moment is worked out again."""
    replan_all(work, rooms(work))


def _go_on(work: Work, data: Mapping[str, Any]) -> None:
    """A talk that was held goes on where it was, and asks again; not inside a parent that is still held, nor over a joint talk."""
    held = work.household.sessions.get(str(data.get("session")))
    if held is None or held.status != "held" or (held.agreed and held.parent is None and joint_talk(work) is not None):
        return
    parent = work.household.sessions.get(held.parent.split(".")[0]) if held.parent is not None else None
    if parent is not None and parent.status == "held":
        _go_on(work, {"session": parent.id})
    session = work.session(held.id)
    session.status = "running"
    for person in waited_for(work, session):
        say_again(work, session, person)


def _unreachable(work: Work, data: Mapping[str, Any]) -> None:
    person = work.household.by_user(int(data.get("user", 0)))
    if person is not None:
        work.person(person.id).reachable = False
