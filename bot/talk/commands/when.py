"""/when: what begins by itself next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.couple import rhythm
from bot.couple.calendar import next_of_each
from bot.couple.household import Person, Schedule
from bot.talk import phrases, telling
from bot.talk.heard import Command
from bot.talk.work import Work
from bot.words.fit import shorten
from bot.words.message import Button, Message

ENTRY = 40
"""Letters of an entry that stand on a line or a button."""


def when(work: Work, person: Person, heard: Command) -> None:
    """What begins by itself next, for this person alone; each of their own may be left out once."""
    if not heard.where.private:
        return None
    mine = next_of_each(work.household, person.id, work.now, work.setting.spread)
    if not mine:
        return telling.tell(work, person.id, phrases.WHEN_NOTHING)
    lines = [telling.sentence(work, person.id, phrases.WHEN_HEAD).text]
    for due, one in mine[:5]:
        said = telling.said_moment(person, due)
        lines.append(telling.sentence(work, person.id, phrases.WHEN_LINE, title=_called(work, person, one), when=said).text)
    work.send(Message(person.id, "\n".join(lines), tuple(_skips(work, person, [one for _, one in mine[:5]]))))
    return None


def _skips(work: Work, person: Person, shown: list[Schedule]) -> Iterator[tuple[Button, ...]]:
    """What is for both is left out at its invitation, where nobody can tell it from silence."""
    for one in shown:
        day = _left_out(work.household.schedules[one.id], one) if one.whom == "each" else None
        if day is not None:
            title = _called(work, person, one)
            yield (telling.button(work, person.id, phrases.WHEN_SKIP, f"!skip.{one.id}.{day:%Y%m%d}", title=title),)


def _left_out(known: Schedule, shown: Schedule) -> date | None:
    """The date that has to be left out so that what is shown does not come; None where that would not keep it away.

    What finds no room on its date comes on another, and is gone with its own date; but something that falls on the other as well
    would come all the same.
    """
    gone_with_it = known.every == "once" or shown.day is None or not rhythm.falls_on(shown, shown.day)
    return known.day if shown.day == known.day or gone_with_it else None


def _called(work: Work, person: Person, schedule: Schedule) -> str:
    """What it is about, in this person's own words, where it is about one entry of a book: of three promises each is told apart."""
    entry = work.household.entries.get(schedule.given.get("entry", ""))
    if entry is None or not entry.text.may_read([person.id]):
        return work.flow(schedule.flow).title
    return shorten(str(entry.text.content), ENTRY)
