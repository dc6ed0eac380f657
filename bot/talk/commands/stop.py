"""/stop: no talk is longer than either wants it to be."""

from __future__ import annotations

from bot.couple.household import Person
from bot.flow.session import Session
from bot.flow.signals import Stopped
from bot.flow.states.agree import GROUND_RULES
from bot.talk import nudging, phrases, putting_off, telling
from bot.talk.beginning import resting
from bot.talk.carrying import step
from bot.talk.commands.in_front import question_before, talk_of
from bot.talk.commands.pause import fall_silent
from bot.talk.heard import Command
from bot.talk.withdrawing import silent_no
from bot.talk.work import Work


def stop(work: Work, person: Person, heard: Command) -> None:
    """Ends the talk in front, or what a note asks; with neither it pauses the bot.

    Before both agreed it is a silent "Not now", and in a talk led apart, of which nobody was told that a stop shows, a silent end
    for this person alone.
    """
    session = question_before(work, person) or talk_of(work, person) or resting(work, person)
    if session is None and putting_off.stopped(work, person):
        return telling.tell(work, person.id, phrases.STOPPED_ALONE)
    if session is None:
        return fall_silent(work, person, phrases.NOTHING_TO_STOP)
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
