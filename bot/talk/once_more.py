"""What is open already is said once more to whoever asks for it: the question itself, wherever it stands.

A talk with a part for each alone has its question in that part, and what came unasked has it behind a note that may wait unopened.
"""

from __future__ import annotations

from bot.couple.household import Note
from bot.flow.session import Session
from bot.talk import notes, phrases, telling
from bot.talk.work import Work


def say_once_more(work: Work, session: Session, person_id: str) -> None:
    """Says that it is open, and then what of it waits for this person; or that nothing does, which tells nothing of the other."""
    before = len(work.messages)
    _say(work, session, person_id)
    said = any(message.edits is None for message in work.messages[before:])
    line = phrases.ALREADY_GOING if said else phrases.ALREADY_ANSWERED
    work.messages.insert(before, telling.sentence(work, person_id, line))


def _say(work: Work, session: Session, person_id: str) -> None:
    from bot.talk.beginning import comes_back, say_again

    comes_back(work.session(session.id), person_id)
    part = innermost(work, session, person_id)
    note = _note_with(work, part, person_id)
    if note is None:
        return say_again(work, part, person_id)
    notes.open_note(work, person_id, note.id)
    return None


def innermost(work: Work, session: Session, person_id: str) -> Session:
    """The part of a talk in which this person is now; the talk itself where they have no part of their own."""
    for part in work.household.sessions.values():
        above = part.parent.split(".")[0] if part.parent is not None else None
        if above == session.id and part.status == "running" and person_id in part.people:
            return innermost(work, part, person_id)
    return session


def _note_with(work: Work, session: Session, person_id: str) -> Note | None:
    """The note behind which the open question of a session waits."""
    question = f"{session.id}.{session.top.visit}"
    for note in work.household.people[person_id].notes:
        asked = (notes.unpacked(packed).question or "" for packed in note.messages)
        if any(one.rpartition(".")[0] == question for one in asked):
            return note
    return None
