"""A talk led apart that both agreed to: whoever wants a break from it, or no more of it, looks to the other like somebody silent."""

from collections.abc import Callable

import pytest
from journeys import Seen, Watched
from journeys import begins as asks_for
from world import Member, a_couple, shipped

from bot.couple import dosage

Doing = Callable[[Member], None]


def choosing(suits: bool = True, discreet: str = "off") -> tuple[Watched, Member, Member]:
    """Both agreed to choose a small ritual, and Ann is asked which; with `suits` a hug did, and each is asked alone whether they want it."""
    world = Watched(shipped(), undo_seconds=0, seed="apart")
    ann, ben = a_couple(world, discreet=discreet)
    asks_for(ann, "ritual")
    ann.taps("Now")
    for member in (ann, ben):
        if member.chat.note():
            member.opens()
        member.taps("Yes, let us choose")
    if suits:
        ann.taps("A long hug")
        ben.taps("Yes, gladly")
        ann.opens()
    return world, ann, ben


def nothing(ann: Member) -> None:
    """She does not answer."""


def trouble(ann: Member) -> None:
    ann.taps("There would be trouble")


def says(*words: str) -> Doing:
    def doing(ann: Member) -> None:
        for word in words:
            ann.says(word)

    return doing


def after_trouble(*words: str) -> Doing:
    def doing(ann: Member) -> None:
        trouble(ann)
        says(*words)(ann)

    return doing


ALONE: dict[str, Doing] = {
    "trouble": trouble,
    "timeout": says("/timeout"),
    "stop": says("/stop"),
    "stops twice": says("/stop", "/stop"),
    "both": says("/timeout", "/stop"),
    "trouble, then a break": after_trouble("/timeout"),
    "trouble, then the end": after_trouble("/stop"),
    "trouble, then something alone": after_trouble("/progress", "/settings", "/menu"),
}


@pytest.mark.carries("S6", "K3")
@pytest.mark.parametrize(
    ("doing", "asked"), [(doing, asked) for doing in sorted(ALONE) for asked in (True, False) if asked or "trouble" not in doing]
)
def test_the_other_sees_what_they_would_see_if_nobody_answered(doing: str, asked: bool) -> None:
    def played(does: Doing) -> list[Seen]:
        world, ann, ben = choosing(suits=asked)
        does(ann)
        if ben.chat.note():
            ben.opens()
        if asked:
            ben.taps("It is my own wish")
        world.passes(2 * 86400)
        ben.says("/menu")
        return world.seen(ben.user)[0]

    assert played(ALONE[doing]) == played(nothing)


@pytest.mark.carries("S6")
def test_whose_turn_it_is_not_may_stop_as_unseen_and_is_asked_no_more() -> None:
    def played(does: Doing) -> tuple[list[Seen], list[str]]:
        world, ann, ben = choosing(suits=False)
        does(ben)
        before = len(ben.sees())
        ann.taps("A walk")
        world.passes(2 * 86400)
        return world.seen(ann.user)[0], ben.sees()[before:]

    (as_ever, asked), (same, after) = played(nothing), played(says("/stop"))
    assert same == as_ever
    assert asked
    assert after == []


def test_no_day_becomes_heavy_from_it() -> None:
    for word in ("/timeout", "/stop"):
        world, ann, ben = choosing()
        ann.says(word)
        for member in (ann, ben):
            assert not dosage.is_heavy(member.known, world.now)
        assert not dosage.is_heavy_for_both(world.household(ann.user), world.now)


def test_what_was_put_aside_is_in_the_menu() -> None:
    _, ann, _ = choosing()
    ann.says("/timeout")
    assert "for you alone" in ann.sees()[-1]
    ann.says("/menu")
    ann.taps("Go on with")
    ann.taps("It is my own wish")
    assert "Thank you" in ann.sees()[-1]


def test_whoever_stopped_comes_back_with_a_tap() -> None:
    world, ann, ben = choosing(suits=False)
    ann.says("/stop")
    assert "Stopped, for you alone" in ann.sees()[-1]
    ann.taps("A walk")
    ben.taps("Yes, gladly")
    assert "How often shall I remind you" in ann.sees()[-1]
    assert world.household(ann.user).sessions


@pytest.mark.carries("S14")
@pytest.mark.parametrize("flow", ["progress", "private-check", "apology"])
@pytest.mark.parametrize("before", [nothing, trouble, says("/stop")], ids=["asked", "trouble", "stopped"])
def test_what_one_does_alone_is_open_all_the_while(flow: str, before: Doing) -> None:
    _, ann, _ = choosing()
    before(ann)
    said = len(ann.sees())
    asks_for(ann, flow)
    assert len(ann.sees()) > said
    assert not any("in the middle of something" in text or "has to wait" in text for text in ann.sees())


def test_what_asks_both_waits_and_is_not_told_to_stop_twice() -> None:
    _, ann, _ = choosing()
    asks_for(ann, "ground-rules")
    assert "in the middle of something" in ann.sees()[-1]
    ann.says("/stop")
    asks_for(ann, "ground-rules")
    assert "ends by itself" in ann.sees()[-1]
