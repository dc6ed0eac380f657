"""A text: danger first, then the question in front. What answers nothing gets a kind sentence or silence."""

from __future__ import annotations

from datetime import timedelta

from bot import coach
from bot.couple.household import Front, Person
from bot.flow import engine
from bot.flow.session import Session
from bot.flow.signals import Answered
from bot.talk import phrases, safety, telling
from bot.talk.carrying import carry_out
from bot.talk.heard import Unreadable, Wrote
from bot.talk.work import Work

PATIENCE = timedelta(minutes=30)


def wrote(work: Work, person: Person, heard: Wrote, unshown: frozenset[str]) -> None:
    """A text in a private chat or in the couple's group."""
    if safety.read(work, person, heard):
        return None
    if not person.started and not _in_front(work, person):
        return welcome(work, person)
    front = person.front
    if front is None or not _in_front(work, person):
        return _nobody_asked(work, person, heard)
    if front.shared == heard.where.private:
        return _other_place(work, person, heard)
    if not heard.where.private and heard.replies_to is None:
        return None
    if f"{front.session}.{front.visit}.{person.id}" in unshown and (draft := _draft(work, person, front)):
        return answer(work, person, front, f"{draft}\n{heard.text}", shared=not heard.where.private)
    if _too_early(front, heard, f"{front.session}.{front.visit}.{person.id}" in unshown):
        return telling.tell(work, person.id, phrases.BEFORE_QUESTION) if heard.where.private else None
    if _stale(work, person, front) or _waits_for_a_word(person, front):
        return _is_it_an_answer(work, person, heard, front)
    return answer(work, person, front, heard.text, shared=not heard.where.private)


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
    from bot.talk.beginning import go_on_buttons

    rows = [(b,) for b in go_on_buttons(work, person)]
    telling.tell(work, person.id, phrases.NO_QUESTION, *rows)


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
    held = person.counters.get("held")
    return held is not None and held["visit"] == front.visit and "grave" not in held


def _is_it_an_answer(work: Work, person: Person, heard: Wrote, front: Front) -> None:
    """After half an hour a text may be meant for something else: ask, and lose nothing."""
    mine = work.person(person.id)
    before = mine.counters["held"]["text"] + "\n" if _waits_for_a_word(mine, front) else ""
    mine.counters = {**mine.counters, "held": {"text": before + heard.text, "session": front.session, "visit": front.visit}}
    yes = telling.button(work, person.id, phrases.THAT_IS_IT, "!held.send")
    no = telling.button(work, person.id, phrases.NOT_IT, "!held.keep")
    from bot.talk.beginning import say_again

    say_again(work, work.household.sessions[front.session], person.id)
    telling.tell(work, person.id, phrases.IS_IT_ANSWER, (yes,), (no,))


def answer(work: Work, person: Person, front: Front, text: str, shared: bool = False) -> None:
    """The text answers the question in front; the coach reads it first where the question says so."""
    session = work.session(front.session)
    kind = engine_kind(work, session)
    marks: tuple[str, ...] = ()
    suggestion = None
    task = kind.reads()
    if task is not None:
        verdict = coach.read(task, text, person.language)
        marks, suggestion = (*verdict.marks, verdict.label), verdict.suggestion
    work.person(person.id).front = Front(front.session, front.visit, work.now.replace(microsecond=0), front.shared)
    signal = Answered(person.id, front.visit, text, marks, suggestion, shared)
    carry_out(work, session, engine.step(session, signal, work.world()))


def engine_kind(work: Work, session: Session):  # type: ignore[no-untyped-def]
    """What the session's present state does."""
    return work.setting.flows.version(session.top.hash).states[session.top.state].kind


def unreadable(work: Work, person: Person, heard: Unreadable) -> None:
    """Stickers, photos, voice, forwards: never an answer, kindly said, in the private chat only."""
    if heard.where.private and not person.started and not _in_front(work, person):
        return welcome(work, person)
    if heard.where.private:
        telling.tell(work, person.id, phrases.UNREADABLE)
    return None
