"""A button: whose is it, is its question open, and what does it do. Callback data is never trusted."""

from __future__ import annotations

from bot.couple.household import Front, Person
from bot.flow.signals import Chose
from bot.talk import notes, phrases, putting_off, telling
from bot.talk.carrying import step
from bot.talk.heard import Pressed
from bot.talk.work import Work


def pressed(work: Work, person: Person, heard: Pressed) -> None:
    """Answers the tap exactly once: with what follows, or a kind toast."""
    from bot.talk.beginning import comes_back

    work.callback = heard.callback
    if heard.data.startswith("!"):
        return _own(work, person, heard)
    parts = heard.data.split(".", 2)
    session_id, visit, key = parts if len(parts) == 3 else ("", "", "")
    known = work.household.sessions.get(session_id)
    if known is None or known.frame_of(visit) is None:
        return telling.toast(work, phrases.OLD_BUTTON, person.id)
    if person.id not in known.people:
        return telling.toast(work, phrases.NOT_FOR_YOU, person.id)
    session = work.session(session_id)
    comes_back(session, person.id)
    if session.top.visit == visit:
        _freshen(work, person, session_id, visit)
    return step(work, session, Chose(person.id, visit, key))


def _freshen(work: Work, person: Person, session: str, visit: str) -> None:
    """A tap shows that the person is there: their question is in front again."""
    front = person.front
    if front is not None and front.session == session and front.visit == visit:
        work.person(person.id).front = Front(session, visit, work.now, front.shared)


def _own(work: Work, person: Person, heard: Pressed) -> None:
    verb, _, rest = heard.data[1:].partition(".")
    verbs = {
        "open": _open, "go": _go, "begin": _begin, "held": _held, "chat": _chat,
        "later": putting_off.later, "pass": putting_off.not_today, "skip": putting_off.skip,
    }  # fmt: skip
    if verb in verbs:
        verbs[verb](work, person, rest)
    else:
        telling.toast(work, phrases.OLD_BUTTON, person.id)


def _open(work: Work, person: Person, note: str) -> None:
    if not notes.open_note(work, person.id, note):
        telling.toast(work, phrases.OLD_BUTTON, person.id)


def _go(work: Work, person: Person, session_id: str) -> None:
    from bot.talk.beginning import say_again

    session = work.household.sessions.get(session_id)
    if session is None or person.id not in session.people or session.status != "running":
        return telling.toast(work, phrases.OLD_BUTTON, person.id)
    return say_again(work, session, person.id)


def _begin(work: Work, person: Person, name: str) -> None:
    from bot.talk.beginning import ask_for

    if ask_for(work, person.id, name) == "unknown":
        telling.toast(work, phrases.OLD_BUTTON, person.id)


def _held(work: Work, person: Person, rest: str) -> None:
    """A text that was held back: its author says that it may go, or keeps it. It answers a question that is still open to them."""
    from bot.talk.beginning import waited_for
    from bot.talk.writing import answer

    what, _, id = rest.partition(".")
    held = next((one for one in person.waiting if one.id == id), None)
    if held is None:
        return telling.toast(work, phrases.OLD_BUTTON, person.id)
    mine = work.person(person.id)
    mine.waiting = [one for one in mine.waiting if one.id != id]
    session = work.household.sessions.get(held.session)
    is_open = session is not None and session.top.visit == held.visit and person.id in waited_for(work, session)
    if what != "send" or not is_open:
        return telling.tell(work, person.id, phrases.KEPT_OUT)
    return answer(work, mine, Front(held.session, held.visit, work.now), held.text)


def _chat(work: Work, person: Person, rest: str) -> None:
    """The button in the group that leads into the private chat, for the one who is asked. Nobody else learns from it whether the

    question, or the talk, is still open.
    """
    session, visit, whom = (*rest.split("."), "", "", "")[:3]
    if whom not in ("", person.id):
        return telling.toast(work, phrases.NOT_FOR_YOU, person.id)
    front = person.front
    if front is None or (front.session, front.visit) != (session, visit) or session not in work.household.sessions:
        return telling.toast(work, phrases.OLD_BUTTON, person.id)
    return telling.toast(work, person=person.id, url=f"https://t.me/{work.setting.username}?start=go")
