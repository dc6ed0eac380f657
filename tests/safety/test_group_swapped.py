"""Three in the group are not yet the two and the bot: somebody in the place of one of them is somebody else."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from stored import Office, office, paired
from world import Member, World, a_couple, a_world, begins, stranger

from bot.app.proving import Proofs
from bot.talk import phrases
from bot.talk.heard import GroupSeen, Where, Who

pytestmark = pytest.mark.carries("S5", "T6")

QUIET = {phrases.GROUP_SUSPENDED, phrases.GROUP_MISSING}
FELT = "I feel alone when the phone comes first. What I need is an evening."
ORDERS = [("joins", "goes"), ("goes", "joins")]
COUNTED = [("before", "before"), ("before", "after"), ("after", "before"), ("after", "after"), ("never", "never")]
PLACE = Where(-50, False, "Us")


def said(world: World) -> list[str]:
    return [a.text for id, chat in world.chats.items() if id < 0 for a in chat.arrivals if a.how == "said"]


def state(member: Member) -> str:
    group = member.world.household(member.user).group
    return group.state if group is not None else ""


def scene() -> tuple[World, Member, Member, Member]:
    world = a_world()
    ann, ben = a_couple(world, group=True, discreet="off")
    begins(ann, "i-statement")
    ann.taps("Now")
    ann.taps("Yes")
    ben.taps("Yes")
    return world, ann, ben, stranger(world, "Eve")


class Door:
    """Who comes and goes, and what the bot hears of it, counted before it hears, after it, or not at all."""

    def __init__(self, world: World, ann: Member, ben: Member, eve: Member) -> None:
        self.there = 3
        self.world, self.ann, self.ben, self.place = world, ann, ben, ann.shared_place
        self.moves: dict[str, tuple[int, Callable[[], GroupSeen]]] = {
            "joins": (1, lambda: GroupSeen(ben.who, self.place, came=(eve.who,))),
            "goes": (-1, lambda: GroupSeen(ben.who, self.place, went=(ann.who,))),
            "leaves": (-1, lambda: GroupSeen(eve.who, self.place, went=(eve.who,))),
            "returns": (1, lambda: GroupSeen(ben.who, self.place, came=(ann.who,))),
        }

    def hears(self, what: str, counted: str) -> None:
        more, seen = self.moves[what]
        self.there += more
        if counted == "before":
            self.count()
        self.world.hear(self.ben.user, seen())
        if counted == "after":
            self.count()

    def count(self) -> None:
        self.world.hear(self.ben.user, GroupSeen(Who(0), self.place, members=self.there))


@pytest.mark.parametrize(("order", "counted"), list(product(ORDERS, COUNTED)))
def test_a_partner_swapped_for_somebody_else_hears_nothing_shared(order: tuple[str, str], counted: tuple[str, str]) -> None:
    world, ann, ben, eve = scene()
    door, before = Door(world, ann, ben, eve), len(said(world))
    for what, when in zip(order, counted, strict=True):
        door.hears(what, when)
    ann.says(FELT)
    if ann.chat.button("Leave it so") is not None:
        ann.taps("Leave it so")
    ann.taps("Send to Ben")
    assert any(FELT in line for line in ben.sees())
    assert state(ann) == "suspended"
    assert set(said(world)[before:]) <= QUIET
    assert len(said(world)) == before + 1


@pytest.mark.parametrize("order", [("leaves", "returns"), ("returns", "leaves")])
@pytest.mark.parametrize("counted", COUNTED)
def test_it_comes_back_when_the_stranger_is_gone_and_the_partner_there(order: tuple[str, str], counted: tuple[str, str]) -> None:
    world, ann, ben, eve = scene()
    door = Door(world, ann, ben, eve)
    for what in ("joins", "goes"):
        door.hears(what, counted[0])
    door.hears(order[0], counted[0])
    assert state(ann) == "suspended"
    door.hears(order[1], counted[1])
    assert state(ann) == "bound"
    assert said(world)[-1] == phrases.GROUP_RESUMED


@pytest.mark.parametrize("counted", ["before", "after", "never"])
def test_without_one_of_the_two_it_is_silent_and_says_what_is_true(counted: str) -> None:
    world, ann, ben, eve = scene()
    door = Door(world, ann, ben, eve)
    door.hears("goes", counted)
    assert (state(ann), said(world)[-1]) == ("suspended", phrases.GROUP_MISSING)
    assert any("not both in your group" in line for line in ben.sees())
    door.hears("returns", counted)
    assert state(ann) == "bound"


def test_a_partner_who_speaks_there_is_there() -> None:
    world, ann, ben, eve = scene()
    Door(world, ann, ben, eve).hears("goes", "never")
    world.hear(ann.user, GroupSeen(Who(0), ann.shared_place, members=3))
    assert state(ann) == "suspended"
    ann.says("here I am", in_group=True)
    assert state(ann) == "bound"


def test_a_group_in_which_one_is_missing_is_not_bound_by_two_yeses() -> None:
    world = a_world()
    ann, ben = a_couple(world, discreet="off")
    world.hear(ann.user, GroupSeen(ann.who, PLACE, bot="in"))
    world.hear(ben.user, GroupSeen(ben.who, PLACE, went=(ann.who,)))
    ann.taps("Yes")
    ben.taps("Yes")
    assert state(ann) == "suspended"
    world.hear(ben.user, GroupSeen(ben.who, PLACE, came=(ann.who,)))
    assert state(ann) == "bound"


class Counted:
    """Telegram's answer to how many there are."""

    def __init__(self) -> None:
        self.answer = 3

    async def members(self, chat: int) -> int | None:
        return self.answer


ANN, BEN, EVE = Who(101, "Ann", "en"), Who(102, "Ben", "en"), Who(777, "Eve", "en")
JOINS, GOES = GroupSeen(BEN, PLACE, came=(EVE,)), GroupSeen(BEN, PLACE, went=(ANN,))


async def bound(folder: Path) -> tuple[Office, Counted]:
    """A bound group and a talk for two that is asked for, so that every batch is counted whose proof is older than a minute."""
    house, counted = await office(folder, datetime(2026, 1, 5, 18, 0, tzinfo=UTC)), Counted()
    house.desk.proofs = Proofs(counted)
    await paired(house, (101, "Ann"), (102, "Ben"))
    await house.hear(GroupSeen(ANN, PLACE, bot="in"))
    await house.taps(101, "Yes, you may")
    await house.taps(102, "Yes, you may", "Ben")
    await house.says(101, "/menu")
    await house.taps(101, "Choose your ground rules")
    await house.taps(101, "Now")
    await house.passes(120)
    return house, counted


@pytest.mark.parametrize("batches", [[[(4, JOINS)], [(3, GOES)]], [[(2, GOES)], [(3, JOINS)]], [[(3, JOINS), (3, GOES)]]])
async def test_on_the_desk_a_count_comes_before_the_news_and_clears_nobody(
    tmp_path: Path, batches: list[list[tuple[int, GroupSeen]]]
) -> None:
    house, counted = await bound(tmp_path)
    before = len(house.texts(PLACE.chat))
    for batch in batches:
        counted.answer = batch[0][0]
        await house.hear(*(seen for _, seen in batch))
        await house.passes(120)
    await house.taps(101, "Yes, let us")
    await house.taps(102, "Yes, let us", "Ben")
    await house.store.close()
    assert set(house.texts(PLACE.chat)[before:]) <= QUIET


async def test_on_the_desk_it_comes_back_with_the_news(tmp_path: Path) -> None:
    house, counted = await bound(tmp_path)
    counted.answer = 4
    await house.hear(JOINS)
    await house.passes(120)
    counted.answer = 3
    await house.hear(GroupSeen(EVE, PLACE, went=(EVE,)))
    await house.store.close()
    assert house.texts(PLACE.chat)[-2:] == [phrases.GROUP_SUSPENDED, phrases.GROUP_RESUMED]
