"""Who left unseen may still sit in the couple's group: what they do there looks as if they had not left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from test_group_swapped import ANN, PLACE, bound
from world import Member, World, a_couple, a_world, begins, flows_of, stranger

from bot.talk import phrases
from bot.talk.heard import Command, GroupSeen, Heard, Where, Who, Wrote

pytestmark = pytest.mark.carries("S5", "S21", "S29", "K8")

TALK = """
flow: ours
version: 1
title: Ours
summary: A shared talk.
parties: [one, other]
place: together
initial: ready
states:
  ready:
    say: Shall we?
    agree: "Yes"
    within: 2h
    next: {both: open, light: over, otherwise: over}
  open:
    say: |
      {one}, what was good?
    ask: one
    to: both
    save: good
    next: choose
    after: {6h: over}
  choose:
    say: Soup or bread?
    ask: other
    to: both
    choices: {soup: Soup, bread: Bread}
    save: food
    next: over
    after: {6h: over}
  over:
    final: postponed
"""
Arrived = tuple[str, str, tuple[str, ...]]
Act = Callable[[Member, Where], Heard]


def word(name: str) -> Act:
    return lambda ann, where: Command(ann.who, where, name, "", ann.world.now, 5)


def text(words: str, replies_to: int | None = None) -> Act:
    return lambda ann, where: Wrote(ann.who, where, words, ann.world.now, 5, replies_to)


def goes(ann: Member, where: Where) -> Heard:
    return GroupSeen(ann.who, where, went=(ann.who,))


def joins(ann: Member, where: Where) -> Heard:
    return GroupSeen(ann.who, where, came=(ann.who,))


def count(members: int) -> Act:
    return lambda ann, where: GroupSeen(Who(0), where, members=members)


ACTS: dict[str, list[Act]] = {
    "sos": [word("sos")],
    "help": [word("help")],
    "menu": [word("menu")],
    "timeout": [word("timeout")],
    "stop": [word("stop")],
    "pause": [word("pause")],
    "talk": [text("dinner at seven?")],
    "answer": [text("your soup", 1)],
    "danger": [text("I want to kill myself")],
    "threat": [text("I will kill you tonight")],
    "goes": [count(2), goes],
    "comes-back": [count(2), goes, count(3), joins],
    "goes-and-speaks": [goes, text("hello")],
}


class Seen:
    """What Ben and the group get, minute for minute."""

    def __init__(self, world: World, ben: Member) -> None:
        self.world, self.chats = world, [ben.chat, world.chat(ben.shared_place.chat)]
        self.so_far = [len(chat.arrivals) for chat in self.chats]

    def minute(self) -> list[list[Arrived]]:
        news = [chat.arrivals[n:] for chat, n in zip(self.chats, self.so_far, strict=True)]
        self.so_far = [len(chat.arrivals) for chat in self.chats]
        self.world.passes(60)
        return [[(a.how, a.text, a.labels) for a in some] for some in news]


def scene(talk: bool) -> tuple[World, Member, Member]:
    world = a_world(flows_of(TALK))
    ann, ben = a_couple(world, group=True, discreet="off")
    if talk:
        begins(ann, "ours")
        ann.taps("Now")
        ann.taps("Yes")
        ben.taps("Yes")
    return world, ann, ben


def leaves(member: Member, when: str) -> None:
    member.says("/leave")
    member.taps("Go on")
    member.taps(when)


def played(leave: str, talk: bool, acts: list[Act]) -> tuple[list[list[list[Arrived]]], str]:
    world, ann, ben = scene(talk)
    seen = Seen(world, ben)
    if leave:
        leaves(ann, leave)
    where, minutes = ben.shared_place, [seen.minute()]
    for act in acts:
        world.hear(ben.user, act(ann, where))
        minutes.append(seen.minute())
    ben.says("/menu")
    minutes += [seen.minute() for _ in range(60)]
    group = world.household(ben.user).group
    return minutes, group.state if group is not None else ""


@pytest.mark.parametrize("talk", [False, True], ids=["no-talk", "in-a-talk"])
@pytest.mark.parametrize("leave", ["Never", "In 24 hours"])
@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_nobody_sees_from_a_word_in_the_group_that_they_left(acts: list[Act], leave: str, talk: bool) -> None:
    assert played(leave, talk, acts) == played("", talk, acts)


def test_the_group_keeps_its_language() -> None:
    world, ann, ben = scene(False)
    ann.known.language = "de"
    leaves(ann, "Never")
    assert [p.language for p in world.household(ben.user).people.values()] == ["de", "en"]


@pytest.mark.parametrize("name", ["sos", "help"])
def test_who_asks_for_help_in_the_group_gets_the_line_after_they_left(name: str) -> None:
    world, ann, ben = scene(False)
    leaves(ann, "Never")
    world.hear(ben.user, word(name)(ann, ben.shared_place))
    assert world.chat(ben.shared_place.chat).arrivals[-1].text == phrases.GROUP_HELP


def test_danger_that_they_write_there_brings_them_their_own_card_and_nothing_else() -> None:
    world, ann, ben = scene(False)
    ann.known.country = "DE"
    leaves(ann, "Never")
    before = len(ann.chat.arrivals)
    world.hear(ben.user, text("I want to kill myself")(ann, ben.shared_place))
    world.hear(ben.user, word("menu")(ann, ben.shared_place))
    assert len(ann.chat.arrivals) == before + 1
    assert "112" in ann.chat.arrivals[-1].text


def test_who_took_everything_along_gets_a_card_too() -> None:
    world, ann, ben = scene(False)
    ann.says("/forget")
    for label in ("Leave it", "Never"):
        ann.taps(label)
    ann.says("forget me")
    assert ann.user not in world.homes
    world.hear(ben.user, text("I want to kill myself")(ann, ben.shared_place))
    assert "findahelpline.com" in ann.chat.arrivals[-1].text


@pytest.mark.parametrize("name", ["sos", "help"])
@pytest.mark.parametrize("crowded", [False, True])
def test_a_stranger_who_asks_for_help_gets_the_line_also_where_it_is_silent(name: str, crowded: bool) -> None:
    world, _, ben = scene(False)
    eve, where = stranger(world, "Eve"), ben.shared_place
    if crowded:
        world.hear(ben.user, GroupSeen(ben.who, where, came=(eve.who,)))
    world.hear(ben.user, word(name)(eve, where))
    assert [a.text for a in world.chat(where.chat).arrivals] == [phrases.GROUP_SUSPENDED, phrases.GROUP_HELP]


async def test_on_the_desk_a_leaver_is_answered_as_before(tmp_path: Path) -> None:
    house, _ = await bound(tmp_path)
    for label in ("/leave", "Go on", "Never"):
        await (house.says(101, label) if label.startswith("/") else house.taps(101, label))
    group, ben = len(house.texts(PLACE.chat)), len(house.texts(102))
    await house.hear(Command(ANN, PLACE, "sos", "", house.now, 9))
    await house.hear(Wrote(ANN, PLACE, "dinner at seven?", house.now, 10))
    await house.hear(Wrote(ANN, PLACE, "I want to kill myself", house.now, 11))
    await house.store.close()
    assert house.texts(PLACE.chat)[group:] == [phrases.GROUP_HELP]
    assert len(house.texts(102)) == ben + 1
    assert "112" in house.texts(101)[-1]
