"""What begins by itself: each at their own hour, once a day, never late at night, and nothing of the other's shows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
import pytest

from bot.couple.dosage import A_DAY
from bot.couple.household import Schedule
from bot.flow import timing
from bot.flow.model import Flows
from bot.talk import wordings
from bot.talk.acts import ACTS
from bot.talk.heard import Began, Posted
from tests.world import Member, World, a_couple, a_world, alone, flows_of, hours

QUESTION = """
flow: {name}
version: 1
title: A question
parties: [me]
schedule: {{every: day, at: "{at}", for: each}}
initial: ask
states:
  ask:
    say: How are the plants?
    ask: me
    next: done
    after: {{3h: done}}
  done:
    final: finished
"""


def a_question(name: str, at: str = "20:30") -> str:
    return QUESTION.format(name=name, at=at)


def turns(member: Member, flow: str, state: str = "on", **given: object) -> str:
    """A person turns a rhythm on, or changes it; the outcome."""
    person, outcomes = member.known.id, list[str]()
    member.world.act(
        member.user,
        lambda work: outcomes.append(ACTS["schedule"](work, person, {"flow": flow, "state": state, **given})[0]),
        person,
    )
    return outcomes[0]


def sets(member: Member, **given: object) -> str:
    person, outcomes = member.known.id, list[str]()
    member.world.act(member.user, lambda work: outcomes.append(ACTS["set"](work, person, given)[0]), person)
    return outcomes[0]


def evenings(ann_at: str = "20:30", ben_at: str = "20:30", flows: Flows | None = None) -> tuple[World, Member, Member]:
    """Monday, 5 January 2026, 20:00 in Berlin, and both chose the evening check-in."""
    world = a_world(flows)
    ann, ben = at_home(world)
    for member, at in ((ann, ann_at), (ben, ben_at)):
        assert sets(member, evening=at) == "done"
        assert turns(member, "evening-check-in") == "done"
    return world, ann, ben


def at_home(world: World) -> tuple[Member, Member]:
    """Ann and Ben, with the quiet hours that everybody has at first."""
    members = a_couple(world)
    for member in members:
        member.known.quiet = ("22:00", "07:00")
    return members


def schedule_of(member: Member, flow: str = "evening-check-in") -> Schedule:
    home = member.world.household(member.user)
    return next(s for s in home.schedules.values() if s.flow == flow and (s.person == member.known.id or s.whom == "both"))


def nudges(member: Member) -> list[str]:
    """The wrappers of notes that came, oldest first."""
    return [a.text for a in member.chat.arrivals if a.how == "said" and a.note]


def a_day(world: World, days: float = 1) -> None:
    world.passes(hours(24 * days))


@pytest.mark.carries("S27")
def test_each_is_asked_at_their_own_hour() -> None:
    world, ann, ben = evenings("20:30", "21:15")
    world.passes(hours(0.75))
    assert ann.sees() == ["A note for you. [Open] [In an hour] [Not today]"]
    assert ben.sees() == []
    world.passes(hours(0.75))
    assert ben.sees() == ["A note for you. [Open] [In an hour] [Not today]"]
    assert len(world.household(ann.user).sessions) == 3


@pytest.mark.carries("S27")
def test_an_hour_is_each_ones_own_also_in_another_zone() -> None:
    world, ann, ben = evenings()
    assert sets(ben, zone="America/Chicago") == "done"
    world.passes(hours(1))
    assert (len(nudges(ann)), len(nudges(ben))) == (1, 0)
    world.passes(hours(7))
    assert (len(nudges(ann)), len(nudges(ben))) == (1, 1)


def test_a_pause_lets_nothing_begin() -> None:
    world, _ann, ben = evenings()
    ben.says("/pause")
    before = ben.sees()
    a_day(world, 2)
    assert ben.sees() == before


def test_a_household_that_came_in_is_never_changed() -> None:
    world, ann, _ = evenings()
    home = world.household(ann.user)
    before = msgspec.json.encode(home)
    world.passes(hours(2))
    assert msgspec.json.encode(home) == before


# -- silence ----------------------------------------------------------------------------------------------


def test_unanswered_ones_come_on_days_1_2_3_6_and_9_and_on_day_14_comes_the_question() -> None:
    world, ann, ben = evenings()
    came = []
    for day in range(1, 31):
        before = len(nudges(ann))
        a_day(world)
        came += [day] * (len(nudges(ann)) - before)
    assert came == [1, 2, 3, 6, 9, 14]
    assert ben.known.pace.silent == 6


def test_the_question_whether_to_stop_is_asked_where_nobody_else_sees_it() -> None:
    world, ann, ben = evenings()
    a_day(world, 14)
    ann.opens()
    assert "Shall I stop?" in ann.sees()[-1]
    ann.taps("Yes, stop")
    assert schedule_of(ann).paused
    assert not any("stop" in text for text in ben.sees())


def test_whoever_ignores_all_of_it_is_left_alone_by_all_of_it_and_asked_once() -> None:
    world = a_world(flows_of(*(a_question(f"plants-{n}", f"20:{n}5") for n in range(1, 4))))
    ann, _ = at_home(world)
    for n in range(1, 4):
        turns(ann, f"plants-{n}")
    came = []
    for day in range(1, 31):
        before = len(nudges(ann))
        a_day(world)
        came += [day] * (len(nudges(ann)) - before)
    assert came == [1, 1, 2, 2, 3, 3, 6, 6, 9, 9, 14]


def test_yes_stop_stops_all_that_one_chose_for_oneself() -> None:
    world = a_world(flows_of(a_question("plants", "20:15")))
    ann, ben = at_home(world)
    for member in (ann, ben):
        sets(member, evening="20:30")
        turns(member, "evening-check-in")
    turns(ann, "plants")
    a_day(world, 14)
    ann.opens()
    ann.taps("Yes, stop")
    before = len(nudges(ann))
    a_day(world, 7)
    assert len(nudges(ann)) == before
    assert not schedule_of(ben).paused


def test_going_on_brings_all_of_it_back() -> None:
    world = a_world(flows_of(a_question("plants", "20:15")))
    ann, _ = at_home(world)
    for flow in ("plants", "evening-check-in"):
        turns(ann, flow)
    a_day(world, 14)
    ann.opens()
    ann.taps("Go on")
    before = len(nudges(ann))
    a_day(world)
    assert len(nudges(ann)) == before + 2


def test_every_wording_is_another_one() -> None:
    world, ann, _ = evenings()
    a_day(world, 14)
    assert len(set(nudges(ann))) == len(nudges(ann)) == 6


def test_any_answer_brings_the_old_rhythm_back() -> None:
    world, ann, _ = evenings()
    a_day(world, 4)
    assert len(nudges(ann)) == 3
    ann.says("hello")
    a_day(world, 2)
    assert len(nudges(ann)) == 5


def test_what_fell_asleep_wakes_by_an_answer_and_not_by_a_word_that_asks_for_silence() -> None:
    world, ann, _ = evenings()
    a_day(world, 20)
    assert schedule_of(ann).asleep
    assert schedule_of(ann).due is None
    ann.says("/menu")
    assert schedule_of(ann).asleep
    ann.says("I was away")
    assert not schedule_of(ann).asleep
    before = len(nudges(ann))
    a_day(world)
    assert len(nudges(ann)) == before + 1


def test_nobody_learns_what_another_ignored() -> None:
    """Ben sees the same, word for word, whether Ann never answers or only leaves her own unshared."""

    def what_ben_sees(ann_answers: bool) -> list[str]:
        world, ann, ben = evenings("20:30", "20:45")
        for _ in range(10):
            world.passes(hours(1))
            if ann_answers:
                ann.opens()
                ann.taps("Nothing today")
            ben.opens()
            ben.says("a long day")
            ben.taps("Not this one")
            ben.taps("Not this one")
            world.passes(hours(23))
        return [a.text for a in ben.chat.arrivals if a.visible]

    assert what_ben_sees(ann_answers=True) == what_ben_sees(ann_answers=False)


@pytest.mark.parametrize("days", [[], ["someday"]])
def test_no_day_named_is_never_every_day(days: list[str]) -> None:
    _, ann, _ = evenings()
    turns(ann, "evening-check-in", days=["tue", "thu"])
    turns(ann, "evening-check-in", days=days)
    assert schedule_of(ann).days == (1, 3)


def test_a_list_without_days_switches_nothing_on() -> None:
    world, ann, _ = evenings(flows=flows_of(a_question("plants")))
    assert turns(ann, "plants", days=[]) == "done"
    assert not any(s.flow == "plants" for s in world.household(ann.user).schedules.values())


# -- never too many ---------------------------------------------------------------------------------------


def test_at_most_two_a_day_begin_and_the_check_in_goes_before_the_rest() -> None:
    early = [a_question(f"plants-{n}", f"20:1{n}") for n in range(3)]
    world, ann, _ = evenings(flows=flows_of(*early))
    for n in range(3):
        turns(ann, f"plants-{n}")
    world.passes(hours(2))
    begun = {s.root.flow for s in world.household(ann.user).sessions.values() if ann.known.id in s.people}
    assert len(nudges(ann)) == A_DAY
    assert begun == {"plants-0", "evening-check-in", "three-questions"}


def test_what_found_no_room_comes_the_next_day() -> None:
    world, ann, _ = evenings(flows=flows_of(a_question("once-only", "20:10"), a_question("plants", "20:05")))
    turns(ann, "plants")
    turns(ann, "once-only", **{"in": 0})
    world.passes(hours(2))
    assert schedule_of(ann, "once-only").carried == date(2026, 1, 6)
    turns(ann, "plants", "off")
    a_day(world)
    assert not any(s.flow == "once-only" for s in world.household(ann.user).schedules.values())


def test_a_follow_up_for_today_whose_hour_is_over_comes_tomorrow() -> None:
    world, ann, _ = evenings(flows=flows_of(a_question("plants")))
    turns(ann, "evening-check-in", "off")
    turns(ann, "plants", **{"in": 0, "at": "09:00"})
    assert schedule_of(ann, "plants").day == date(2026, 1, 6)
    a_day(world)
    assert len(nudges(ann)) == 1
    a_day(world)
    assert len(nudges(ann)) == 1


def test_a_follow_up_comes_once_in_so_many_days() -> None:
    world, ann, _ = evenings(flows=flows_of(a_question("plants")))
    turns(ann, "evening-check-in", "off")
    turns(ann, "plants", **{"in": 3, "at": "19:30"})
    assert schedule_of(ann, "plants").day == date(2026, 1, 8)
    a_day(world, 2.9)
    assert nudges(ann) == []
    a_day(world, 5)
    assert len(nudges(ann)) == 1


def a_follow_up(**given: object) -> tuple[World, Member]:
    """Ann's follow-up of the plants, and nothing else of hers."""
    world, ann, _ = evenings(flows=flows_of(a_question("plants")))
    turns(ann, "evening-check-in", "off")
    turns(ann, "plants", **given)
    return world, ann


def follow_ups(member: Member) -> list[Schedule]:
    return [s for s in member.world.household(member.user).schedules.values() if s.flow == "plants"]


@pytest.mark.parametrize("holiday_first", [True, False])
def test_a_follow_up_whose_day_lies_in_a_holiday_comes_on_the_day_after_it(holiday_first: bool) -> None:
    world, ann = a_follow_up(**{} if holiday_first else {"in": 3})
    sets(ann, away="2026-01-10")
    if holiday_first:
        turns(ann, "plants", "off")
        turns(ann, "plants", **{"in": 3})
    assert follow_ups(ann)[-1].day == date(2026, 1, 11)
    a_day(world, 6)
    assert nudges(ann) == []
    a_day(world, 30)
    assert len(nudges(ann)) == 1
    assert not [s for s in follow_ups(ann) if s.every == "once"]


def test_a_follow_up_that_found_no_room_before_a_holiday_comes_after_it() -> None:
    world, ann = a_follow_up(**{"in": 1})
    follow_ups(ann)[0].carried, follow_ups(ann)[0].last = date(2026, 1, 7), date(2026, 1, 6)
    sets(ann, away="2026-01-10")
    a_day(world, 30)
    assert len(nudges(ann)) == 1


def test_a_holiday_that_is_taken_back_brings_a_follow_up_on_its_day_and_once() -> None:
    world, ann = a_follow_up(**{"in": 3})
    sets(ann, away="2026-01-10")
    sets(ann, away="")
    assert follow_ups(ann)[0].day == date(2026, 1, 8)
    a_day(world, 4)
    assert len(nudges(ann)) == 1
    a_day(world, 20)
    assert len(nudges(ann)) == 1


def test_a_follow_up_for_which_quiet_hours_leave_no_day_is_dropped() -> None:
    world, ann = a_follow_up(**{"in": 3, "at": "13:00"})
    assert sets(ann, quiet=["12:00", "18:00"]) == "silences"
    assert follow_ups(ann) == []
    a_day(world, 10)
    assert nudges(ann) == []


@pytest.mark.carries("K12")
def test_after_a_talk_that_was_stopped_the_evening_is_light() -> None:
    world, ann, ben = evenings("20:30", "20:45")
    person = ann.known.id

    def stopped(work) -> None:  # type: ignore[no-untyped-def]
        from bot.talk import nudging

        nudging.heavy(work, person, ben.known.id)

    world.act(ann.user, stopped, None)
    world.passes(hours(1))
    for member in (ann, ben):
        member.opens()
        assert any("Heavy day" in text for text in member.sees())
        member.taps("Leave me be")
    a_day(world)
    ann.opens()
    assert any("How was the day?" in text for text in ann.sees())


# -- putting off ------------------------------------------------------------------------------------------


def test_in_an_hour_it_knocks_again() -> None:
    world, ann, _ = evenings("20:10")
    world.passes(hours(0.25))
    ann.taps("In an hour")
    assert ann.sees()[-1] == "A note for you."
    world.passes(hours(1))
    assert ann.sees()[-1] == "A note for you. [Open] [In an hour] [Not today]"
    ann.opens()
    assert any("How was the day?" in text for text in ann.sees())


def unwrapped(ann_at: str = "20:10", flows: Flows | None = None) -> tuple[World, Member, Member]:
    """Ann wants nothing hidden behind a note; her nudge has come."""
    world, ann, ben = evenings(ann_at, flows=flows)
    ann.known.discreet = "off"
    world.passes(hours(0.25))
    return world, ann, ben


PUT_OFF = "[In an hour] [Not today]"


@pytest.mark.carries("K12")
def test_a_nudge_that_is_not_wrapped_can_be_put_off_with_one_tap_too() -> None:
    _, ann, _ = unwrapped()
    (asked,) = ann.sees()
    assert asked.endswith(f"[Light] [Nothing today] {PUT_OFF}")
    ann.taps("Light")
    assert PUT_OFF not in "".join(ann.sees())


def test_in_an_hour_what_was_not_wrapped_knocks_and_the_question_is_behind_it() -> None:
    world, ann, _ = unwrapped()
    ann.taps("In an hour")
    assert ann.chat.labels() == []
    world.passes(hours(1))
    assert ann.sees()[-1] == f"A note for you. [Open] {PUT_OFF}"
    ann.taps("In an hour")
    assert ann.chat.arrivals[-1].text == "That would be in your quiet hours. It waits here."
    ann.opens()
    assert "How was the day?" in ann.sees()[-1]
    ann.taps("Light")
    assert "That can be all for today" in ann.sees()[-1]


def test_until_then_a_text_is_no_answer_and_going_on_is_offered() -> None:
    _, ann, _ = unwrapped()
    ann.taps("In an hour")
    ann.says("a word to somebody else")
    assert ann.sees()[-1].endswith("[Go on with: Three questions for the evening]")
    ann.taps("Go on")
    ann.taps("Light")
    assert "That can be all for today" in ann.sees()[-1]


@pytest.mark.carries("K12", "S6")
@pytest.mark.parametrize("discreet", ["off", "unasked", "all"])
def test_not_today_is_one_tap_and_to_the_other_it_is_silence(discreet: str) -> None:
    def played(taps: bool) -> tuple[Member, list[str]]:
        world, ann, ben = evenings("20:10")
        ann.known.discreet = discreet  # type: ignore[assignment]
        world.passes(hours(0.25))
        if taps:
            ann.taps("Not today")
            assert ann.chat.arrivals[-1].text == "That is fine. Nothing of it today."
            assert ann.chat.labels() == []
            assert ann.known.front is None
        a_day(world, 0.8)
        return ann, [str(a) for a in ben.chat.arrivals]

    (ann, tapped), (_, silent) = played(True), played(False)
    assert tapped == silent
    a_day(ann.world, 0.4)
    assert PUT_OFF in ann.sees()[-1], "the next evening it comes again"


def test_what_was_answered_meanwhile_cannot_be_put_off() -> None:
    world, ann, _ = evenings("21:30", flows=flows_of(a_question("plants", "20:10")))
    ann.known.discreet = "off"
    turns(ann, "plants")
    world.passes(hours(0.25))
    ann.says("green")
    for label in ("In an hour", "Not today"):
        ann.taps(label)
        assert ann.chat.arrivals[-1].text == "That question is closed."


def test_what_a_flow_says_itself_stands_there_once() -> None:
    world = a_world(flows_of(a_question("plants").replace("ask: me", "choices: {no: Not today}\n    ask: me")))
    ann, _ = at_home(world)
    ann.known.discreet = "off"
    turns(ann, "plants")
    world.passes(hours(0.75))
    assert ann.sees()[0].endswith("How are the plants? [Not today] [In an hour]")


@pytest.mark.carries("S6")
@pytest.mark.parametrize("label", ["In an hour", "Not today"])
def test_an_invitation_that_is_put_off_looks_like_silence(label: str) -> None:
    def played(taps: bool) -> list[str]:
        world = a_world()
        ann, ben = at_home(world)
        ann.known.discreet = "off"
        a_weekly_talk(world, ann, ben)
        a_day(world, 6)
        if taps:
            ann.taps(label)
        a_day(world, 2)
        return [str(a) for a in ben.chat.arrivals]

    assert played(True) == played(False)


def test_an_hour_that_would_be_in_quiet_hours_is_not_taken() -> None:
    world, ann, _ = evenings("21:30")
    world.passes(hours(1.75))
    ann.taps("In an hour")
    assert ann.chat.arrivals[-1].text == "That would be in your quiet hours. It waits here."
    ann.opens()


def test_not_today_puts_it_away_for_one_alone() -> None:
    world, ann, ben = evenings()
    world.passes(hours(0.75))
    ann.taps("Not today")
    assert ann.known.notes == []
    ben.opens()
    assert any("How was the day?" in text for text in ben.sees())
    a_day(world)
    ann.opens()
    assert any("How was the day?" in text for text in ann.sees())


def test_when_says_what_comes_and_leaves_one_out() -> None:
    world, ann, _ = evenings()
    ann.says("/when")
    assert ann.sees() == ["What comes next for you:\nEvening check-in: Monday 5 January, 20:30 [Not this one: Evening check-in]"]
    ann.taps("Not this one")
    ann.says("/when")
    assert "Tuesday 6 January, 20:30" in ann.sees()[-1]
    a_day(world)
    assert nudges(ann) == []


def test_a_holiday_begins_nothing_up_to_and_with_its_last_day() -> None:
    world, ann, ben = evenings()
    sets(ann, away="2026-01-08")
    a_day(world, 3)
    assert (nudges(ann), len(nudges(ben))) == ([], 3)
    a_day(world)
    assert len(nudges(ann)) == 0
    a_day(world, 1)
    assert len(nudges(ann)) == 1


def test_a_holiday_that_cannot_be_read_changes_nothing() -> None:
    _, ann, _ = evenings()
    assert sets(ann, away="soon") == "refused"
    assert ann.known.away is None


def test_an_evening_hour_in_quiet_hours_is_told_and_not_taken() -> None:
    _, ann, _ = evenings("20:30")
    assert sets(ann, evening="23:00") == "quiet"
    assert sets(ann, quiet=["20:00", "07:00"]) == "quiet"
    assert (ann.known.evening, ann.known.quiet) == ("20:30", ("22:00", "07:00"))


@pytest.mark.parametrize("hours", [["08:00", "08:00"], ["00:00", "00:00"]])
def test_quiet_hours_that_begin_when_they_end_are_asked_about_and_not_taken(hours: list[str]) -> None:
    _, ann, _ = evenings("20:30")
    assert sets(ann, quiet=hours) == "same"
    assert ann.known.quiet == ("22:00", "07:00")
    assert sets(ann, quiet="") == "done"
    assert sets(ann, evening="23:30") == "done"


@pytest.mark.parametrize("flow", ["weekly-look", "state-of-us", "monthly-look"])
def test_an_hour_in_ones_own_quiet_hours_is_not_taken_for_anything_else_either(flow: str) -> None:
    world = a_world()
    ann, ben = at_home(world)
    ben.known.quiet = ("12:00", "20:00")
    assert turns(ann, flow, at="23:30", days="sun") == "quiet"
    assert not world.household(ann.user).schedules
    assert turns(ann, flow, at="18:00", days="sun") in ("done", "waiting"), "only one's own quiet hours are asked"
    assert turns(ann, flow, at="06:59", days="mon") == "quiet"
    assert (schedule_of(ann, flow).at, schedule_of(ann, flow).days) == ("18:00", (6,))


# -- both -------------------------------------------------------------------------------------------------


def a_weekly_talk(world: World, ann: Member, ben: Member) -> None:
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    assert turns(ann, "state-of-us", days="sun", at="18:00") == "waiting"
    assert schedule_of(ann, "state-of-us").due is None
    assert turns(ben, "state-of-us", days="sun", at="18:00") == "done"


def test_what_is_for_both_begins_when_both_chose_it() -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    ann.opens()
    assert ann.sees()[-1] == "You two chose the same: Our week. First time: Sunday 11 January, 18:00."
    a_day(world, 6)
    assert "Time for the talk of your week" in _opened(ann)
    assert "Time for the talk of your week" in _opened(ben)


def test_who_wants_it_no_more_gets_it_no_more_and_the_other_gets_it_as_ever() -> None:
    def played(stops: bool, anns: bool = True) -> tuple[list[str], int]:
        world = a_world()
        ann, ben = at_home(world)
        a_weekly_talk(world, ann, ben)
        if stops:
            turns(ann if anns else ben, "state-of-us", "off")
        a_day(world, 20)
        mine, other = (ann, ben) if anns else (ben, ann)
        return [str(a) for a in other.chat.arrivals], len(nudges(mine))

    for anns in (True, False):
        (with_it, none), (without, some) = played(True, anns), played(False, anns)
        assert with_it == without
        assert none <= 1 < some


def test_when_neither_wants_it_neither_gets_it_and_who_wants_it_again_is_answered_as_ever() -> None:
    world = a_world()
    ann, ben = at_home(world)
    a_weekly_talk(world, ann, ben)
    ann.opens()
    for member in (ann, ben):
        turns(member, "state-of-us", "off")
    a_day(world, 7)
    assert nudges(ben) == []
    assert turns(ben, "state-of-us", days="sun", at="18:00") == "done"
    a_day(world, 7)
    assert len(nudges(ben)) == 1
    assert len(nudges(ann)) == 1, "that both chose it, and nothing since"


def test_what_is_for_both_thins_out_by_what_came_about_and_not_by_what_one_does_in_private() -> None:
    def played(speaks: bool) -> list[str]:
        world = a_world()
        ann, ben = at_home(world)
        a_weekly_talk(world, ann, ben)
        for _ in range(12):
            a_day(world, 7)
            if speaks:
                ann.says("a word of mine")
        return [str(a) for a in ben.chat.arrivals]

    assert played(True) == played(False)


def test_a_holiday_of_one_alone_shows_in_nothing_that_is_for_both() -> None:
    def played(away: bool) -> tuple[list[str], int]:
        world = a_world()
        ann, ben = at_home(world)
        a_weekly_talk(world, ann, ben)
        if away:
            sets(ann, away="2026-01-30")
        a_day(world, 20)
        return [str(a) for a in ben.chat.arrivals], len(nudges(ann))

    (with_it, none), (without, some) = played(True), played(False)
    assert with_it == without
    assert none <= 1 < some


def test_the_end_of_an_evening_tells_nobody_the_others_hour_nor_whether_there_is_one() -> None:
    def played(hour: str | None) -> list[str]:
        world = a_world()
        ann, ben = at_home(world)
        sets(ben, evening="20:00")
        turns(ann, "evening-check-in", "off")
        if hour is not None:
            sets(ann, evening=hour)
            turns(ann, "evening-check-in", days="day")
        dated = []
        for _ in range(4 * 24):
            before = len(ben.chat.arrivals)
            world.passes(3600)
            dated += [f"{world.now} {a}" for a in ben.chat.arrivals[before:]]
        return dated

    assert played("18:00") == played("21:30") == played(None)


def _opened(member: Member) -> str:
    member.opens()
    return member.sees()[-1]


@pytest.mark.carries("S27")
def test_what_is_for_both_waits_until_it_is_quiet_for_neither() -> None:
    world = a_world()
    ann, ben = at_home(world)
    sets(ben, zone="Asia/Tokyo")
    a_weekly_talk(world, ben, ann)
    due = schedule_of(ann, "state-of-us").due
    assert due is not None
    assert timing.said_time(due, "Asia/Tokyo", "en") == "15:00"
    for member in (ann, ben):
        assert not timing.in_quiet(due, member.known.zone, member.known.quiet)
        assert not timing.in_quiet(due + timedelta(hours=1), member.known.zone, member.known.quiet)


def test_hours_that_never_meet_give_no_talk_and_no_endless_search() -> None:
    world = a_world()
    ann, ben = at_home(world)
    ben.known.quiet, ann.known.quiet = ("08:00", "19:30"), ("20:00", "09:00")
    assert turns(ann, "state-of-us", days="sun", at="18:00") == "waiting"
    assert turns(ben, "state-of-us", days="sun", at="19:45") == "done"
    assert schedule_of(ann, "state-of-us").due is None


# -- clocks -----------------------------------------------------------------------------------------------


def test_missed_while_down_comes_late_if_not_too_late() -> None:
    world, ann, _ = evenings("18:30", "20:30")
    due = schedule_of(ann).due
    assert due is not None
    world.now = due + timedelta(hours=3)
    world.passes(1)
    assert len(nudges(ann)) == 1


def test_missed_for_longer_is_left_out_and_comes_once_the_next_day() -> None:
    world, ann, _ = evenings("14:30", "20:30")
    due = schedule_of(ann).due
    assert due is not None
    world.now = due + timedelta(days=3, hours=5)
    world.passes(1)
    assert nudges(ann) == []
    a_day(world)
    assert len(nudges(ann)) == 1


def test_missed_into_quiet_hours_is_left_out() -> None:
    world, ann, _ = evenings("21:00")
    world.now += timedelta(hours=2, minutes=30)
    world.passes(1)
    assert nudges(ann) == []


NIGHTS = {"2026-03-29": "01:30", "2026-10-25": "00:30"}
"""Nights in which the clocks of Berlin change, and when 02:30 is in them (UTC): the shifted instant, and the first of two."""


@pytest.mark.parametrize("night", sorted(NIGHTS))
@pytest.mark.parametrize(("down", "comes"), [(0, 1), (3, 1), (5, 0), (20, 0)])
def test_missed_while_down_in_a_night_in_which_the_clocks_change_comes_once_or_not_at_all(
    night: str, down: float, comes: int
) -> None:
    world = a_world()
    world.now = datetime.fromisoformat(f"{night}T00:00+00:00") - timedelta(hours=12)
    ann, _ = a_couple(world)
    sets(ann, evening="02:30")
    turns(ann, "evening-check-in")
    due = schedule_of(ann).due
    assert due == datetime.fromisoformat(f"{night}T{NIGHTS[night]}+00:00")
    world.now = due + timedelta(hours=down)
    world.passes(hours(1.5))
    assert len(nudges(ann)) == comes
    world.until(due + timedelta(hours=22))
    assert len(nudges(ann)) == comes, "nothing more on that date"
    later = schedule_of(ann).due
    assert later is not None
    assert timing.said_time(later, "Europe/Berlin", "en") == "02:30"
    assert timing.local_date(later, "Europe/Berlin") == date.fromisoformat(night) + timedelta(days=1)


@pytest.mark.parametrize(("down", "comes"), [(3, 1), (5, 0), (24 * 15, 0)])
def test_a_weekly_talk_that_was_missed_while_down_comes_late_to_both_or_the_next_week(down: float, comes: int) -> None:
    world = a_world()
    ann, ben = a_couple(world)
    a_weekly_talk(world, ann, ben)
    due = schedule_of(ann, "state-of-us").due
    assert due is not None
    before = [len(nudges(member)) for member in (ann, ben)]
    world.now = due + timedelta(hours=down)
    world.passes(60)
    assert [len(nudges(member)) - had for member, had in zip((ann, ben), before, strict=True)] == [comes, comes]
    later = schedule_of(ann, "state-of-us").due
    assert later is not None
    assert later > world.now
    assert timing.said_time(later, "Europe/Berlin", "en") == "18:00"
    assert timing.local_date(later, "Europe/Berlin").weekday() == 6


def test_a_clock_that_is_set_back_rings_no_second_time() -> None:
    world, ann, _ = evenings()
    world.passes(hours(1))
    world.now -= timedelta(hours=1)
    world.hear(ann.user, Began(schedule_of(ann).id))
    world.passes(hours(1.5))
    assert len(nudges(ann)) == 1


def test_flying_east_gives_one_per_date_and_twelve_hours_between() -> None:
    world, ann, _ = evenings()
    sets(ann, zone="America/Los_Angeles")
    world.passes(hours(10))
    first = schedule_of(ann).came
    sets(ann, zone="Asia/Tokyo")
    due = schedule_of(ann).due
    assert first is not None
    assert due is not None
    assert due - first >= timedelta(hours=12)
    assert schedule_of(ann).day == date(2026, 1, 7)


def test_flying_west_gives_no_second_one_on_the_same_date() -> None:
    world, ann, _ = evenings()
    world.passes(hours(1))
    sets(ann, zone="America/Los_Angeles")
    a_day(world)
    assert len(nudges(ann)) == 1
    world.passes(hours(9))
    assert len(nudges(ann)) == 2


def test_new_rules_of_zones_give_new_moments() -> None:
    world, ann, _ = evenings()
    one = schedule_of(ann)
    right, one.due = one.due, world.now + timedelta(days=9)
    world.hear(ann.user, Posted("zones", {}))
    assert schedule_of(ann).due == right


def test_who_blocked_the_bot_is_left_alone_and_the_other_sees_the_same() -> None:
    world, ann, ben = evenings()
    ben.known.reachable = False
    a_day(world, 3)
    assert nudges(ben) == []
    assert len(nudges(ann)) == 3


# -- words ------------------------------------------------------------------------------------------------

WORDS_THAT_BETRAY = ("affair", "cheat", "trust", "apolog", "safety", "partner", "couple", "check-in", "talk")


def test_wordings_are_many_short_and_neutral() -> None:
    assert len(set(wordings.NUDGES)) == len(wordings.NUDGES) > 31 * A_DAY
    for text in wordings.NUDGES:
        assert len(text) <= 60
        assert not any(word in text.lower() for word in WORDS_THAT_BETRAY), text


def test_a_nudge_that_is_not_wrapped_begins_with_other_words_too() -> None:
    world, ann, _ = evenings()
    ann.known.discreet = "off"
    a_day(world, 2)
    asked = [a.text for a in ann.chat.arrivals if "How was the day?" in a.text]
    assert len(asked) == len(set(asked)) == 2


def test_who_is_here_alone_gets_the_part_that_is_done_alone() -> None:
    world = a_world()
    cleo = alone(world, "Cleo")
    assert sets(cleo, evening="20:30") == "done"
    assert turns(cleo, "evening-check-in") == "done"
    for passing in (hours(0.75), hours(24)):
        world.passes(passing)
        cleo.opens()
        assert "How was the day?" in cleo.sees()[-1]
        cleo.taps("Nothing today")
    assert not world.household(cleo.user).sessions
