"""The group is for exactly two: a third person, a count that is off or a count that fails means silence there."""

from datetime import UTC, datetime

import pytest
from stored import Office, office, paired
from world import Member, World, a_couple, a_world, begins, stranger

from bot.app.proving import Proofs
from bot.talk.heard import GroupSeen, Moved, Where, Who

pytestmark = pytest.mark.carries("S5", "T6")


def said(world: World) -> list[str]:
    return [str(a) for id, chat in world.chats.items() if id < 0 for a in chat.arrivals if a.how == "said"]


def state(member: Member) -> str:
    group = member.world.household(member.user).group
    return group.state if group is not None else ""


def scene() -> tuple[World, Member, Member]:
    world = a_world()
    ann, ben = a_couple(world, group=True, discreet="off")
    begins(ann, "i-statement")
    ann.taps("Now")
    ann.taps("Yes")
    ben.taps("Yes")
    return world, ann, ben


def test_a_third_person_means_silence_and_the_talk_goes_on_in_private() -> None:
    world, ann, ben = scene()
    eve = stranger(world, "Eve")
    world.hear(ann.user, GroupSeen(ann.who, ann.shared_place, came=(eve.who,)))
    assert "Somebody else is in this group" in said(world)[-1]
    assert any("just you two" in line for line in ben.sees())
    before = len(said(world))
    ann.says("I feel alone when the phone comes first. What I need is an evening.")
    if ann.chat.button("Leave it so") is not None:
        ann.taps("Leave it so")
    ann.taps("Send to Ben")
    assert len(said(world)) == before
    assert any("What I need is an evening" in line for line in ben.sees())


def test_it_resumes_only_when_nobody_else_is_left() -> None:
    world, ann, _ = scene()
    eve, dan = stranger(world, "Eve"), stranger(world, "Dan")
    world.hear(ann.user, GroupSeen(ann.who, ann.shared_place, came=(eve.who, dan.who)))
    world.hear(ann.user, GroupSeen(ann.who, ann.shared_place, went=(eve.who,)))
    assert state(ann) == "suspended"
    world.hear(ann.user, GroupSeen(ann.who, ann.shared_place, went=(dan.who,)))
    assert state(ann) == "bound"


@pytest.mark.parametrize(("members", "becomes"), [(3, "bound"), (4, "suspended"), (2, "suspended"), (0, "unproven")])
def test_a_count_decides(members: int, becomes: str) -> None:
    world, ann, _ = scene()
    world.hear(ann.user, GroupSeen(Who(0), ann.shared_place, members=members))
    assert state(ann) == becomes


def test_what_cannot_be_counted_is_silence_without_a_word_and_comes_back_without_one() -> None:
    world, ann, ben = scene()
    before = len(said(world))
    world.hear(ann.user, GroupSeen(Who(0), ann.shared_place, members=0))
    ben.says("/stop")
    assert len(said(world)) == before
    assert "stop" in ann.sees()[-1].lower()
    world.hear(ann.user, GroupSeen(Who(0), ann.shared_place, members=3))
    assert state(ann) == "bound"
    assert len(said(world)) == before


def test_with_somebody_else_there_two_yeses_bind_nothing() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    place = Where(-77, False, "Us")
    world.hear(ann.user, GroupSeen(ann.who, place, bot="in"))
    world.hear(ann.user, GroupSeen(Who(0), place, members=4))
    ann.taps("Yes")
    ben.taps("Yes")
    assert state(ann) == "suspended"
    assert "somebody else" in ben.sees()[-1].lower()
    world.hear(ann.user, GroupSeen(Who(0), place, members=3))
    assert state(ann) == "bound"


def test_thrown_out_and_brought_back_both_are_asked_again() -> None:
    world, ann, ben = scene()
    place = ann.shared_place
    world.hear(ann.user, GroupSeen(ann.who, place, bot="out"))
    assert state(ann) == "gone"
    world.hear(ben.user, GroupSeen(ben.who, place, bot="in"))
    assert state(ann) == "asked"
    ann.taps("Yes, you may")
    assert state(ann) == "asked"
    ben.taps("Yes, you may")
    assert state(ann) == "bound"


def test_being_made_administrator_or_not_changes_nothing() -> None:
    world, ann, _ = scene()
    before = len(said(world))
    world.hear(ann.user, GroupSeen(ann.who, ann.shared_place, bot="admin"))
    assert (state(ann), len(said(world))) == ("bound", before)


def test_the_group_may_get_another_number() -> None:
    world, ann, _ = scene()
    world.hear(ann.user, Moved(ann.who, ann.shared_place, -1005))
    world.chat(-1005)
    ann.says("/stop")
    assert "stopped" in str(world.chat(-1005).arrivals[-1]).lower()


def test_a_stranger_cannot_bring_it_into_a_group() -> None:
    world = a_world()
    ann, _ = a_couple(world)
    eve = stranger(world, "Eve")
    world.hear(ann.user, GroupSeen(eve.who, Where(-66, False, "Eve's"), bot="in"))
    assert world.household(ann.user).group is None


class Counted:
    """Telegram's answer to how many there are."""

    def __init__(self, answer: int | None) -> None:
        self.answer, self.asked = answer, 0

    async def members(self, chat: int) -> int | None:
        self.asked += 1
        return self.answer


async def test_a_group_is_counted_before_anything_shared_is_said_there(tmp_path) -> None:  # type: ignore[no-untyped-def]
    house: Office = await office(tmp_path, datetime(2026, 1, 5, 18, 0, tzinfo=UTC))
    counted = Counted(3)
    house.desk.proofs = Proofs(counted)
    await paired(house, (101, "Ann"), (102, "Ben"))
    ann, place = Who(101, "Ann", "en"), Where(-50, False, "Us")
    await house.hear(GroupSeen(ann, place, bot="in"))
    await house.taps(101, "Yes, you may")
    await house.taps(102, "Yes, you may", "Ben")
    assert counted.asked > 0
    assert "Thank you both" in house.texts(-50)[-1]
    counted.answer = 4
    await house.passes(120)
    before = len(house.texts(-50))
    await house.says(101, "/menu")
    await house.taps(101, "One thing I liked")
    assert house.texts(-50)[before:] == [] or "Somebody else" in house.texts(-50)[before]
    await house.store.close()
