"""Notes: what came unasked waits behind "A note for you" until its person opens it.

A glance at the screen shows nothing but the note. One note takes in what comes while it waits, for a day: a note that nobody
opened for longer was missed, or never arrived (a nudge of unknown fate is not repeated), and what comes then is announced anew,
together with what waited. A day, because that is the rhythm of the check-ins: more often would be reminding.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from bot.couple import rhythm
from bot.couple.household import Note, Person
from bot.flow import timing
from bot.talk import phrases
from bot.talk.fronts import put_in_front
from bot.talk.telling import tell
from bot.talk.work import Work
from bot.words.message import Button, Message

ANNOUNCED_FOR = timedelta(days=1)
PUT_OFF = ((phrases.IN_AN_HOUR, "later"), (phrases.NOT_TODAY, "pass"))


def wrap(work: Work, to: str, messages: Iterable[Message]) -> None:
    """Puts messages behind a note. While one waits unopened, it takes in what comes later: one note, not many.

    A nudge knocks anew, as does whatever joins a note that was overlooked; what waited comes along.
    """
    if work.household.people[to].gone:
        return
    person = work.person(to)
    waiting = person.notes[-1] if person.notes else None
    packed = tuple(msgspec.json.encode(m) for m in messages)
    if waiting is not None and to not in work.nudges and not _overlooked(work, person, waiting):
        person.notes[-1] = msgspec.structs.replace(waiting, messages=(*waiting.messages, *packed))
        return
    if waiting is not None:
        packed = (*waiting.messages, *packed)
        person.notes.pop()
        take_down(work, person, waiting)
    note = Note(work.draw.id(), packed)
    person.notes.append(note)
    if _can_hear(person):
        knock(work, person, note)


def _can_hear(person: Person) -> bool:
    return person.reachable and not person.paused


def _overlooked(work: Work, person: Person, note: Note) -> bool:
    """Whether a note that waits should be announced once more when something joins it."""
    return _can_hear(person) and (note.at is None or work.now - note.at > ANNOUNCED_FOR)


def knock(work: Work, person: Person, note: Note, at: datetime | None = None) -> None:
    """Sends the wrapper of a note, outside quiet hours. One's own named time (`at`, UTC) is kept as it is."""
    audience = work.audience(person.id)
    rows: tuple[tuple[Button, ...], ...] = ((Button(audience.tongue(phrases.OPEN), f"!open.{note.id}"),),)
    wording = work.nudges.pop(person.id, None)
    if wording is not None or at is not None:
        rows = (*rows, put_off_row(work, person.id, note.id))
    due = at or after_quiet(work, person)
    announced = msgspec.structs.replace(note, at=due or work.now)
    person.notes = [announced if n.id == note.id else n for n in person.notes]
    text = audience.tongue(wording or phrases.NOTE)
    until = rhythm.until(at, person, [person], at) if at is not None else None
    work.send(Message(person.id, text, rows, kind="nudge", name=f"{person.id}/n:{note.id}", not_before=due, until=until))


def take_down(work: Work, person: Person, note: Note) -> None:
    """What announces a note goes: out of the chat, or out of what waits for its hour."""
    name = f"{person.id}/n:{note.id}"
    if note.at is not None and note.at > work.now:
        work.recalled.add((person.id, name))
    else:
        work.send(Message(person.id, edits=name, silent=True))


def keep_new_quiet(work: Work, person: Person) -> None:
    """With other quiet hours, or elsewhere, what is announced at an hour that is quiet now is announced outside them instead."""
    zone = person.zone or "UTC"
    for note in person.notes if _can_hear(person) else ():
        if note.at is not None and note.at > work.now and timing.in_quiet(note.at, zone, person.quiet):
            work.recalled.add((person.id, f"{person.id}/n:{note.id}"))
            knock(work, person, note)


def was_never_seen(person: Person, note_id: str) -> None:
    """Its wrapper came too late to be sent: what comes next announces it."""
    person.notes = [msgspec.structs.replace(n, at=None) if n.id == note_id else n for n in person.notes]


def keeps(work: Work, person: Person, note: Note) -> None:
    """A part of a note was put away, and with it its buttons; the rest can be opened, or is announced at its hour."""
    person.notes = [*person.notes, note]
    if note.at is not None and note.at > work.now:
        return knock(work, person, note, note.at)
    opens = Button(work.audience(person.id).tongue(phrases.OPEN), f"!open.{note.id}")
    work.send(Message(person.id, "", ((opens,),), edits=f"{person.id}/n:{note.id}", silent=True))


def put_off_row(work: Work, to: str, what: str) -> tuple[Button, ...]:
    """What stands on every nudge, wrapped or not. `what` is a note, or the session and visit of a question: "session.visit"."""
    tongue = work.audience(to).tongue
    return tuple(Button(tongue(text), f"!{verb}.{what}") for text, verb in PUT_OFF)


def after_quiet(work: Work, person: Person) -> datetime | None:
    """The end of this person's quiet hours when it is quiet now; None otherwise."""
    zone = person.zone or "UTC"
    return timing.quiet_end(work.now, zone, person.quiet) if timing.in_quiet(work.now, zone, person.quiet) else None


def open_note(work: Work, person_id: str, note_id: str) -> bool:
    """Unwraps a note for its person; False when there is no such note (any more)."""
    person = work.person(person_id)
    note = next((n for n in person.notes if n.id == note_id), None)
    if note is None:
        return False
    person.notes = [n for n in person.notes if n.id != note_id]
    take_down(work, person, note)
    found = [unpacked(packed) for packed in note.messages]
    kept = [m for m in found if _still_open(work, m)]
    for message in kept:
        work.send(message)
        if message.question:
            session, visit, _ = message.question.split(".")
            put_in_front(work, session, visit, person_id)
    if not kept:
        tell(work, person_id, phrases.NOTE_OVER)
    return True


def unpacked(packed: bytes) -> Message:
    """A message of a note."""
    return msgspec.json.decode(packed, type=Message)


def _still_open(work: Work, message: Message) -> bool:
    """A question whose visit is over is not asked any more."""
    if message.question is None:
        return True
    session, visit, _ = message.question.split(".")
    found = work.household.sessions.get(session)
    return found is not None and found.status == "running" and found.frame_of(visit) is not None


def changed_inside(work: Work, to: str, name: str, text: str) -> bool:
    """An edit of something that still waits behind a note changes the note instead; False when nothing of that name waits."""
    for note in work.household.people[to].notes:
        found = [unpacked(m) for m in note.messages]
        if any(m.name == name for m in found):
            kept = [m if m.name != name else msgspec.structs.replace(m, text=text or m.text, buttons=()) for m in found]
            mine = work.person(to)
            fresh = msgspec.structs.replace(note, messages=tuple(msgspec.json.encode(m) for m in kept))
            mine.notes = [fresh if n.id == note.id else n for n in mine.notes]
            return True
    return False
