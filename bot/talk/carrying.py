"""What a session asked for is carried out: said, begun, kept, done; and what comes back goes into the session again."""

from __future__ import annotations

from typing import assert_never

from bot.flow import engine
from bot.flow.effects import BOTH, Agreed, Begin, Do, Edit, Effect, Ended, Keep, Mark, Refused, Say
from bot.flow.session import Progress, Session
from bot.flow.signals import Acted, ChildEnded, Signal, Unsent
from bot.flow.values import Value
from bot.flow.vouching import UNSAID
from bot.talk import booking, placing, telling, wishes
from bot.talk.work import Work
from bot.words.phrase import phrase


def step(work: Work, session: Session, signal: Signal) -> None:
    """The session hears a signal, and what it asks for is carried out."""
    with work.inside(session):
        effects = engine.step(session, signal, work.world())
    carry_out(work, session, effects)


def unsend(work: Work, person: str) -> None:
    """Whatever this person let go a moment ago, in any talk, waits for their tap again; nobody else notices."""
    for session in list(work.household.sessions.values()):
        if any(_on_its_way(frame.progress.get(person)) for frame in session.frames):
            step(work, work.session(session.id), Unsent(person))


def _on_its_way(progress: Progress | None) -> bool:
    return progress is not None and (progress.stage == "sending" or "sharing" in progress.items.values())


def carry_out(work: Work, session: Session, effects: list[Effect]) -> None:
    """Carries out effects in their order."""
    with work.inside(session):
        _carry_out(work, session, effects)


def _carry_out(work: Work, session: Session, effects: list[Effect]) -> None:
    for effect in effects:
        match effect:
            case Say():
                placing.say(work, session, effect)
            case Edit():
                placing.edit(work, session, effect)
            case Begin():
                _begin(work, session, effect)
            case Do():
                _do(work, session, effect)
            case Keep():
                booking.keep(work, session, effect)
            case Mark():
                booking.mark(work, effect)
            case Agreed():
                _agreed(work, session)
            case Ended():
                _ended(work, session, effect)
            case Refused():
                _refused(work, effect)
            case _:
                assert_never(effect)


def _begin(work: Work, session: Session, effect: Begin) -> None:
    from bot.talk.beginning import begin

    if effect.flow == UNSAID and _goes_on(work, effect.person):
        return
    pinned = work.setting.flows.version(session.top.hash).runs.get(effect.flow)
    flow = work.setting.flows.version(pinned) if pinned else work.flow(effect.flow)
    if effect.flow == wishes.OFFERED and "author" in effect.roles:
        wishes.count(work, effect.roles["author"], "offer")
    parent = f"{session.id}.{effect.child_of}" if effect.child_of else None
    begin(work, flow, effect.person, roles=effect.roles, values=effect.values, parent=parent, people=[effect.person])


def _goes_on(work: Work, person: str) -> bool:
    """Whether the private talk about what is unsaid is open already: then it is said once more, and not begun twice."""
    from bot.talk.beginning import running, say_again

    known = running(work, person, UNSAID)
    if known is not None:
        say_again(work, known, person)
    return known is not None


def _do(work: Work, session: Session, effect: Do) -> None:
    from bot.talk.acts import ACTS

    outcome, values = ACTS[effect.act](work, effect.person, {n: v.content for n, v in effect.given.items()})
    step(work, session, Acted(effect.visit, outcome, values))


def _agreed(work: Work, session: Session) -> None:
    """The talk is on: what it stands on is shown, such as the ground rules."""
    from bot.talk.nudging import took_place

    if session.by is not None:
        wishes.uncount(work, session.by, "invitation")
    took_place(work, session.schedule)
    flow = work.setting.flows.version(session.root.hash)
    books = {b for need in flow.needs for b in _books(work, need)}
    for book in sorted(books):
        found = [e for e in work.household.entries.values() if e.book == book and e.text.may_read(session.people)]
        if found:
            _show_rules(work, session, max(found, key=lambda e: e.at).text)


def _books(work: Work, name: str) -> set[str]:
    from bot.flow.states.book import Write

    flow = work.setting.flows.latest.get(name)
    return {s.kind.book for s in flow.states.values() if isinstance(s.kind, Write)} if flow else set()


def _show_rules(work: Work, session: Session, text: Value) -> None:
    from bot.flow.effects import Line
    from bot.talk.phrases import RULES_HEAD

    placing.say(work, session, Say(BOTH, (Line(RULES_HEAD), Line("{rules}", {"rules": text}))))


def _ended(work: Work, session: Session, effect: Ended) -> None:
    from bot.talk.ending import ended

    ended(work, session, effect)


def _refused(work: Work, effect: Refused) -> None:
    if work.callback is None:
        line = phrase(effect.line, work.audience(effect.person))
        telling.tell(work, effect.person, "{line}", line=line)
        return
    from bot.words.fit import plain

    telling.toast(work, plain(phrase(effect.line, work.audience(effect.person))), effect.person)


def child_ended(work: Work, child: Session, outcome: str, values: dict[str, Value]) -> None:
    """Tells the parent session, if it still waits."""
    if child.parent is None:
        return
    parent_id, visit = child.parent.split(".")
    if parent_id not in work.household.sessions:
        return
    parent = work.session(parent_id)
    step(work, parent, ChildEnded(child.people[0], visit, outcome, values))
