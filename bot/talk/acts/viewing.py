"""`do: draw` and `view`: one's evenings as a picture; and, if both chose it, each by themselves, those of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.couple import days
from bot.flow.values import Value
from bot.talk import phrases, telling, wishes
from bot.talk.picturing import pictured
from bot.talk.work import Work

Given = Mapping[str, Any]


def draw(work: Work, person_id: str, given: Given) -> tuple[str, dict[str, Any]]:
    """Sends the picture, with the same in words. Outcomes: as `view`, or empty: nothing to draw, and no choice to undo."""
    person = work.household.people[person_id]
    whose, seen = [person], days.view(work.household, person_id)
    other = work.household.partner(person_id)
    if seen == "ours" and other is not None:
        whose.append(other)
    messages = pictured(work, person, whose, wishes.may(work, person, "picture"))
    wishes.count(work, person_id, "picture")
    for message in messages:
        work.send(message if len(whose) == 1 else msgspec.structs.replace(message, name=_shared(person_id)))
    if not messages and seen in ("mine", "alone"):
        return "empty", {}
    if not messages:
        telling.tell(work, person_id, phrases.DAYS_NONE)
    return seen, {}


def view(work: Work, person_id: str, given: Given) -> tuple[str, dict[str, Any]]:
    """Whether both see both; `state` on or off chooses or ends it. Outcomes: ours, chosen (by this person alone), mine, alone."""
    if work.household.paired and given.get("state") in ("on", "off"):
        (_choose if given["state"] == "on" else _end)(work, person_id)
    return days.view(work.household, person_id), {}


def _choose(work: Work, person_id: str) -> None:
    """Until the other has chosen it as well, nothing is different for anybody."""
    person = work.person(person_id)
    person.consents = {**person.consents, days.VIEW: work.now.isoformat()}
    if days.view(work.household, person_id) == "ours":
        _readable_by(work, frozenset(work.household.people))


def _end(work: Work, person_id: str) -> None:
    """If both had chosen it, it is over for both, also what is still on its way: what comes later is not shown by an old yes."""
    both = days.view(work.household, person_id) == "ours"
    for id in list(work.household.people) if both else [person_id]:
        person = work.person(id)
        person.consents = {k: v for k, v in person.consents.items() if k != days.VIEW}
    if both:
        _readable_by(work, frozenset())
        work.recalled |= {(id, _shared(id)) for id in work.household.people}


def _shared(reader: str) -> str:
    """The name of what shows both to this reader, so that it can be recalled."""
    return f"{reader}/days"


def _readable_by(work: Work, people: frozenset[str]) -> None:
    """Every mark of these two may be read by its owner and by `people`; a mark of anybody else is no part of what they chose."""
    for entry in list(days.entries(work.household)):
        if entry.owner in work.household.people:
            mine = work.entry(entry.id)
            mine.text = Value(mine.text.content, mine.text.owner, people | {str(entry.owner)}, mine.text.label)
