"""No phone rings at night by another's act or by time alone, whoever wants no notes; what came waits behind one for the morning."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.flow import timing
from bot.talk.acts import ACTS
from bot.talk.work import Work
from bot.words.message import Message
from tests.talk.test_schedules import at_home, turns
from tests.talk.test_what_two_keep import gives
from tests.world import Member, World, a_couple, a_world, begins, flows_of, hours

HALF_PAST_ELEVEN = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)
"""In Berlin."""


def with_rules() -> tuple[World, Member, Member]:
    """Two who want nothing behind a note and have their ground rules."""
    world = a_world()
    ann, ben = at_home(world)
    ann.known.discreet = ben.known.discreet = "off"
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    return world, ann, ben


def rang(member: Member, since: int) -> list[str]:
    """What came to this person's phone since then."""
    return [str(a) for a in member.chat.arrivals[since:] if a.visible]


def thanks(ben: Member) -> None:
    begins(ben, "appreciation")
    ben.says("You made tea for me this morning")
    ben.taps("Send to")


def invites(ben: Member) -> None:
    begins(ben, "ritual")
    ben.taps("Now")


def promises(ben: Member) -> None:
    gives(ben, "Do not ask")


@pytest.mark.parametrize("act", [thanks, invites, promises])
def test_what_the_other_does_at_night_is_one_note_in_the_morning(act) -> None:  # type: ignore[no-untyped-def]
    world, ann, ben = with_rules()
    world.until(HALF_PAST_ELEVEN)
    since = len(ann.chat.arrivals)
    act(ben)
    world.passes(hours(7.4))
    assert rang(ann, since) == []
    world.passes(hours(0.2))
    assert rang(ann, since) == ["A note for you. [Open]"]


def test_by_day_it_comes_as_it_is() -> None:
    _, ann, ben = with_rules()
    since = len(ann.chat.arrivals)
    thanks(ben)
    ann.world.passes(60)
    assert any("You made tea for me" in said for said in rang(ann, since))


def test_what_is_answered_by_the_morning_does_not_stand_in_it() -> None:
    world, ann, ben = with_rules()
    world.until(HALF_PAST_ELEVEN)
    invites(ben)
    ben.says("/exit")
    world.passes(hours(48))
    since = len(ann.chat.arrivals)
    ann.opens()
    assert not any("Yes" in said for said in rang(ann, since))


def in_a_talk(began: datetime) -> tuple[World, Member, Member]:
    """The talk of their week, to which both said yes at that time."""
    world, ann, ben = with_rules()
    berlin = timing.local(began, "Europe/Berlin")
    for member in (ann, ben):
        turns(member, "state-of-us", days="tue", at=f"{berlin:%H:%M}")
    world.until(began)
    for member in (ann, ben):
        member.taps("Yes, I have time")
    return world, ann, ben


def test_an_hour_that_only_the_talk_itself_named_does_not_ring_at_night() -> None:
    world, ann, ben = in_a_talk(datetime(2026, 1, 6, 8, 0, tzinfo=UTC))
    since = {m: len(m.chat.arrivals) for m in (ann, ben)}
    world.until(datetime(2026, 1, 7, 5, 30, tzinfo=UTC))
    assert [rang(m, since[m]) for m in (ann, ben)] == [[], []]
    world.until(datetime(2026, 1, 7, 6, 1, tzinfo=UTC))
    assert [rang(m, since[m]) for m in (ann, ben)] == [["A note for you. [Open]"]] * 2
    ann.opens()
    assert any("Is there one thing that needs a talk this week?" in said for said in ann.sees())


def on_a_break(chosen: str | None) -> tuple[World, Member, Member, dict[Member, int]]:
    """A time-out that Ann called at 21:50, with the time that she chose, if she did; it is 22:05."""
    world, ann, ben = in_a_talk(datetime(2026, 1, 6, 19, 30, tzinfo=UTC))
    world.until(datetime(2026, 1, 6, 20, 50, tzinfo=UTC))
    ann.says("/timeout")
    if chosen is not None:
        ann.taps(chosen)
    world.until(datetime(2026, 1, 6, 21, 5, tzinfo=UTC))
    return world, ann, ben, {m: len(m.chat.arrivals) for m in (ann, ben)}


def test_a_break_whose_end_nobody_named_ends_in_the_morning_with_one_note() -> None:
    world, ann, ben, since = on_a_break(None)
    world.until(datetime(2026, 1, 7, 5, 55, tzinfo=UTC))
    assert [rang(m, since[m]) for m in (ann, ben)] == [[], []]
    world.until(datetime(2026, 1, 7, 8, 0, tzinfo=UTC))
    assert [rang(m, since[m]) for m in (ann, ben)] == [["A note for you. [Open]"]] * 2


def test_who_named_the_end_of_a_break_is_called_then_and_the_other_in_the_morning() -> None:
    world, ann, ben, since = on_a_break("One hour")
    world.until(datetime(2026, 1, 6, 22, 10, tzinfo=UTC))
    assert any("The break is over" in said for said in rang(ann, since[ann]))
    assert rang(ben, since[ben]) == []


def test_who_is_awake_is_asked_at_once_when_they_come_back_themselves() -> None:
    world, ann, _, _ = on_a_break(None)
    world.until(datetime(2026, 1, 6, 22, 0, tzinfo=UTC))
    ann.says("/menu")
    ann.taps("Go on")
    assert any("The break is over" in said for said in ann.sees())


def test_a_note_that_waits_for_the_morning_hears_of_new_quiet_hours() -> None:
    world, ann, ben = with_rules()
    world.until(HALF_PAST_ELEVEN)
    thanks(ben)
    world.passes(60)
    note = ann.known.notes[-1]
    work = Work(world.household(ann.user), world.setting, world.now, world.draw)
    work.actor = ann.known.id
    assert ACTS["set"](work, ann.known.id, {"quiet": ["22:00", "10:00"], "evening": "20:00"})[0] == "done"
    turn = work.turn()
    name = f"{ann.known.id}/n:{note.id}"
    assert turn.recalled == {(ann.known.id, name)}
    assert [(m.name, m.not_before) for m in turn.messages] == [(name, datetime(2026, 1, 6, 9, tzinfo=UTC))]


def test_a_note_whose_hour_stays_outside_them_stays_as_it_is() -> None:
    world, ann, ben = with_rules()
    world.until(HALF_PAST_ELEVEN)
    thanks(ben)
    world.passes(60)
    work = Work(world.household(ann.user), world.setting, world.now, world.draw)
    assert ACTS["set"](work, ann.known.id, {"quiet": ["22:00", "06:30"]})[0] == "done"
    turn = work.turn()
    assert (turn.recalled, turn.messages) == (set(), [])


IN_THE_GROUP = """
flow: in-the-group
version: 1
title: In the group
summary: A question that time closes.
parties: [one, other]
place: together
initial: ready
states:
  ready:
    say: Shall we?
    agree: "Yes"
    within: 2h
    next: {both: asked, light: over, otherwise: over}
  asked:
    say: "{one}, what was good?"
    ask: one
    to: both
    save: good
    next: over
    after: {SPAN: over}
  over:
    say: We leave it here.
    final: postponed
"""


@pytest.mark.parametrize(("span", "silent"), [("1h", False), ("3h", True)])
def test_what_time_alone_says_in_the_group_at_night_makes_no_sound(
    span: str, silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_world(flows_of(IN_THE_GROUP.replace("SPAN", span)))
    ann, ben = a_couple(world, group=True, discreet="off")
    ben.known.quiet = ("22:00", "07:00")
    begins(ann, "in-the-group")
    ann.taps("Now")
    for member in (ann, ben):
        member.taps("Yes")
    said = list[Message]()
    send = Work.send
    monkeypatch.setattr(Work, "send", lambda work, message: (said.append(message), send(work, message))[1])
    world.passes(hours(4))
    assert [m.silent for m in said if m.to == "group" and m.text == "We leave it here."] == [silent]
