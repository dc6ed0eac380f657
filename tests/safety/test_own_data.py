"""One's own data: taken along, or removed for good, and nobody else's with it."""

import json

import pytest
from world import Member, a_couple, a_world, alone, begins

from bot.storage.snapshot import owner_of
from bot.talk.exporting import as_json, as_page, gathered
from bot.talk.heard import Command, Where
from bot.talk.turn import take_turn
from bot.talk.work import Work


def export(member: Member) -> dict[str, object]:
    world = member.world
    work = Work(world.household(member.user), world.setting, world.now, world.draw)
    found = gathered(work, member.known)
    assert as_page(found, "Notes").startswith(b"<!doctype html>")
    return json.loads(as_json(found))  # type: ignore[no-any-return]


@pytest.mark.carries("S11", "T20")
def test_an_export_holds_what_is_mine_and_what_both_may_read_and_nothing_else() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "apology")
    ann.taps("Yes, I")
    ann.says("anns-own-draft")
    begins(ben, "apology")
    ben.taps("Yes, I")
    ben.says("bens-own-draft")
    mine = json.dumps(export(ann))
    assert "anns-own-draft" in mine
    assert "bens-own-draft" not in mine
    assert "bens-own-draft" in json.dumps(export(ben))


@pytest.mark.carries("S11", "S35")
def test_what_was_put_away_can_be_taken_along_by_its_author_alone_for_a_week() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "apology")
    ann.taps("Yes, I")
    for text in ("I hid the card.", "It hurt you.", "It was my choice."):
        ann.says(text)
        if ann.chat.button("Leave it so"):
            ann.taps("Leave it so")
    ann.taps("Leave this out")
    ann.says("I show you the account.")
    ann.taps("It is my own wish")
    ann.taps("No, nothing")
    ann.taps("Keep it")
    (draft,) = export(ann)["books"]  # type: ignore[misc]
    assert (draft["book"], draft["whose"], draft["shared"]) == ("drafts", "yours", False)
    assert "I hid the card." in draft["text"]
    assert "None" not in draft["text"]
    assert export(ben)["books"] == []
    (entry,) = world.household(ann.user).entries.values()
    assert owner_of(entry, world.household(ann.user)) == ann.known.id


@pytest.mark.carries("S11")
def test_nothing_of_the_private_check_is_in_it() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    ann.known.level = ("red", "2026-01-05")
    text = json.dumps(export(ann))
    assert "red" not in text.replace("hurt", "").replace("shared", "").replace("Shared", "")
    assert "level" not in text


@pytest.mark.carries("T20")
def test_it_comes_as_two_files_once_a_day() -> None:
    world = a_world()
    ann = alone(world, "Ann")
    turns = []
    for word in ("/export", "/export"):
        ann.says(word)
        ann.taps("Yes, send")
        turns.append(ann.sees()[-1])
    assert "There they are" in turns[0]
    assert "today already" in turns[1]


@pytest.mark.carries("T20")
def test_in_a_group_neither_is_begun() -> None:
    world = a_world()
    ann, _ = a_couple(world, group=True)
    place = ann.shared_place
    for word in ("export", "forget", "leave"):
        turn = take_turn(
            world.household(ann.user), Command(ann.who, Where(place.chat, False), word), world.setting, world.now, world.draw
        )
        assert turn.messages == []


@pytest.mark.carries("S30")
def test_alone_everything_goes_after_the_typed_words() -> None:
    world = a_world()
    ann = alone(world, "Ann")
    begins(ann, "three-questions")
    ann.says("/forget")
    ann.says("forget me not")
    assert world.person(ann.user) is not None
    ann.says("/forget")
    ann.says("Forget me")
    assert world.person(ann.user) is None
    assert world.households == {}
    assert "Delete chat" in ann.sees()[-1]
    assert len(ann.sees()) == 1


@pytest.mark.carries("S30")
@pytest.mark.parametrize(("choice", "stays"), [("Leave it", True), ("Remove it", False)])
def test_of_a_couple_what_was_shared_becomes_what_its_owner_chose(choice: str, stays: bool) -> None:
    from datetime import datetime

    from bot.couple.household import Entry
    from bot.flow.values import Value

    world = a_world()
    ann, ben = a_couple(world)
    home = world.household(ann.user)
    at: datetime = world.now
    home.entries["e1"] = Entry("e1", "promises", Value("anns promise", ann.known.id, None), at, ann.known.id)
    home.entries["e2"] = Entry("e2", "journal", Value("anns secret", ann.known.id, frozenset({ann.known.id})), at, ann.known.id)
    id = ann.known.id
    ann.says("/forget")
    ann.taps(choice)
    if not stays:
        ann.taps("Yes, remove it")
    ann.taps("Never")
    ann.says("forget me")
    left = world.household(ben.user)
    assert ("e1" in left.entries) is stays
    assert "e2" not in left.entries
    assert id not in repr(left.entries) + repr(left.people)
    assert world.person(ann.user) is None
    assert ben.chat.arrivals == []


def test_somebody_who_was_forgotten_is_somebody_new() -> None:
    world = a_world()
    ann = alone(world, "Ann")
    ann.says("/forget")
    ann.says("forget me")
    ann.says("/start")
    assert "18 or older" in ann.sees()[-1]
