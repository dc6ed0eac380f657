"""A nudge that does not suit: in an hour, not today, not this one. One tap, no reason, and nobody else learns of it."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from bot.couple import dosage
from bot.couple.household import Note, Person
from bot.flow import engine, timing
from bot.flow.signals import Stopped
from bot.talk import nudging, phrases, telling
from bot.talk.carrying import carry_out
from bot.talk.work import Work
from bot.words.message import Message

HOUR = timedelta(hours=1)


def later(work: Work, person: Person, note_id: str) -> None:
    """The same note knocks again in an hour: three times a day, and not into quiet hours."""
    mine, note = work.person(person.id), _note(person, note_id)
    if note is None:
        return telling.toast(work, phrases.OLD_BUTTON, person.id)
    zone, then = mine.zone or "UTC", work.now + HOUR
    if timing.in_quiet(then, zone, mine.quiet):
        return telling.toast(work, phrases.LATER_QUIET, person.id)
    if not dosage.may_snooze(mine.pace, timing.local_date(work.now, zone)):
        return telling.toast(work, phrases.LATER_ENOUGH, person.id)
    _close(work, person, note)
    fresh = Note(work.draw.id(), note.messages)
    mine.notes = [*(n for n in mine.notes if n.id != note.id), fresh]
    telling.knock(work, mine, fresh, then)
    return telling.toast(work, phrases.LATER_THEN, person.id)


def not_today(work: Work, person: Person, note_id: str) -> None:
    """What waits behind the note is put away; of a talk for two only this person's part."""
    mine, note = work.person(person.id), _note(person, note_id)
    if note is None:
        return telling.toast(work, phrases.OLD_BUTTON, person.id)
    _close(work, person, note)
    mine.notes = [n for n in mine.notes if n.id != note.id]
    for session_id in _asked_in(note):
        _withdraw(work, person, session_id)
    return telling.toast(work, phrases.PASSED, person.id)


def skip(work: Work, person: Person, schedule_id: str) -> None:
    """The next one of a schedule is left out."""
    done = nudging.skip(work, person, schedule_id)
    telling.toast(work, phrases.OLD_BUTTON if done is None else phrases.WHEN_SKIPPED, person.id)


def _note(person: Person, note_id: str) -> Note | None:
    return next((n for n in person.notes if n.id == note_id), None)


def _close(work: Work, person: Person, note: Note) -> None:
    work.send(Message(person.id, edits=f"{person.id}/n:{note.id}", silent=True))


def _asked_in(note: Note) -> list[str]:
    """The sessions whose questions wait behind the note."""
    found = [msgspec.json.decode(packed, type=Message).question for packed in note.messages]
    return list(dict.fromkeys(question.split(".")[0] for question in found if question))


def _withdraw(work: Work, person: Person, session_id: str) -> None:
    from bot.talk.always import withdraw

    session = work.household.sessions.get(session_id)
    if session is None:
        return
    if len(session.people) == 2:
        return withdraw(work, person, session_id) if not session.agreed else None
    mine, said = work.session(session_id), len(work.messages)
    carry_out(work, mine, engine.step(mine, Stopped("postponed"), work.world()))
    del work.messages[said:]
