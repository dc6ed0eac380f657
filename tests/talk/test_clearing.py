"""What somebody typed can be taken out of their own chat for as long as Telegram lets it, and its id is known for no longer."""

from __future__ import annotations

import msgspec
import pytest
from world import a_couple, a_world, alone, begins, hours

from bot.couple.household import Typed
from bot.couple.keeping import DELETABLE
from bot.talk.clearing import MOST

pytestmark = pytest.mark.carries("S26")


def test_exit_takes_what_was_said_and_what_was_typed_and_leaves_one_innocuous_line() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "apology")
    ann.taps("Yes, I would")
    ann.says("I hid the card.")
    ben.says("my own words")
    ann.says("/exit")
    assert ann.sees() == ["Hello! Nothing new here."]
    assert ann.chat.typed == {}
    assert list(ben.chat.typed.values()) == ["my own words"]
    assert ben.news(0) == [a for a in ben.chat.arrivals if a.visible]
    assert ann.known.typed == []


def test_what_is_older_than_two_days_stays_where_it_is_and_is_not_known_any_more() -> None:
    world = a_world()
    ann = alone(world, "Ann")
    ann.says("old")
    world.passes(DELETABLE.total_seconds() + 60)
    ann.says("new")
    assert [one.at for one in ann.known.typed] == [world.now]
    ann.says("/exit")
    assert list(ann.chat.typed.values()) == ["old"]


def test_only_ids_are_known_and_of_a_flood_the_newest() -> None:
    world = a_world()
    ann = alone(world, "Ann")
    for number in range(MOST + 20):
        ann.known.typed = [*ann.known.typed, Typed(number, world.now)]
    ann.says("the canary")
    assert len(ann.known.typed) == MOST
    assert b"canary" not in msgspec.json.encode(ann.known)


def test_what_was_typed_in_the_group_belongs_to_both() -> None:
    world = a_world()
    ann, _ = a_couple(world, group=True)
    ann.says("hello you", in_group=True)
    ann.says("/exit")
    assert list(world.chat(ann.shared_place.chat).typed.values()) == ["hello you"]


def test_whoever_is_forgotten_leaves_no_word_of_theirs_in_the_chat() -> None:
    world = a_world()
    ann = alone(world, "Ann")
    ann.says("a word of mine")
    world.passes(hours(1))
    ann.says("/forget")
    ann.says("forget me")
    assert ann.chat.typed == {}
