"""`do: withdraw, mute, may, count`: consent for each thing by itself, taken back in one step; and caps for flows to ask about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.couple.household import Note, Person
from bot.talk import notes, wishes
from bot.talk.work import Work

Given = Mapping[str, Any]


def withdraw(work: Work, person_id: str, given: Given) -> tuple[str, dict[str, Any]]:
    """Takes back (`state` off) or gives again (on) the consent to a feature. Outcomes: done, unknown."""
    return _switch(work, person_id, str(given.get("feature")), given.get("state"), wishes.FEATURES, "withdrawn")


def mute(work: Work, person_id: str, given: Given) -> tuple[str, dict[str, Any]]:
    """Wants a kind of thing from the partner no more (`state` off), or again (on). Outcomes: done, unknown."""
    return _switch(work, person_id, str(given.get("kind")), given.get("state"), wishes.KINDS, "muted")


def _switch(work: Work, person_id: str, name: str, state: object, known: tuple[str, ...], where: str) -> tuple[str, dict[str, Any]]:
    if name not in known:
        return "unknown", {}
    person = work.person(person_id)
    rest = [n for n in getattr(person, where) if n != name]
    setattr(person, where, rest if state in ("on", True) else [*rest, name])
    if state not in ("on", True):
        _take_back(work, person)
    return "done", {}


def _take_back(work: Work, person: Person) -> None:
    """What waits for this person and is not wanted any more goes; what else waits is knocked with anew."""
    work.withdrawn.add(person.id)
    actor, work.actor = work.actor, None
    person.notes = [note for note in (_wanted(work, person, n) for n in person.notes) if note.messages]
    work.actor = actor
    for note in person.notes[-1:]:
        notes.knock(work, person, note)


def _wanted(work: Work, person: Person, note: Note) -> Note:
    return msgspec.structs.replace(note, messages=tuple(m for m in note.messages if not _unwanted(work, person, m)))


def _unwanted(work: Work, person: Person, packed: bytes) -> bool:
    question = notes.unpacked(packed).question
    session = work.household.sessions.get(question.split(".")[0]) if question is not None else None
    return session is not None and wishes.unwanted(work, session, person)


def may(work: Work, person_id: str, given: Given) -> tuple[str, dict[str, Any]]:
    """Whether one more of `kind` may go to the other now; in a talk that both agreed to it always may. Outcomes: yes, wait."""
    free = _both_agreed(work) or wishes.may(work, work.household.people[person_id], str(given.get("kind")))
    return ("yes" if free else "wait"), {}


def count(work: Work, person_id: str, given: Given) -> tuple[str, dict[str, Any]]:
    """One more of `kind` went; what both agreed to is no nagging and does not count. Outcome: done."""
    if not _both_agreed(work):
        wishes.count(work, person_id, str(given.get("kind")))
    return "done", {}


def _both_agreed(work: Work) -> bool:
    return bool(work.within) and work.within[-1].agreed
