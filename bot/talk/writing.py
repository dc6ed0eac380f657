"""A text: danger first, then the question in front. What answers nothing gets a kind sentence or silence."""

from __future__ import annotations

from datetime import timedelta

from bot import coach
from bot.couple.household import Front, Held, Person
from bot.flow.phrases import RESTS
from bot.flow.session import Session
from bot.flow.signals import Answered
from bot.talk import passwords, phrases, safety, telling, unsaid, waiting
from bot.talk.carrying import step
from bot.talk.heard import Unreadable, Wrote
from bot.talk.work import Work

PATIENCE = timedelta(minutes=30)


def wrote(work: Work, person: Person, heard: Wrote, unshown: frozenset[str]) -> None:
    """A text in a private chat or in the couple's group."""
    if safety.read(work, person, heard):
        return None
    if _is_for_the_bot(person, heard) and passwords.refused(work, person, heard):
        return None
    news = unsaid.told(work, person, heard)
    _taken(work, work.household.people[person.id], heard, unshown)
    return unsaid.say_a_word(work, person) if news else None


def _taken(work: Work, person: Person, heard: Wrote, unshown: frozenset[str]) -> None:
    """What is no danger and no secret answers the question in front, if there is one."""
    if not person.started and not _in_front(work, person):
        return welcome(work, person)
    front = person.front
    if front is None or not _in_front(work, person):
        return _nobody_asked(work, person, heard)
    if front.shared == heard.where.private:
        return _other_place(work, person, heard)
    if not heard.where.private and heard.replies_to is None:
        return None
    unsent = f"{front.session}.{front.visit}.{person.id}" in unshown
    if unsent and (draft := _draft(work, person, front)):
        return _goes_on(work, person, heard, front, draft)
    if _too_early(front, heard, unsent):
        return telling.tell(work, person.id, phrases.BEFORE_QUESTION) if heard.where.private else None
    if _stale(work, person, front) or _waits_for_a_word(person, front):
        return _is_it_an_answer(work, person, heard, front)
    return answer(work, person, front, heard.text, shared=not heard.where.private)


def _is_for_the_bot(person: Person, heard: Wrote) -> bool:
    """In the group only a reply to a question that was put there: what the two say to one another is theirs."""
    return heard.where.private or (person.front is not None and person.front.shared and heard.replies_to is not None)


def _goes_on(work: Work, person: Person, heard: Wrote, front: Front, draft: str) -> None:
    """The second message of one answer, sent before the first was shown back."""
    if not passwords.refused(work, person, heard, draft):
        answer(work, person, front, f"{draft}\n{heard.text}", shared=not heard.where.private)


def welcome(work: Work, person: Person, then: tuple[str, dict[str, str]] | None = None) -> None:
    """Somebody new is welcomed first, whatever they came for."""
    from bot.talk.beginning import begin

    mine = work.person(person.id)
    mine.then = then or mine.then
    going = next((s for s in work.household.sessions.values() if s.root.flow == "welcome" and person.id in s.people), None)
    if going is None:
        begin(work, work.flow("welcome"), person.id)
    else:
        from bot.talk.beginning import say_again

        say_again(work, going, person.id)


def _in_front(work: Work, person: Person) -> Session | None:
    """The session whose question is in front, if it still is one."""
    front = person.front
    session = work.household.sessions.get(front.session) if front else None
    if session is None or front is None or session.status != "running" or session.top.visit != front.visit:
        return None
    return session


def _nobody_asked(work: Work, person: Person, heard: Wrote) -> None:
    if not heard.where.private:
        return
    from bot.talk.beginning import go_on_buttons, resting

    if resting(work, person) is not None:
        return telling.tell(work, person.id, RESTS)
    rows = [(b,) for b in go_on_buttons(work, person)]
    return telling.tell(work, person.id, phrases.NO_QUESTION, *rows)


def _other_place(work: Work, person: Person, heard: Wrote) -> None:
    """A private answer belongs into the private chat, a shared one into the group; elsewhere a text is only talk."""
    if heard.where.private:
        _nobody_asked(work, person, heard)


def _too_early(front: Front, heard: Wrote, unshown: bool) -> bool:
    """Sent before the question was shown (Telegram's times are whole seconds)."""
    return unshown or heard.at < front.since.replace(microsecond=0)


def _draft(work: Work, person: Person, front: Front) -> str | None:
    """What this person wrote a moment ago, while its preview is still on its way: the next message goes on with it."""
    progress = work.household.sessions[front.session].top.progress.get(person.id)
    return progress.content if progress is not None and progress.stage == "drafted" else None


def _stale(work: Work, person: Person, front: Front) -> bool:
    session = work.household.sessions[front.session]
    return not session.agreed and work.now - front.since > PATIENCE


def _waits_for_a_word(person: Person, front: Front) -> bool:
    """Whether an earlier text to this question is still held: then the next one goes on with it."""
    return _waiting(person, front) is not None


def _waiting(person: Person, front: Front) -> Held | None:
    return next((one for one in person.waiting if one.visit == front.visit and not one.grave), None)


def _is_it_an_answer(work: Work, person: Person, heard: Wrote, front: Front) -> None:
    """After half an hour a text may be meant for something else: ask, and lose nothing."""
    mine = work.person(person.id)
    earlier = _waiting(mine, front)
    before = f"{earlier.text}\n" if earlier is not None else ""
    if passwords.refused(work, mine, heard, before):
        return
    from bot.talk.beginning import say_again

    say_again(work, work.household.sessions[front.session], person.id)
    mine.waiting = [one for one in mine.waiting if one is not earlier]
    waiting.ask(work, person.id, Held(before + heard.text, front.session, front.visit, work.now, id=work.draw.id()))


def answer(work: Work, person: Person, front: Front, text: str, shared: bool = False) -> None:
    """The text answers the question in front; the coach reads it first where the question says so."""
    session = work.session(front.session)
    with work.inside(session):
        kind = engine_kind(work, session)
    marks: tuple[str, ...] = ()
    suggestion = None
    task = kind.reads()
    if task is not None:
        verdict = coach.read(task, text, person.language)
        marks, suggestion = (*verdict.marks, verdict.label), verdict.suggestion
    work.person(person.id).front = Front(front.session, front.visit, work.now.replace(microsecond=0), front.shared)
    signal = Answered(person.id, front.visit, text, marks, suggestion, shared)
    step(work, session, signal)


def engine_kind(work: Work, session: Session):  # type: ignore[no-untyped-def]
    """What the session's present state does."""
    return work.setting.flows.version(session.top.hash).states[session.top.state].kind


def unreadable(work: Work, person: Person, heard: Unreadable) -> None:
    """Stickers, photos, voice, forwards: never an answer, kindly said, in the private chat only."""
    if heard.where.private and not person.started and not _in_front(work, person):
        return welcome(work, person)
    if heard.where.private and not _spoke(work, person, heard):
        telling.tell(work, person.id, phrases.UNREADABLE)
    return None


def _spoke(work: Work, person: Person, heard: Unreadable) -> bool:
    """Whether this was a voice message, and an answer to the question in front."""
    session, front = _in_front(work, person), person.front
    if heard.voice is None or session is None or front is None or front.shared:
        return False
    with work.inside(session):
        if not engine_kind(work, session).takes_voice():
            return False
    step(work, work.session(session.id), Answered(person.id, front.visit, heard.voice, voice=True))
    return True
