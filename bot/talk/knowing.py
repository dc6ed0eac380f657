"""Who somebody is: the numeric id, never a name. Somebody new becomes a person of their own household."""

from __future__ import annotations

from bot.couple.household import Person
from bot.talk.heard import Who
from bot.talk.work import Work

LONGEST_NAME = 64


def know(work: Work, who: Who, private: bool) -> Person | None:
    """The person, made on first contact in a private chat. None for somebody who is none of this household's people."""
    known = work.household.by_user(who.user)
    if known is not None:
        return _refreshed(work, known, who)
    if work.household.people or not private:
        return None
    language = work.setting.tongues.known(who.language)
    person = Person(work.draw.id(), who.user, _name(who), language)
    work.add_person(person)
    work.touched.household = True
    return person


def stand_in(work: Work, who: Who) -> Person | None:
    """In the couple's group: the place of somebody who left unseen. What they do there for all to see is done there still."""
    group = work.household.group
    place = next((p for p in work.household.people.values() if p.gone), None)
    return None if group is None or place is None or who.user not in group.left else _named(work, place, who)


def _named(work: Work, person: Person, who: Who) -> Person:
    if who.name and _name(who) != person.name:
        person = work.person(person.id)
        person.name = _name(who)
    return person


def _refreshed(work: Work, known: Person, who: Who) -> Person:
    person = _named(work, known, who)
    if not person.reachable:
        person = work.person(person.id)
        person.reachable = True
    return person


def _name(who: Who) -> str:
    return who.name.strip()[:LONGEST_NAME] or "…"
