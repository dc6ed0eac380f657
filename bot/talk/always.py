"""The words that always work, and no flow can turn off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.couple import rhythm
from bot.couple.household import Person, Schedule
from bot.flow import engine
from bot.flow.effects import Effect, Say
from bot.flow.session import Session
from bot.flow.signals import Back, Stopped, Withdrawn
from bot.flow.states.agree import GROUND_RULES
from bot.talk import clearing, notes, nudging, phrases, putting_off, safety, telling
from bot.talk.acts.pairing import PREFIX
from bot.talk.acts.scheduling import theirs
from bot.talk.beginning import ask_for, go_on_buttons, joint_talk, resting, say_again, waited_for
from bot.talk.carrying import carry_out, step, unsend
from bot.talk.fronts import clear_front
from bot.talk.heard import Command
from bot.talk.work import Work
from bot.talk.writing import welcome
from bot.words.fit import escape
from bot.words.message import Button, Message


def command(work: Work, person: Person, heard: Command) -> None:
    """/word: what works everywhere, else what this person may begin, else a kind sentence."""
    if heard.name in ("sos", "help"):
        return COMMANDS[heard.name](work, person, heard)
    if heard.name == "start":
        return start(work, person, heard)
    if not person.started and heard.name not in ("stop", "pause", "exit", "privacy", "leave", "forget", "export"):
        return welcome(work, person)
    if heard.name in phrases.ANSWERS and heard.where.private and person.user in work.setting.admins:
        work.asks = heard.name
        return None
    if heard.name in COMMANDS:
        return COMMANDS[heard.name](work, person, heard)
    if heard.where.private:
        telling.tell(work, person.id, phrases.UNKNOWN_COMMAND)
    return None


def start(work: Work, person: Person, heard: Command) -> None:
    """/start, with or without what a link brought along."""
    if not heard.where.private:
        return None
    resumed = _resume(work, person)
    if heard.payload.startswith(PREFIX) and len(heard.payload) > 10:
        token = heard.payload.removeprefix(PREFIX)
        if not person.started:
            return welcome(work, person, ("join", {"token": token}))
        ask_for(work, person.id, "join", {"token": token})
        return None
    if not person.started:
        return welcome(work, person)
    front = _front_session(work, person)
    if heard.payload == "go" and front is not None:
        return say_again(work, front, person.id)
    rows = [(b,) for b in go_on_buttons(work, work.household.people[person.id])]
    return telling.tell(work, person.id, phrases.RESUMED if resumed else phrases.WELCOME_BACK, *rows)


def _resume(work: Work, person: Person) -> bool:
    if not person.paused:
        return False
    mine = work.person(person.id)
    mine.paused = False
    for note in mine.notes[-1:]:
        notes.knock(work, mine, note)
    return True


def sos(work: Work, person: Person, heard: Command) -> None:
    """Numbers to call, at once and whole; in the group one neutral line."""
    if not heard.where.private:
        return _in_group(work, phrases.GROUP_HELP)
    work.send(Message(person.id, safety.card(work, person), kind="safety"))
    return None


def help_(work: Work, person: Person, heard: Command) -> None:
    if not heard.where.private:
        return _in_group(work, phrases.GROUP_HELP)
    tongue = work.setting.tongues.of(person.language)
    head = "\n\n".join(escape(tongue(t)) for t in (phrases.HELP, phrases.HELP_COMMANDS))
    work.send(Message(person.id, head, kind="safety"))
    work.send(Message(person.id, safety.card(work, person), kind="safety"))
    return None


def _in_group(work: Work, text: str) -> None:
    tongue = work.audience(*work.household.people).tongue
    work.send(Message("group", escape(tongue(text)), kind="safety"))


def menu(work: Work, person: Person, heard: Command) -> None:
    """What can be begun; what waits is offered first."""
    if not heard.where.private:
        return _in_group(work, phrases.GROUP_MENU)
    _close(work, person, "menu")
    mine = work.household.people[person.id]
    rows = [(b,) for b in go_on_buttons(work, mine)]
    rows += [(telling.button(work, person.id, phrases.OPEN_NOTE, f"!open.{note.id}"),) for note in mine.notes[-1:]]
    if rows:
        telling.tell(work, person.id, phrases.WELCOME_BACK, *rows)
    ask_for(work, person.id, "menu")
    return None


def settings(work: Work, person: Person, heard: Command) -> None:
    if heard.where.private:
        _close(work, person, "settings")
        ask_for(work, person.id, "settings")


def _own_affair(work: Work, person: Person, heard: Command) -> None:
    """/leave, /forget, /export and /progress: begun anew each time, in one's own chat only."""
    if heard.where.private:
        _close(work, person, heard.name)
        ask_for(work, person.id, heard.name)


def _close(work: Work, person: Person, name: str) -> None:
    """An older run of one of the bot's own lists ends silently when it is asked for again."""
    for session in list(work.household.sessions.values()):
        if session.root.flow == name and session.people == [person.id]:
            work.drop_session(session.id)
            clear_front(work, person.id, session.id)


def stop(work: Work, person: Person, heard: Command) -> None:
    """Ends the talk in front, or what a note asks; with neither it pauses the bot.

    Before both agreed it is a silent "Not now", and in a talk led apart, of which nobody was told that a stop shows, a silent end
    for this person alone.
    """
    session = _front_session(work, person) or _talk_of(work, person) or resting(work, person)
    if session is None and putting_off.stopped(work, person):
        return telling.tell(work, person.id, phrases.STOPPED_ALONE)
    if session is None:
        return _pause(work, person, phrases.NOTHING_TO_STOP)
    if session.parent is not None:
        session = work.household.sessions.get(session.parent.split(".")[0], session)
    if len(session.people) == 2 and (not session.agreed or session.place == "apart"):
        return silent_no(work, person, session.id)
    mine = work.session(session.id)
    if session.agreed and _can_hurt(work, session):
        nudging.heavy(work, *session.people)
    step(work, mine, Stopped("stopped"))
    if not session.agreed:
        telling.tell(work, person.id, phrases.STOPPED_ALONE)
    return None


def _can_hurt(work: Work, session: Session) -> bool:
    """Whether it stands on the ground rules: to stop one that does not, such as the choosing of the rules, weighs nothing."""
    flow = work.setting.flows.versions.get(session.root.hash)
    return flow is None or GROUND_RULES in flow.needs


def _talk_of(work: Work, person: Person) -> Session | None:
    """The talk that both agreed to, if this person has not stopped it for themselves."""
    talk = joint_talk(work)
    return talk if talk is not None and person.id not in talk.left else None


def silent_no(work: Work, person: Person, session_id: str) -> None:
    """Nothing that the other can see happens before the deadline."""
    withdraw(work, person, session_id)
    session = work.household.sessions.get(session_id)
    if session is None or not session.agreed:
        return telling.tell(work, person.id, phrases.STOPPED_ALONE)
    mine = work.session(session_id)
    mine.left = [*mine.left, person.id]
    clear_front(work, person.id, session_id)
    return telling.tell(work, person.id, phrases.STOPPED_APART)


def withdraw(work: Work, person: Person, session_id: str) -> None:
    """This person's part of it is over, unseen."""
    mine = work.session(session_id)
    with work.inside(mine):
        effects = engine.step(mine, Withdrawn(person.id), work.world())
    unseen: list[Effect] = [e for e in effects if not isinstance(e, Say)]
    carry_out(work, mine, unseen)
    for child in [s for s in work.household.sessions.values() if s.parent and s.parent.startswith(session_id + ".")]:
        if child.people == [person.id]:
            work.drop_session(child.id)
    work.person(person.id).front = None


KEPT_ON_EXIT = ("offered",)
"""What somebody else wrote for this person is not thrown away with the chat."""


def _front_session(work: Work, person: Person):  # type: ignore[no-untyped-def]
    """The talk whose question this person has before them. One that only the other still has open is none of theirs to find out."""
    front = person.front
    session = work.household.sessions.get(front.session) if front else None
    return session if session is not None and session.status == "running" and _open_to(work, session, person.id) else None


def _open_to(work: Work, session: Session, person: str) -> bool:
    """Whether it is their own or both know that it goes on, it waits for them, or they were the last who did something in it."""
    known = session.by == person or (session.agreed and session.place == "together")
    return known or person in waited_for(work, session) or any(s.person == person for s in session.top.history)


def pause(work: Work, person: Person, heard: Command) -> None:
    return _pause(work, person, phrases.PAUSED)


def _pause(work: Work, person: Person, text: str) -> None:
    work.person(person.id).paused = True
    work.withdrawn.add(person.id)
    telling.tell(work, person.id, text)


def timeout(work: Work, person: Person, heard: Command) -> None:
    """In a shared talk: the flow `time-out` over it. In a talk led apart it would betray a draft, so it is a private "later"."""
    session = joint_talk(work)
    if session is None or session.place == "apart" or any(f.interrupting for f in session.frames):
        return _later(work, person)
    flow = work.flow("time-out")
    other = work.household.partner(person.id)
    roles = dict(zip(flow.parties, [person.id, *([other.id] if other else [])], strict=False))
    mine = work.session(session.id)
    nudging.heavy(work, *session.people)
    with work.inside(mine):
        effects = engine.interrupt(mine, flow, roles, work.world())
    return carry_out(work, mine, effects)


def _later(work: Work, person: Person) -> None:
    """The question in front is put aside, for this person alone."""
    session = _front_session(work, person)
    if session is None or (session.agreed and session.place == "together"):
        return telling.tell(work, person.id, phrases.NO_TIMEOUT)
    unsend(work, person.id)
    mine = work.person(person.id)
    mine.aside = [*(f for f in mine.aside if f.session != session.id), *([mine.front] if mine.front else [])]
    mine.front = None
    return telling.tell(work, person.id, phrases.LATER_APART)


def back(work: Work, person: Person, heard: Command) -> None:
    """One own answer, until anything addressed to another came of it."""
    session = _front_session(work, person)
    if session is None:
        return telling.tell(work, person.id, phrases.NOTHING_BACK)
    mine = work.session(session.id)
    return step(work, mine, Back(person.id))


def exit_(work: Work, person: Person, heard: Command) -> None:
    """Unseen: what was said and typed last goes from the chat, the question in front is put aside, nobody is told."""
    if not heard.where.private:
        return
    if person.front is not None:
        _drop_own(work, person, person.front.session)
    mine = work.person(person.id)
    mine.front, mine.notes, mine.waiting = None, [], []
    clearing.clear(work, person)
    telling.tell(work, person.id, phrases.EXIT)
    return


def _drop_own(work: Work, person: Person, session_id: str) -> None:
    session = work.household.sessions.get(session_id)
    if session is None:
        return
    if session.agreed:
        return
    parent = session.parent.split(".")[0] if session.parent is not None else None
    if parent in work.household.sessions and not work.household.sessions[parent].agreed:
        withdraw(work, person, parent)
    elif len(session.people) > 1 or len(session.frames) > 1:
        withdraw(work, person, session_id)
    elif session.root.flow not in KEPT_ON_EXIT:
        work.drop_session(session_id)
        clear_front(work, person.id, session_id)


def privacy(work: Work, person: Person, heard: Command) -> None:
    if heard.where.private:
        telling.tell(work, person.id, phrases.PRIVACY)


def when(work: Work, person: Person, heard: Command) -> None:
    """What begins by itself next, for this person alone; each of their own may be left out once."""
    if not heard.where.private:
        return None
    coming = (s for s in theirs(work, person) if rhythm.comes(s, person))
    mine = sorted(((s.due, s) for s in coming if s.due and not rhythm.rests(s, person, s.due)), key=lambda one: one[0])
    if not mine:
        return telling.tell(work, person.id, phrases.WHEN_NOTHING)
    lines = [telling.sentence(work, person.id, phrases.WHEN_HEAD).text]
    for due, one in mine[:5]:
        said = telling.said_moment(person, due)
        lines.append(telling.sentence(work, person.id, phrases.WHEN_LINE, title=work.flow(one.flow).title, when=said).text)
    work.send(Message(person.id, "\n".join(lines), tuple(_skips(work, person, [one for _, one in mine[:5]]))))
    return None


def _skips(work: Work, person: Person, shown: list[Schedule]) -> Iterator[tuple[Button, ...]]:
    """What is for both is left out at its invitation, where nobody can tell it from silence."""
    for one in shown:
        if one.whom == "each" and one.day is not None:
            title = work.flow(one.flow).title
            yield (telling.button(work, person.id, phrases.WHEN_SKIP, f"!skip.{one.id}.{one.day:%Y%m%d}", title=title),)


def reach(work: Work, person: Person, can: bool) -> None:
    """Blocked: silence for that person, nobody is told. Back: what waited is knocked with once."""
    mine = work.person(person.id)
    mine.reachable = can
    if not can:
        work.withdrawn.add(person.id)
    if can:
        for note in mine.notes[-1:]:
            notes.knock(work, mine, note)


COMMANDS: dict[str, Callable[[Work, Person, Command], None]] = {
    "sos": sos,
    "help": help_,
    "menu": menu,
    "settings": settings,
    "stop": stop,
    "pause": pause,
    "timeout": timeout,
    "back": back,
    "exit": exit_,
    "privacy": privacy,
    "when": when,
    "leave": _own_affair,
    "forget": _own_affair,
    "export": _own_affair,
    "progress": _own_affair,
}
