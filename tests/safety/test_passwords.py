"""A password or a code that somebody hands over: refused, kept nowhere, taken out of the chat, and the question stays open."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stored import office, on_disk, welcomed
from world import Member, World, a_couple, a_world, begins

from bot.talk.heard import Wrote
from bot.talk.turn import take_turn

pytestmark = pytest.mark.carries("S16")
SECRET = "my password is zqcanaryqz7"
REFUSED = "looks like a password"


def everywhere(world: World) -> str:
    """All that is kept, and all that came to anybody."""
    return (
        repr([repr(h) for h in world.households.values()])
        + str([str(a) for c in world.chats.values() for a in c.arrivals])
        + dump(world)
    )


def dump(world: World) -> str:
    import msgspec

    return "".join(msgspec.json.encode(h).decode() for h in world.households.values())


def written(member: Member) -> list[str]:
    """What of this person's own still stands in their chat."""
    return list(member.chat.typed.values())


@pytest.mark.parametrize("flow", ["apology", "appreciation"])
def test_an_answer_with_one_is_refused_and_the_same_question_stays_open(flow: str) -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    begins(ann, flow)
    if flow == "apology":
        ann.taps("Yes, I would")
    front = ann.known.front
    ann.says(SECRET)
    assert REFUSED in ann.sees()[-1]
    assert "open as before" in ann.sees()[-1]
    assert ann.known.front == front
    assert written(ann) == []
    assert "zqcanaryqz" not in everywhere(world)
    ann.says("I hid the card.")
    assert ann.known.front != front or ann.chat.button("Send") is not None
    assert not any(REFUSED in str(a) for a in ben.chat.arrivals)


def test_without_a_question_it_is_refused_as_well() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    ann.says("pin: 4821")
    assert REFUSED in ann.sees()[-1]
    assert "open as before" not in ann.sees()[-1]
    assert written(ann) == []


def test_somebody_new_is_refused_before_they_are_welcomed() -> None:
    from world import stranger

    world = a_world()
    eve = stranger(world, "Eve")
    eve.says(SECRET)
    assert REFUSED in eve.sees()[-1]
    assert "zqcanaryqz" not in everywhere(world)


def test_danger_is_read_first_and_what_stands_beside_a_password_is_not_held() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "apology")
    ann.taps("Yes, I would")
    ann.says(f"he hit me again last night and I am scared of him. {SECRET}")
    card, refusal = ann.sees()[-2:]
    assert "findahelpline" in card
    assert REFUSED in refusal
    assert ann.known.waiting == []
    assert ann.chat.button("Send it as it is") is None
    assert "zqcanaryqz" not in everywhere(world)


def test_one_that_comes_in_two_messages_is_refused_whole() -> None:
    """The first message is a draft whose preview is still on its way when the second one comes."""
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "appreciation")
    ann.says("My password is:")
    front = ann.known.front
    assert front is not None
    unshown = frozenset({f"{front.session}.{front.visit}.{ann.known.id}"})
    heard = Wrote(ann.who, ann.place, "zqcanaryqz", world.now, 77)
    turn = take_turn(world.household(ann.user), heard, world.setting, world.now, world.draw, unshown)
    assert [m.ids for m in turn.messages if m.delete] == [(77,)]
    assert any(REFUSED in m.text for m in turn.messages)
    assert "zqcanaryqz" not in repr([m.text for m in turn.messages])
    assert "zqcanaryqz" not in repr([p.content for s in turn.household.sessions.values() for p in s.top.progress.values()])


def test_a_text_that_waits_for_a_word_takes_none_in() -> None:
    """After half an hour a text is held until its author says that it is the answer; what is added to it is read as one."""
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "apology")
    ann.taps("Yes, I would")
    world.passes(3600)
    ann.says("My password is")
    assert ann.known.waiting
    ann.says("zqcanaryqz")
    assert REFUSED in ann.sees()[-1]
    assert ann.known.waiting
    assert "zqcanaryqz" not in ann.known.waiting[0].text


def test_an_answer_in_the_group_is_refused_in_private_and_taken_away_there_where_the_bot_may() -> None:
    world = a_world()
    ann, ben = a_couple(world, group=True, discreet="off")
    begins(ann, "i-statement")
    for member, label in ((ann, "Now"), (ann, "Yes"), (ben, "Yes")):
        member.taps(label)
    group = world.chat(ann.shared_place.chat)
    before = len(group.arrivals)
    sessions = {s.id: s.revision for s in world.household(ann.user).sessions.values()}
    ann.known.front = type(ann.known.front)(ann.known.front.session, ann.known.front.visit, world.now, True)  # type: ignore[union-attr]
    ann.says(SECRET, in_group=True)
    assert REFUSED in ann.sees()[-1]
    assert len(group.arrivals) == before
    assert group.typed == {}
    assert {s.id: s.revision for s in world.household(ann.user).sessions.values()} == sessions
    assert "zqcanaryqz" not in everywhere(world)


def test_what_two_say_to_one_another_in_their_group_is_theirs() -> None:
    world = a_world()
    ann, _ = a_couple(world, group=True)
    heard = Wrote(ann.who, ann.shared_place, "the door code is 4821", world.now, 5)
    turn = take_turn(world.household(ann.user), heard, world.setting, world.now, world.draw)
    assert turn.messages == []


def test_over_the_quota_it_goes_out_of_the_chat_all_the_same() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    heard = Wrote(ann.who, ann.place, SECRET, world.now, 5)
    turn = take_turn(world.household(ann.user), heard, world.setting, world.now, world.draw, quota="dropped")
    assert [m.ids for m in turn.messages if m.delete] == [(5,)]


async def test_nothing_of_it_lies_on_the_disk_or_in_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    house = await office(tmp_path, datetime(2026, 1, 5, 19, 0, tzinfo=UTC))
    await welcomed(house, 101, "Ann")
    await house.says(101, SECRET)
    await house.says(101, "he hit me again last night and I am scared of him. pin: 998877")
    taken = [row.message.ids for row in house.sent[101] if row.message.delete]
    assert [len(ids) for ids in taken] == [1, 1]
    whole = await house.store.load(await house.store.household_ids())
    assert "zqcanaryqz" not in repr([msg(h) for h in whole.values()])
    await house.store.close()
    assert on_disk(tmp_path, ["zqcanaryqz", "998877"]) == []
    assert "zqcanaryqz" not in caplog.text
    assert "998877" not in caplog.text


def msg(household: object) -> str:
    import msgspec

    return msgspec.json.encode(household).decode()
