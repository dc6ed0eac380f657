"""What two people chose to have by itself: a no to it is its owner's alone, before both chose it and afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from journeys import Seen, Watched, begins, settings
from world import Member, a_couple, shipped

WEEKLY = ("Each week or month", "A talk for two")
MONTHLY = ("Each week or month", "What we agreed on")


def both_at_home(discreet: str = "off") -> tuple[Watched, Member, Member]:
    """Monday, 5 January 2026, 13:00 in Berlin."""
    world = Watched(shipped(), undo_seconds=0, seed="both")
    world.now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    ann, ben = a_couple(world, discreet=discreet)
    for member in (ann, ben):
        member.known.quiet = ("22:30", "07:00")
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    return world, ann, ben


def wants_weekly(member: Member, hour: str = "18:00") -> None:
    settings(member, *WEEKLY, "Yes, once a week", "Wednesday")
    member.says(hour)
    member.taps("Done")


def wants_monthly(member: Member, hour: str = "18:00") -> None:
    settings(member, *MONTHLY, "Yes, once a month")
    member.says(hour)
    member.taps("Done")


def no_weekly(member: Member) -> None:
    settings(member, *WEEKLY, "No, thank you")


def no_monthly(member: Member) -> None:
    settings(member, *MONTHLY, "No, thank you")


def looks(member: Member) -> None:
    for word in ("/settings", "/when"):
        member.says(word)


WANTS: dict[str, Callable[[Member], None]] = {"weekly": wants_weekly, "monthly": wants_monthly}
WANTS_NOT: dict[str, Callable[[Member], None]] = {"weekly": no_weekly, "monthly": no_monthly}


@pytest.mark.carries("S6", "S27")
@pytest.mark.parametrize("which", sorted(WANTS))
@pytest.mark.parametrize("again", [False, True], ids=["and stays away", "and wants it again"])
def test_a_no_cannot_be_read_by_the_other_who_says_no_too(which: str, again: bool) -> None:
    def played(ben_stops: bool) -> list[Seen]:
        world, ann, ben = both_at_home()
        for member in (ann, ben):
            WANTS[which](member)
        if ben_stops:
            WANTS_NOT[which](ben)
        WANTS_NOT[which](ann)
        looks(ann)
        if again:
            WANTS[which](ann)
            looks(ann)
        world.passes(timedelta(days=40).total_seconds())
        looks(ann)
        return world.seen(ann.user)[0]

    as_ever = played(ben_stops=False)
    assert played(ben_stops=True) == as_ever
    assert any("Nothing begins by itself." in seen[2] for seen in as_ever)


def test_what_one_wants_no_more_is_not_listed_for_that_one_alone() -> None:
    _, ann, ben = both_at_home()
    for member in (ann, ben):
        wants_weekly(member)
    no_weekly(ann)
    for member in (ann, ben):
        looks(member)
    assert "Nothing is planned" in ann.sees()[-1]
    assert "Nothing begins by itself" in ann.sees()[-2]
    assert "Our week: Wednesday 7 January, 18:00" in ben.sees()[-1]
    assert "Our week: Wednesday, 18:00" in ben.sees()[-2]


@pytest.mark.carries("S6")
@pytest.mark.parametrize(("which", "flow"), [("weekly", "state-of-us"), ("monthly", "monthly-look")])
@pytest.mark.parametrize("when", [None, "This evening", "Tomorrow evening", "Not at all"])
def test_what_one_has_only_thought_of_holds_back_no_invitation(which: str, flow: str, when: str | None) -> None:
    def played(thinks: bool) -> list[Seen]:
        world, ann, ben = both_at_home()
        for member in (ann, ben):
            WANTS[which](member)
        due = next(one.due for one in world.household(ann.user).schedules.values() if one.due is not None)
        world.until(due - timedelta(minutes=20))
        if thinks:
            begins(ann, flow)
            if when is not None:
                ann.taps(when)
        world.until(due + timedelta(minutes=50))
        return world.seen(ben.user)[0]

    as_ever = played(False)
    assert "Yes, I have time" in as_ever[-1][3]
    assert played(True) == as_ever


def test_an_invitation_that_is_out_is_not_doubled() -> None:
    world, ann, ben = both_at_home()
    for member in (ann, ben):
        wants_weekly(member)
    world.until(datetime(2026, 1, 7, 16, 40, tzinfo=UTC))
    begins(ann, "state-of-us")
    ann.taps("Now")
    before = len(ben.sees())
    world.passes(3600)
    assert len(ben.sees()) == before


# -- whose day and hour -------------------------------------------------------------------------------------


@pytest.mark.carries("S6")
def test_nothing_stays_of_a_yes_that_was_taken_back_before_both_chose() -> None:
    def played(ann_first: bool) -> list[Seen]:
        world, ann, ben = both_at_home()
        ben.known.zone = "America/New_York"
        if ann_first:
            wants_monthly(ann, "20:00")
            wants_weekly(ann, "20:00")
            no_monthly(ann)
            no_weekly(ann)
        world.passes(5 * 86400)
        for member in (ben, ann):
            wants_monthly(member, "18:00")
            wants_weekly(member, "18:00")
        looks(ben)
        world.passes(40 * 86400)
        return world.seen(ben.user)[0]

    as_ever = played(False)
    assert played(True) == as_ever
    assert any("A look at what you agreed on: once a month" in seen[2] for seen in as_ever)


def test_an_hour_is_by_the_clock_of_whoever_named_it_last() -> None:
    _, ann, ben = both_at_home()
    ben.known.zone = "America/New_York"
    wants_weekly(ann, "20:00")
    wants_weekly(ben, "12:00")
    for member, hour in ((ann, "18:00"), (ben, "12:00")):
        looks(member)
        assert f"Our week: Wednesday, {hour}" in member.sees()[-2]
        assert f"Our week: Wednesday 7 January, {hour}" in member.sees()[-1]


def test_the_settings_name_the_day_that_it_is_there() -> None:
    _, ann, ben = both_at_home()
    ann.known.quiet = ben.known.quiet = ("00:00", "00:00")
    ben.known.zone = "Asia/Tokyo"
    for member in (ben, ann):
        wants_weekly(member, "20:00")
        looks(member)
    looks(ben)
    assert "Our week: Wednesday, 20:00" in ann.sees()[-2]
    assert "Our week: Thursday, 04:00" in ben.sees()[-2]


# -- coming back --------------------------------------------------------------------------------------------


@pytest.mark.carries("S6")
@pytest.mark.parametrize("which", sorted(WANTS))
@pytest.mark.parametrize("ann_first", [True, False])
def test_coming_back_from_a_no_is_not_told(which: str, ann_first: bool) -> None:
    def played(stops: bool) -> list[Seen]:
        world, ann, ben = both_at_home()
        for member in (ann, ben) if ann_first else (ben, ann):
            WANTS[which](member)
        if stops:
            WANTS_NOT[which](ben)
            WANTS[which](ben)
        world.passes(40 * 86400)
        return world.seen(ann.user)[0]

    as_ever = played(False)
    assert played(True) == as_ever
    assert sum("chose the same" in seen[2] for seen in as_ever) <= 1


def test_that_both_chose_it_is_told_once_and_another_hour_is_told_as_that() -> None:
    _, ann, ben = both_at_home("unasked")
    for member in (ann, ben):
        wants_weekly(member)
    ann.opens()
    assert ann.sees()[-1] == "You two chose the same: Our week. First time: Wednesday 7 January, 18:00."
    wants_weekly(ben, "19:00")
    ann.opens()
    assert ann.sees()[-1] == "Our week comes at another time now. Next time: Wednesday 7 January, 19:00."


def test_who_wants_it_no_more_hears_nothing_of_another_hour() -> None:
    _, ann, ben = both_at_home()
    for member in (ann, ben):
        wants_weekly(member)
    no_weekly(ann)
    before = ann.sees()
    wants_weekly(ben, "19:00")
    assert ann.sees() == before


def test_what_both_choose_anew_after_it_stayed_quiet_begins_again() -> None:
    world, ann, ben = both_at_home()
    for member in (ann, ben):
        wants_weekly(member)
    one = next(iter(world.household(ann.user).schedules))
    world.passes(60 * 86400)
    assert world.household(ann.user).schedules[one].yes == ()
    for member in (ann, ben):
        wants_weekly(member)
    said = {member.name: len(member.chat.arrivals) for member in (ann, ben)}
    world.passes(7 * 86400)
    for member in (ann, ben):
        assert any("Yes, I have time" in a.labels for a in member.chat.arrivals[said[member.name] :])
