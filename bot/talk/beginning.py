"""Who may begin what, and how a session comes to be: consent first, needs first, one joint talk at a time."""

from __future__ import annotations

from bot.couple.household import Person
from bot.flow import engine
from bot.flow.model import Flow
from bot.flow.session import Frame, Session
from bot.flow.states.agree import Agree
from bot.flow.states.plain import Nest
from bot.flow.values import Value
from bot.talk import phrases, telling, wishes
from bot.talk.carrying import carry_out
from bot.talk.work import Work
from bot.words.message import Button

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
        telling.tell(work, person_id, phrases.ALREADY_GOING)
        say_again(work, known, person_id)
        return "opened"
    refused = _refused(work, person_id, flow)
    waiting = _waits_for_their_part(work, person_id, name)
    if refused is None and waiting is not None:
        session = work.session(waiting.id)
        carry_out(work, session, engine.start_child(session, person_id, work.world()))
        return "opened"
    return refused or begin(work, flow, person_id, given)


def _refused(work: Work, person_id: str, flow: Flow) -> str | None:
    busy = joint_talk(work)
    if flow.name in ALWAYS:
        return None
    if busy is not None and flow.name not in ("menu", "settings"):
        telling.tell(work, person_id, phrases.TALK_RUNS, title=_title(work, busy))
        return "not-now"
    if len(flow.parties) == 2 and (not joint_allowed(work) or JOINT in work.household.people[person_id].withdrawn):
        telling.tell(work, person_id, phrases.NEEDS_BOTH)
        return "not-now"
    if _asks_both(flow) and not wishes.may(work, work.household.people[person_id], "invitation"):
        telling.tell(work, person_id, phrases.INVITED_TODAY)
        return "not-now"
    missing = _missing(work, person_id, flow)
    if missing is not None:
        needed = work.flow(missing)
        begin_it = telling.button(work, person_id, phrases.BEGIN, f"!begin.{missing}", title=needed.title)
        telling.tell(work, person_id, phrases.NEEDS_FIRST, (begin_it,), title=needed.title)
        return "not-now"
    return None


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
    running = (s for s in work.household.sessions.values() if s.agreed and s.status == "running" and s.parent is None)
    return next(running, None)


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


def _knows_of(session: Session, person_id: str) -> bool:
    """Whether it is this person's own, has both yeses, or has asked them something already."""
    mine = session.root.progress.get(person_id)
    if mine is not None:
        return mine.stage != "later"
    return session.agreed or session.by in (None, person_id)


def _waits_for_their_part(work: Work, person_id: str, name: str) -> Session | None:
    """A run that the partner's hour began and in which this person's part is still to come."""
    for session in work.household.sessions.values():
        mine = session.top.progress.get(person_id)
        if session.status == "running" and session.root.flow == name and mine is not None and mine.stage == "later":
            return session
    return None


def say_again(work: Work, session: Session, person_id: str) -> None:
    """Puts a session's open question to this person in front once more."""
    from bot.flow.signals import Again

    mine = work.session(session.id)
    carry_out(work, mine, engine.step(mine, Again(person_id), work.world()))


def begin(
    work: Work, flow: Flow, person_id: str | None, given: dict[str, str] | None = None, schedule: str | None = None,
    roles: dict[str, str] | None = None, values: dict[str, Value] | None = None, parent: str | None = None,
    people: list[str] | None = None, later: frozenset[str] = frozenset(),
) -> str:  # fmt: skip
    """A session of `flow` begins. Returns "opened"."""
    first = person_id or next(iter(work.household.people))
    roles = roles or roles_of(work, flow, first)
    start = {n: Value(v) for n, v in flow.values.items()} | {n: Value(v) for n, v in (given or {}).items()} | (values or {})
    session = Session(
        work.draw.id(), people or list(roles.values()), [Frame(flow.name, flow.hash, values=start, roles=roles)],
        place=flow.place, by=None if schedule else person_id, parent=parent, began=work.now, schedule=schedule,
        unbegun=sorted(later),
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
        if session is not None and session.status == "running" and person.id in _waited_for(work, session):
            rows.append(telling.button(work, person.id, phrases.GO_ON, f"!go.{session.id}", title=_title(work, session)))
    return rows


def _waited_for(work: Work, session: Session) -> list[str]:
    flow = work.setting.flows.versions.get(session.top.hash)
    if flow is None or not session.top.state or isinstance(flow.states[session.top.state].kind, Nest):
        return []
    return engine.waits_for(session, work.world())
