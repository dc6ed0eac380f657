"""An evening check-in begun by hand: what its beginner gets, and when, is the same whatever the other has chosen, put off or left."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from journeys import Seen, Watched
from journeys import begins as asks_for
from world import Member, a_couple, shipped

from bot.talk.acts import ACTS

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
"""A Monday, 13:00 in Berlin."""
Doing = Callable[[Member], object]


def acts(member: Member, name: str, **given: str) -> None:
    id = member.known.id
    member.world.act(member.user, lambda work: ACTS[name](work, id, given), id)


def both_at_home(discreet: str = "off") -> tuple[Watched, Member, Member]:
    world = Watched(shipped(), undo_seconds=0, seed="by hand")
    world.now = NOON
    ann, ben = a_couple(world, discreet=discreet)
    for member in (ann, ben):
        member.known.quiet = ("22:30", "07:00")
    acts(ann, "schedule", flow="evening-check-in", state="on", days="day")
    return world, ann, ben


def shares(member: Member) -> None:
    """All three answers, let go of."""
    member.taps("Heavy")
    member.says("the call")
    member.says("our soup")
    for _ in range(3):
        member.taps("Share")


def ben_gets(doing: Doing, after: timedelta, mute: str | None = None) -> list[Seen]:
    """What Ben gets in two days who begins by hand so long after Monday noon, when Ann did this in private at noon."""
    world, ann, ben = both_at_home()
    if mute is not None:
        acts(ben, "mute" if mute == "invitations" else "withdraw", kind=mute, feature=mute, state="off")
    doing(ann)
    world.until(NOON + after)
    asks_for(ben, "evening-check-in")
    shares(ben)
    world.passes(2 * 86400)
    return world.seen(ben.user)[0]


def _skips(ann: Member) -> None:
    ann.says("/when")
    ann.taps("Not this one")


ANNS: dict[str, Doing] = {
    "pauses": lambda ann: ann.says("/pause"),
    "has it off": lambda ann: acts(ann, "schedule", flow="evening-check-in", state="off"),
    "leaves this one out": _skips,
    "takes a break": lambda ann: acts(ann, "set", away="2026-01-08"),
    "wants nothing by itself": lambda ann: acts(ann, "withdraw", feature="reminders", state="off"),
    "has another hour": lambda ann: acts(ann, "set", evening="17:15"),
    "moves west": lambda ann: acts(ann, "set", zone="America/Los_Angeles"),
    "moves east": lambda ann: acts(ann, "set", zone="Asia/Tokyo"),
}


@pytest.mark.carries("S6", "S27")
@pytest.mark.parametrize("private", sorted(ANNS))
@pytest.mark.parametrize("after", [5, 8.5, 20], ids=["before her hour", "after it", "the next morning"])
def test_nobody_can_tell_from_it_whether_the_others_hour_came(private: str, after: float) -> None:
    as_ever = ben_gets(lambda ann: None, timedelta(hours=after))
    assert ben_gets(ANNS[private], timedelta(hours=after)) == as_ever
    assert [seen for seen in as_ever if "Ann reads it only if each of you shares" in seen[2]]
    assert as_ever[-1][0] == str(NOON + timedelta(days=1, hours=3)), "the common end: twenty hours after the usual hour"


@pytest.mark.parametrize("mute", ["reminders", "invitations"])
def test_the_same_for_somebody_who_wants_no_reminders_or_no_invitations(mute: str) -> None:
    with_hers, without = (ben_gets(doing, timedelta(hours=8.5), mute) for doing in (lambda ann: None, ANNS["pauses"]))
    assert with_hers == without
    assert "Nothing was shared" in with_hers[-1][2]


def test_ignored_ones_that_come_less_often_are_not_noticed_either() -> None:
    def played(answers: bool) -> list[Seen]:
        world, ann, ben = both_at_home()
        for day in range(3):
            world.until(NOON + timedelta(days=day, hours=7.5))
            if answers:
                ann.taps("Nothing today")
        world.until(NOON + timedelta(days=3, hours=7.5))
        asks_for(ben, "evening-check-in")
        shares(ben)
        world.passes(86400)
        return world.seen(ben.user)[0]

    assert played(True) == played(False)


def test_the_other_is_asked_at_their_own_hour_and_not_before() -> None:
    world, ann, ben = both_at_home("unasked")
    asks_for(ben, "evening-check-in")
    shares(ben)
    assert ann.sees() == []
    world.until(NOON + timedelta(hours=7.5))
    ann.opens()
    shares(ann)
    assert any("the call" in text and "Ben" in text for text in ann.sees())
    ben.opens()
    assert any("the call" in text and "Ann" in text for text in ben.sees())


def test_who_chose_no_hour_gets_nothing_of_it_and_finds_it_by_hand() -> None:
    world, ann, ben = both_at_home()
    acts(ann, "schedule", flow="evening-check-in", state="off")
    acts(ann, "set", away="2026-01-20")
    asks_for(ben, "evening-check-in")
    shares(ben)
    world.passes(3600)
    assert ann.sees() == []
    asks_for(ann, "evening-check-in")
    shares(ann)
    assert any("our soup" in text and "Ben" in text for text in ann.sees())


def test_an_evening_that_only_the_other_began_leaves_no_line() -> None:
    world, ann, ben = both_at_home()
    acts(ann, "schedule", flow="evening-check-in", state="off")
    asks_for(ben, "evening-check-in")
    world.passes(2 * 86400)
    assert ann.sees() == []
    assert "Nothing was shared" in ben.sees()[-1]


WEST, EAST = "America/Los_Angeles", "Asia/Tokyo"


@pytest.mark.carries("S6", "S27")
@pytest.mark.parametrize("zones", [(WEST,), (EAST,), (WEST, EAST), (EAST, WEST)], ids="-".join)
@pytest.mark.parametrize("mover", ["Ann", "Ben"])
def test_who_moves_while_an_evening_is_open_moves_its_end_for_nobody(zones: tuple[str, ...], mover: str) -> None:
    def lines(zones: tuple[str, ...]) -> list[Seen]:
        world, ann, ben = both_at_home()
        acts(ann, "schedule", flow="evening-check-in", state="off")
        for member in (ann, ben):
            member.known.quiet = ("00:00", "00:00")
            asks_for(member, "evening-check-in")
        shares(ann)
        for zone in zones:
            world.passes(3600)
            acts(ann if mover == "Ann" else ben, "set", zone=zone)
        world.until(NOON + timedelta(days=2))
        return [seen for member in (ann, ben) for seen in world.seen(member.user)[0] if "Nothing was shared" in seen[2]]

    assert lines(zones) == lines(())
    assert [seen[0] for seen in lines(zones)] == [str(NOON + timedelta(days=1, hours=3))] * 2


def test_two_who_come_to_an_evening_before_and_after_one_of_them_moved_are_in_the_same_one() -> None:
    world, ann, ben = both_at_home("unasked")
    asks_for(ben, "evening-check-in")
    shares(ben)
    acts(ann, "set", zone=WEST)
    world.until(NOON + timedelta(hours=16.5))
    ann.opens()
    shares(ann)
    assert any("the call" in text and "Ben" in text for text in ann.sees()), "her own hour, by her new clock"


@pytest.mark.carries("S6", "S27")
@pytest.mark.parametrize("zone", [WEST, EAST])
def test_nobody_can_tell_from_the_end_whether_the_other_had_begun_before_they_moved(zone: str) -> None:
    def played(begins: bool) -> list[Seen]:
        world, ann, ben = both_at_home()
        acts(ann, "schedule", flow="evening-check-in", state="off")
        if begins:
            asks_for(ann, "evening-check-in")
        acts(ann, "set", zone=zone)
        asks_for(ben, "evening-check-in")
        shares(ben)
        world.until(NOON + timedelta(days=3))
        return world.seen(ben.user)[0]

    assert played(True) == played(False)


def test_from_the_next_date_that_begins_anywhere_the_end_is_by_the_new_clock() -> None:
    world, ann, ben = both_at_home()
    acts(ann, "schedule", flow="evening-check-in", state="off")
    acts(ann, "set", zone=WEST)
    ben.known.quiet = ("00:00", "00:00")
    world.until(NOON + timedelta(days=2))
    asks_for(ben, "evening-check-in")
    world.until(NOON + timedelta(days=3, hours=23))
    eight_in_the_west = datetime(2026, 1, 8, 4, tzinfo=UTC)
    assert world.seen(ben.user)[0][-1][0] == str(eight_in_the_west + timedelta(hours=20))
