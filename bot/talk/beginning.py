"""Who may begin what, and how a session comes to be: consent first, needs first, one joint talk at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.couple.household import Person
from bot.flow import engine
from bot.flow.model import Flow
from bot.flow.session import Frame, Session
from bot.flow.states.agree import Agree
from bot.flow.states.plain import Nest
from bot.flow.values import Value
from bot.talk import own_hours, phrases, telling, wishes
from bot.talk.carrying import carry_out, step
from bot.talk.once_more import say_once_more
from bot.talk.work import Work
from bot.words.message import Button, Message

JOINT = "joint"
OWN = (
    "welcome", "menu", "join", "joining", "confirm", "paired", "bind-group", "offered", "time-out", "three-questions", "tick-rules",
    "heavy-day", "quiet-lately", "weekly-notes",
)  # fmt: skip
ALWAYS = ("leave", "forget", "export")
"""What somebody does with their own place and data waits for no talk and stands on nothing."""


def can_begin(work: Work, person_id: str, flow: Flow) -> bool:
    """Whether the menu offers it: not a part of something else, and nothing that this person cannot do now."""
    if flow.hidden or flow.name in OWN:
        return False
    if flow.name == "invite":
        return not work.household.paired
    if flow.name == "our-group":
        return work.household.paired and (work.household.group is None or work.household.group.state == "gone")
    mine = work.household.people[person_id]
    return len(flow.parties) == 1 or (joint_allowed(work) and JOINT not in mine.withdrawn)


def joint_allowed(work: Work) -> bool:
    """Consent of both, each given in their own chat."""
    people = work.household.people.values()
    return work.household.paired and all(JOINT in p.consents for p in people)


def ask_for(work: Work, person_id: str, name: str, given: dict[str, str] | None = None) -> str:
    """A person wants to begin a flow: it begins, or a kind sentence says what comes first. Returns an outcome of `do: open`."""
    flow = work.setting.flows.latest.get(name)
    if flow is None:
        return "unknown"
    known = running(work, person_id, name)
    if known is not None:
        say_once_more(work, known, person_id)
        return "opened"
    refused = _refused(work, person_id, flow)
    if refused is None and own_hours.has_parts(flow):
        own_hours.begin_part(work, flow, person_id)
        return "opened"
    return refused or begin(work, flow, person_id, given)


def _refused(work: Work, person_id: str, flow: Flow) -> str | None:
    busy = in_the_way(work, flow)
    if flow.name in ALWAYS:
        return None
    if busy is not None:
        line = phrases.TALK_RUNS if person_id not in busy.left else phrases.TALK_ENDS
        telling.tell(work, person_id, line, title=_title(work, busy))
        return "not-now"
    if len(flow.parties) == 2 and (not joint_allowed(work) or JOINT in work.household.people[person_id].withdrawn):
        telling.tell(work, person_id, phrases.NEEDS_BOTH)
        return "not-now"
    if _asks_both(flow) and not wishes.may(work, work.household.people[person_id], "invitation"):
        telling.tell(work, person_id, phrases.INVITED_TODAY)
        return "not-now"
    first = comes_first(work, person_id, flow)
    if first is not None:
        work.send(first)
        return "not-now"
    return None


def comes_first(work: Work, person_id: str, flow: Flow) -> Message | None:
    """What the talk stands on and is not done, with a button to begin it."""
    missing = _missing(work, person_id, flow)
    if missing is None:
        return None
    title = work.flow(missing).title
    begin_it = telling.button(work, person_id, phrases.BEGIN, f"!begin.{missing}", title=title)
    return telling.sentence(work, person_id, phrases.NEEDS_FIRST, (begin_it,), title=title)


def _waits_for(busy: Session, flow: Flow) -> bool:
    """Whether it has to wait for the talk that both agreed to.

    One that is led apart lasts for hours, and in each one's own chat: there only what asks both waits. What one does alone is free,
    help before all, and that does not depend on what either of them answered.
    """
    return flow.name not in ("menu", "settings") and (busy.place == "together" or _asks_both(flow))


def _missing(work: Work, person_id: str, flow: Flow) -> str | None:
    return next((n for n in flow.needs if not _done(work, person_id, n)), None)


def needs_done(work: Work, person_id: str, flow: Flow) -> bool:
    """Whether what the talk stands on is there."""
    return _missing(work, person_id, flow) is None


def _asks_both(flow: Flow) -> bool:
    """Whether it begins by asking the other whether they would."""
    return any(isinstance(state.kind, Agree) for state in flow.states.values())


def _done(work: Work, person_id: str, name: str) -> bool:
    return name in work.household.done or name in work.household.people[person_id].done


def joint_talk(work: Work) -> Session | None:
    """The talk that both agreed to and that still runs."""
    return next(_joint_talks(work), None)


def in_the_way(work: Work, flow: Flow) -> Session | None:
    """The running talk of both that this flow has to wait for."""
    return next((busy for busy in _joint_talks(work) if _waits_for(busy, flow)), None)


def _joint_talks(work: Work) -> Iterator[Session]:
    return (s for s in work.household.sessions.values() if s.agreed and s.status == "running" and s.parent is None)


def resting(work: Work, person: Person) -> Session | None:
    """The talk whose question was in front of this person when it was held."""
    session = work.household.sessions.get(person.front.session) if person.front is not None else None
    return session if session is not None and session.status == "held" else None


def _title(work: Work, session: Session) -> str:
    known = work.setting.flows.versions.get(session.root.hash) or work.setting.flows.latest.get(session.root.flow)
    return known.title if known is not None else session.root.flow


def running(work: Work, person_id: str, name: str) -> Session | None:
    """An open run of this flow that the person knows of; what the other prepares alone stays unknown."""
    for session in work.household.sessions.values():
        open_one = session.status == "running" and session.root.flow == name and session.parent is None
        if open_one and person_id in session.people and _knows_of(session, person_id):
            return session
    return None


def both_know_of(work: Work, name: str) -> bool:
    """Whether a run of this flow is open that both were asked for. One that somebody has only thought of changes nothing yet."""
    named = [s for s in work.household.sessions.values() if s.root.flow == name and s.status == "running"]
    return any(all(_knows_of(session, person) for person in session.people) for session in named)


def _knows_of(session: Session, person_id: str) -> bool:
    """Whether it is this person's own, has both yeses, or has told them something already."""
    own = session.agreed or session.by == person_id or person_id in session.told
    return own and person_id not in session.unbegun


def say_again(work: Work, session: Session, person_id: str) -> None:
    """Puts a session's open question to this person in front once more."""
    from bot.flow.signals import Again

    mine = work.session(session.id)
    comes_back(mine, person_id)
    step(work, mine, Again(person_id))


def comes_back(session: Session, person_id: str) -> None:
    """Whoever stopped a talk for themselves alone takes part again."""
    session.left = [p for p in session.left if p != person_id]


def begin(
    work: Work, flow: Flow, person_id: str | None, given: dict[str, str] | None = None, schedule: str | None = None,
    roles: dict[str, str] | None = None, values: dict[str, Value] | None = None, parent: str | None = None,
    people: list[str] | None = None, later: frozenset[str] = frozenset(), evening: datetime | None = None,
) -> str:  # fmt: skip
    """A session of `flow` begins. Returns "opened"."""
    first = person_id or next(iter(work.household.people))
    roles = roles or roles_of(work, flow, first)
    start = {n: Value(v) for n, v in flow.values.items()} | {n: Value(v) for n, v in (given or {}).items()} | (values or {})
    session = Session(
        work.draw.id(), people or list(roles.values()), [Frame(flow.name, flow.hash, values=start, roles=roles)],
        place=flow.place, by=None if schedule else person_id, parent=parent, began=work.now, schedule=schedule,
        unbegun=sorted(later), evening=evening,
    )  # fmt: skip
    if parent is not None:
        session.agreed = work.household.sessions[parent.split(".")[0]].agreed
    work.add_session(session)
    carry_out(work, session, engine.begin(session, work.world(later)))
    return "opened"


def roles_of(work: Work, flow: Flow, first: str) -> dict[str, str]:
    """The one who starts is the first party."""
    other = work.household.partner(first)
    people = [first, *([other.id] if other else [])]
    return dict(zip(flow.parties, people, strict=False))


def go_on_buttons(work: Work, person: Person) -> list[Button]:
    """A button for each question that was put aside and is still open."""
    rows = []
    for front in [*person.aside, *([person.front] if person.front else [])]:
        session = work.household.sessions.get(front.session)
        if session is not None and session.status == "running" and person.id in waited_for(work, session):
            rows.append(telling.button(work, person.id, phrases.GO_ON, f"!go.{session.id}", title=_title(work, session)))
    return rows


def waited_for(work: Work, session: Session) -> list[str]:
    """Whose answer an open session waits for; nobody's where its version is not known or it waits for another talk."""
    flow = work.setting.flows.versions.get(session.top.hash)
    if flow is None or not session.top.state or isinstance(flow.states[session.top.state].kind, Nest):
        return []
    return engine.waits_for(session, work.world())
