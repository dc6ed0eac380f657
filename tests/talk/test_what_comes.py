"""/when and /settings show what will come, and what a new setting silences is said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.couple.calendar import coming
from tests.talk.test_schedules import a_day, a_question, a_weekly_talk, at_home, evenings, nudges, schedule_of, sets, turns
from tests.world import Member, World, a_world, flows_of

NOTHING = "Nothing is planned. /settings can change that."


def lines(member: Member) -> list[str]:
    """What /when says of each, without its buttons."""
    member.says("/when")
    head, *rest = member.sees()[-1].partition(" [")[0].split("\n")
    assert head == "What comes next for you:"
    return rest


def skips(member: Member) -> list[str]:
    """The buttons that it has."""
    return [label for label in member.chat.labels() if label.startswith("Not this one")]


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


def test_in_a_holiday_what_is_for_both_is_shown_as_coming_after_it() -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    assert sets(ann, away="2026-01-30") == "done"
    ann.says("/when")
    assert lines(ann) == ["Our week: Sunday 1 February, 18:00"]


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


# -- what finds no room --------------------------------------------------------------------------------------


def five_at_once() -> tuple[World, Member]:
    """Ann chose the check-in and four questions, all for the same hour of every day; two a day begin."""
    world, ann, _ = evenings("20:30", flows=flows_of(*[a_question(f"plants-{n}") for n in range(4)]))
    for n in range(4):
        turns(ann, f"plants-{n}")
    return world, ann


def test_what_finds_no_room_is_shown_for_the_day_on_which_it_comes() -> None:
    world, ann = five_at_once()
    shown = [line.rpartition(" January")[0].rpartition(" ")[2] for line in lines(ann)]
    mine = [s.id for s in world.household(ann.user).schedules.values() if s.person == ann.known.id]
    first: dict[str, int] = {}
    for _ in range(4):
        a_day(world)
        ann.says("hm")
        came = {id: world.household(ann.user).schedules[id].came for id in mine}
        first |= {id: at.day for id, at in came.items() if at is not None and id not in first}
    assert sorted(int(day) for day in shown) == sorted(first.values()) == [5, 5, 6, 7, 8]


def test_it_says_the_same_as_the_calendar() -> None:
    world, ann = five_at_once()
    planned = coming(world.household(ann.user), ann.known.id, world.now, 7)
    first: dict[str, datetime] = {}
    for at, one in planned:
        first.setdefault(one.id, at)
    assert [line.split(": ")[1].split(" ")[1] for line in lines(ann)] == [str(at.day) for at in sorted(first.values())]


def test_what_would_come_all_the_same_has_no_button_to_leave_it_out() -> None:
    _, ann = five_at_once()
    assert len(lines(ann)) == 5
    assert len(skips(ann)) == 2, "only for the two of today"


def test_what_is_put_off_to_a_day_that_is_not_its_own_is_left_out_with_one_tap() -> None:
    world, ann, _ = evenings("20:30", flows=flows_of(a_question("plants")))
    turns(ann, "plants")
    turns(ann, "weekly-look", days="mon", at="21:00")
    (look,) = (line for line in lines(ann) if "looked back" in line)
    assert "Tuesday 6 January" in look
    ann.taps(next(label for label in skips(ann) if "looked back" in label))
    assert schedule_of(ann, "weekly-look").day == date(2026, 1, 12)
    a_day(world, 6)
    assert schedule_of(ann, "weekly-look").came is None


def test_a_flight_back_over_midnight_puts_the_talk_for_both_off_and_it_says_so() -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    world.until(datetime(2026, 1, 10, 23, 30, tzinfo=UTC))
    sets(ann, zone="Europe/London")
    assert lines(ann) == ["Our week: Monday 12 January, 17:00"]
    assert lines(ben) == ["Our week: Monday 12 January, 18:00"]
    world.until(datetime(2026, 1, 12, 18, 0, tzinfo=UTC))
    assert schedule_of(ben, "state-of-us").came == datetime(2026, 1, 12, 17, 0, tzinfo=UTC)


def test_what_fell_asleep_is_not_shown_and_takes_no_room() -> None:
    world, ann = five_at_once()
    home = world.household(ann.user)
    for one in [s for s in home.schedules.values() if s.person == ann.known.id][:4]:
        one.asleep, one.due, one.day = True, None, None
    assert lines(ann) == ["A question: Monday 5 January, 20:30"]


def test_what_comes_once_in_a_hundred_days_is_shown_too() -> None:
    _, ann, _ = evenings(flows=flows_of(a_question("plants")))
    turns(ann, "evening-check-in", "off")
    turns(ann, "plants", **{"in": 100})
    assert lines(ann) == ["A question: Wednesday 15 April, 20:30"]
    ann.taps("Not this one")
    ann.says("/when")
    assert ann.sees()[-1] == NOTHING
    assert nudges(ann) == []
