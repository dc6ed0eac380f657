"""/timeout: a time-out of both, or a quiet "later" of one."""

from __future__ import annotations

from bot.couple.household import Person
from bot.flow import engine
from bot.talk import nudging, phrases, telling
from bot.talk.beginning import joint_talk
from bot.talk.carrying import carry_out, unsend
from bot.talk.commands.in_front import question_before
from bot.talk.heard import Command
from bot.talk.work import Work


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
    session = question_before(work, person)
    if session is None or (session.agreed and session.place == "together"):
        return telling.tell(work, person.id, phrases.NO_TIMEOUT)
    unsend(work, person.id)
    mine = work.person(person.id)
    mine.aside = [*(f for f in mine.aside if f.session != session.id), *([mine.front] if mine.front else [])]
    mine.front = None
    return telling.tell(work, person.id, phrases.LATER_APART)
