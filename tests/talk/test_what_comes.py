"""/when and /settings show what will come, and what a new setting silences is said."""

from __future__ import annotations

import pytest

from tests.talk.test_schedules import a_weekly_talk, at_home, evenings, schedule_of, sets, turns
from tests.world import Member, a_world

NOTHING = "Nothing is planned. /settings can change that."


def opened(member: Member) -> str:
    member.says("/settings")
    return member.sees()[-1]


def test_who_wants_nothing_by_itself_is_shown_nothing() -> None:
    _, ann, _ = evenings("20:30")
    opened(ann)
    ann.taps("What I agreed to")
    ann.taps("Nothing by itself")
    assert "Nothing begins by itself." in ann.sees()[-1]
    ann.taps("Done")
    ann.says("/when")
    assert ann.sees()[-1] == NOTHING


@pytest.mark.parametrize("label", ["What I agreed to/No talks for two", "What may reach me/No invitations"])
def test_a_talk_that_will_not_be_heard_of_is_not_shown(label: str) -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    opened(ann)
    for tap in label.split("/"):
        ann.taps(tap)
    ann.taps("Done")
    ann.says("/when")
    assert ann.sees()[-1] == NOTHING
    ben.says("/when")
    assert "Our week" in ben.sees()[-1]


def test_in_a_holiday_what_is_for_both_is_not_shown_as_coming() -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    assert sets(ann, away="2026-01-30") == "done"
    ann.says("/when")
    assert ann.sees()[-1] == NOTHING


def test_what_new_quiet_hours_silence_is_named_and_not_listed() -> None:
    _, ann, _ = evenings("20:30")
    turns(ann, "weekly-look", days="sun", at="13:00")
    opened(ann)
    ann.taps("Quiet hours")
    ann.says("12:00")
    ann.says("20:00")
    said = "\n".join(ann.sees())
    assert "there is no room for: My week, looked back" in said or "there is no room for: Your week, looked back" in said
    assert schedule_of(ann, "weekly-look").due is None
    assert "13:00" not in opened(ann)
    ann.says("/when")
    assert "Evening check-in" in ann.sees()[-1]
    assert "looked back" not in ann.sees()[-1]


def test_a_holiday_that_is_over_is_asked_for_again() -> None:
    _, ann, _ = evenings("20:30")
    opened(ann)
    ann.taps("A break from messages")
    ann.says("3.1.2020")
    assert "That day is over already." in ann.sees()[-1]
    assert ann.known.away is None
    ann.says("Sunday")
    assert "11 January" in ann.sees()[-1]
