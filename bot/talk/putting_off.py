"""A nudge that does not suit: in an hour, not today, not this one. One tap, no reason, and nobody else learns of it."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from bot.couple import dosage
from bot.couple.household import Note, Person
from bot.flow import timing
from bot.flow.session import Session
from bot.flow.signals import Stopped
from bot.talk import notes, nudging, phrases, telling
from bot.talk.carrying import step
from bot.talk.withdrawing import withdraw
from bot.talk.work import Work
from bot.words.message import Message

HOUR = timedelta(hours=1)


def later(work: Work, person: Person, what: str) -> None:
    """The same note, or a question that was in none, knocks again in an hour: three times a day, and not into quiet hours."""
    mine = work.person(person.id)
    if _note(mine, what) is None and _question(work, mine, what) is None:
        return telling.toast(work, phrases.OLD_BUTTON, person.id)
    zone, then = mine.zone or "UTC", work.now + HOUR
    if timing.in_quiet(then, zone, mine.quiet):
        return telling.toast(work, phrases.LATER_QUIET, person.id)
    if not dosage.may_snooze(mine.pace, timing.local_date(work.now, zone)):
        return telling.toast(work, phrases.LATER_ENOUGH, person.id)
    note = _taken_back(work, mine, what)
    fresh = Note(work.draw.id(), note.messages)
    mine.notes = [*mine.notes, fresh]
    notes.knock(work, mine, fresh, then)
    return telling.toast(work, phrases.LATER_THEN, person.id)


def not_today(work: Work, person: Person, what: str) -> None:
    """What the bot began and asks behind the note, or without one, is put away; of a talk for two only this person's part.

    What the other sent meanwhile is another thing: nobody says no to what they have not seen.
    """
    mine = work.person(person.id)
    noted = _note(mine, what) is not None
    if not noted and _question(work, mine, what) is None:
        return telling.toast(work, phrases.OLD_BUTTON, person.id)
    note = _taken_back(work, mine, what)
    _put_away(work, person, note, [s for s in _asked_in(note) if not noted or _by_itself(work, s)])
    return telling.toast(work, phrases.PASSED, person.id)


def stopped(work: Work, person: Person) -> bool:
    """/stop before the note was opened: the newest that it asks is put away. False when no note asks anything."""
    note = next((n for n in reversed(person.notes) if _asked_in(n)), None)
    if note is not None:
        _put_away(work, person, _taken_back(work, work.person(person.id), note.id), _asked_in(note)[-1:])
    return note is not None


def _put_away(work: Work, person: Person, note: Note, sessions: list[str]) -> None:
    """These are over for this person. What else waited behind the note waits on, without a sound."""
    for session_id in sessions:
        _withdraw(work, person, session_id)
    left = tuple(packed for packed in note.messages if notes.unpacked(packed).talk not in sessions)
    if left:
        notes.keeps(work, work.person(person.id), msgspec.structs.replace(note, messages=left))


def skip(work: Work, person: Person, what: str) -> None:
    """The next one of a schedule is left out, if it is still the one that was shown."""
    done = nudging.skip(work, person, what)
    telling.toast(work, phrases.WHEN_SKIPPED if done else phrases.OLD_BUTTON, person.id)


def _note(person: Person, what: str) -> Note | None:
    return next((n for n in person.notes if n.id == what), None)


def _question(work: Work, person: Person, what: str) -> Session | None:
    """The session of a question ("session.visit") that is still open and was put without a note."""
    from bot.talk.beginning import waited_for

    session_id, _, visit = what.partition(".")
    session = work.household.sessions.get(session_id)
    if session is None or session.status != "running" or session.top.visit != visit:
        return None
    return session if person.id in waited_for(work, session) else None


def _taken_back(work: Work, mine: Person, what: str) -> Note:
    """The note, or the question as what waits behind one; what stands in the chat of it loses its buttons."""
    note = _note(mine, what)
    if note is not None:
        notes.take_down(work, mine, note)
        mine.notes = [n for n in mine.notes if n.id != note.id]
        return note
    said = _said_again(work, mine, what.partition(".")[0])
    work.send(Message(mine.id, edits=said[-1].name, silent=True))
    return Note(what, tuple(msgspec.json.encode(message) for message in said))


def _said_again(work: Work, mine: Person, session_id: str) -> list[Message]:
    """An open question as it would be put once more. It is in front no more: until it comes, a text is no answer to it."""
    from bot.talk.beginning import say_again

    front, aside, before = mine.front, mine.aside, len(work.messages)
    say_again(work, work.session(session_id), mine.id)
    said = [message for message in work.messages[before:] if message.to == mine.id and message.edits is None]
    del work.messages[before:]
    here = front is not None and front.session == session_id
    mine.front, mine.aside = (None, [*aside, front]) if here and front is not None else (front, aside)
    return said


def _asked_in(note: Note) -> list[str]:
    """The sessions whose questions wait behind the note, the newest last."""
    found = [question.split(".")[0] for packed in note.messages if (question := notes.unpacked(packed).question)]
    return list(dict.fromkeys(reversed(found)))[::-1]


def _by_itself(work: Work, session_id: str) -> bool:
    """Whether the bot began it, or what it is a part of; what is over already counts as that."""
    session = work.household.sessions.get(session_id)
    if session is None or session.schedule is not None or session.evening is not None:
        return True
    return session.parent is not None and _by_itself(work, session.parent.split(".")[0])


def _withdraw(work: Work, person: Person, session_id: str) -> None:
    session = work.household.sessions.get(session_id)
    if session is None:
        return
    if len(session.people) == 2:
        return withdraw(work, person, session_id) if not session.agreed else None
    mine, said = work.session(session_id), len(work.messages)
    step(work, mine, Stopped("postponed"))
    del work.messages[said:]
