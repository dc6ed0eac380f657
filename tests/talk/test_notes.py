"""A note waits until it is opened: what comes meanwhile joins it, and one that was overlooked is announced anew."""

from __future__ import annotations

import pytest
from world import Member, World, a_couple, a_world, begins, hours

from bot.couple.household import Note
from bot.talk import notes, phrases, telling
from bot.talk.heard import Posted
from tests.talk.test_schedules import evenings


def comes(member: Member, text: str = phrases.OPEN_NOTE) -> None:
    """Something comes unasked."""
    id = member.known.id
    member.world.act(member.user, lambda work: notes.wrap(work, id, [telling.sentence(work, id, text)]), None)


def knocks(member: Member) -> int:
    """How often a note was announced."""
    return len([a for a in member.chat.arrivals if a.note and a.visible])


def inside(member: Member) -> list[str]:
    """What waits unopened."""
    return [notes.unpacked(packed).text for note in member.known.notes for packed in note.messages]


@pytest.mark.parametrize(("after", "announced"), [(1, 1), (23, 1), (25, 2), (24 * 30, 2)])
def test_what_comes_within_a_day_joins_the_note_silently_and_later_it_knocks_once_more(after: float, announced: int) -> None:
    world = a_world()
    ann, _ = a_couple(world)
    comes(ann, "one")
    world.passes(hours(after))
    comes(ann, "two")
    assert knocks(ann) == announced
    assert inside(ann) == ["one", "two"]
    assert len([label for label in ann.chat.labels() if label == phrases.OPEN]) == 1


def test_the_day_counts_anew_from_the_second_knock() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    for _ in range(4):
        comes(ann)
        world.passes(hours(20))
    assert knocks(ann) == 2
    ann.opens()
    assert inside(ann) == []


def test_nobody_who_paused_is_knocked_at_and_what_waited_is_announced_when_they_come_back() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    ann.says("/pause")
    for text in ("one", "two"):
        comes(ann, text)
        world.passes(hours(40))
    assert knocks(ann) == 0
    ann.says("/start")
    assert knocks(ann) == 1
    comes(ann, "three")
    assert (knocks(ann), inside(ann)) == (1, ["one", "two", "three"])


def test_a_note_that_quiet_hours_keep_back_is_not_overlooked_yet() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    ann.known.quiet = ("19:00", "18:00")
    comes(ann, "one")
    world.passes(hours(21))
    comes(ann, "two")
    world.passes(hours(2))
    assert (knocks(ann), inside(ann)) == (1, ["one", "two"])


def test_a_note_that_came_too_late_to_be_sent_is_announced_with_what_comes_next() -> None:
    world, ann, ben = evenings("20:10", "21:30")
    world.passes(hours(0.25))
    (note,) = ann.known.notes
    for name in (f"{ann.known.id}/n:{note.id}", "nobody/n:1", f"{ben.known.id}/c:1"):
        world.hear(ann.user, Posted("missed", {"message": name}))
    assert ann.known.notes == [Note(note.id, note.messages)]
    comes(ann, "Ben sent you this.")
    assert knocks(ann) == 2
    assert len(inside(ann)) > 1


def test_exit_takes_what_waited_and_what_was_held_for_a_word() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    begins(ann, "apology")
    ann.taps("Yes, I would")
    ann.says("he hit me again last night and I am scared of him")
    assert ann.known.waiting
    comes(ann)
    ann.says("/exit")
    assert (ann.known.waiting, ann.known.notes) == ([], [])


def asked_and_told(discreet: str = "unasked") -> tuple[World, Member, Member]:
    """Behind one note of Ann's, her evening's question and something that Ben sent."""
    world = a_world()
    ann, ben = a_couple(world, discreet=discreet)
    begins(ben, "ground-rules")
    ben.taps("Now")
    comes(ann, "Ben sent you this.")
    return world, ann, ben


def test_not_today_puts_away_what_a_note_asks_and_not_what_else_waits_behind_it() -> None:
    world, ann, _ = evenings("20:10")
    world.passes(hours(0.25))
    comes(ann, "Ben sent you this.")
    ann.taps("Not today")
    assert inside(ann) == ["Ben sent you this."]
    assert knocks(ann) == 1
    ann.opens()
    assert ann.sees()[-1] == "Ben sent you this."


def test_to_stop_before_the_note_was_opened_stops_what_it_asks_and_pauses_nothing() -> None:
    _, ann, ben = asked_and_told()
    before = len(ben.chat.arrivals)
    ann.says("/stop")
    assert ann.sees()[-1] == "Stopped. Nothing more of it is passed on."
    assert not ann.known.paused
    assert inside(ann) == ["Ben sent you this."]
    ann.opens()
    assert "Ben sent you this." in ann.sees()
    assert len(ben.chat.arrivals) == before


def test_to_stop_with_a_note_that_asks_nothing_pauses() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    comes(ann, "Ben sent you this.")
    ann.says("/stop")
    assert ann.known.paused
    assert inside(ann) == ["Ben sent you this."]
