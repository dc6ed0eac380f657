"""When a session is over: its parent hears, fronts are cleared, what it did is remembered, what may come next is offered."""

from __future__ import annotations

from bot.couple import dosage
from bot.couple.household import Entry
from bot.couple.week import TALKS
from bot.flow.effects import Ended
from bot.flow.session import Session
from bot.flow.values import Value
from bot.talk import notes, phrases, telling
from bot.talk.carrying import child_ended
from bot.talk.fronts import clear_front
from bot.talk.planning import stands_now
from bot.talk.work import Work


def ended(work: Work, session: Session, effect: Ended) -> None:
    """The whole of it, in the order people notice it."""
    work.drop_session(session.id)
    for person in session.people:
        clear_front(work, person, session.id)
    close_children(work, session)
    if session.parent is not None:
        return child_ended(work, session, effect.outcome, effect.values)
    if effect.outcome == "finished":
        _remember(work, session)
    if effect.outcome == "finished" and effect.suggest:
        _suggest(work, session, effect.suggest)
    _then(work, session)
    return None


def close_children(work: Work, session: Session) -> None:
    """Leaving the parent ends open children; nobody is told."""
    for child in list(work.household.sessions.values()):
        if child.parent is not None and child.parent.startswith(session.id + "."):
            work.drop_session(child.id)
            clear_front(work, child.people[0], child.id)


def _remember(work: Work, session: Session) -> None:
    name, at = session.root.flow, work.now.isoformat()
    if len(session.people) == 2:
        work.household.done[name] = at
        work.touched.household = True
        stands_now(work)
        if session.agreed:
            _write_down(work, session)
    else:
        for person in session.people:
            work.person(person).done[name] = at


def _write_down(work: Work, session: Session) -> None:
    """That they held this talk, which both know."""
    title = work.setting.flows.version(session.root.hash).title
    held = Value(session.root.flow, None, frozenset(session.people), title)
    work.add_entry(Entry(work.draw.id(), TALKS, held, work.now))


def _suggest(work: Work, session: Session, names: tuple[str, ...]) -> None:
    """What may come next, to whoever took part; the same for both."""
    from bot.talk.beginning import can_begin, running

    for person in session.people:
        known = [work.flow(n) for n in names if n in work.setting.flows.latest and not _too_soon(work, session, n)]
        offered = [f for f in known if can_begin(work, person, f) and running(work, person, f.name) is None]
        rows = [(telling.button(work, person, phrases.BEGIN, f"!begin.{f.name}", title=f.title),) for f in offered[:3]]
        if rows and (work.actor == person or session.agreed):
            telling.tell(work, person, phrases.SUGGEST, *rows)
        elif rows:
            notes.wrap(work, person, [telling.sentence(work, person, phrases.SUGGEST, *rows)])


def _too_soon(work: Work, session: Session, name: str) -> bool:
    """After something heavy nobody is asked what they liked."""
    if name not in dosage.LIKINGS:
        return False
    if len(session.people) > 1:
        return dosage.is_heavy_for_both(work.household, work.now)
    return dosage.is_heavy(work.household.people[session.people[0]], work.now)


def _then(work: Work, session: Session) -> None:
    """After the welcome: the word that marks a person as known, and what they came for."""
    if session.root.flow != "welcome":
        return
    from bot.talk.beginning import ask_for

    for person_id in session.people:
        person = work.person(person_id)
        person.started = person.adult and "start" in person.consents
        if person.started and person.then is not None:
            name, given = person.then
            person.then = None
            ask_for(work, person_id, name, given)
