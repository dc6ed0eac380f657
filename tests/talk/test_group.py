"""The group: shared talk stands there and nothing private does; somebody else in it means silence."""

from world import Member, World, a_couple, a_world, begins, flows_of, stranger

from bot.talk.heard import GroupSeen, Where, Wrote

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
    next: secret
    after: {6h: over}
  secret:
    say:
      one: How are you, only for you?
    ask: one
    save: mood
    next: over
    after: {6h: over}
  over:
    final: postponed
"""


def scene() -> tuple[World, Member, Member]:
    world = a_world(flows_of(TALK))
    ann, ben = a_couple(world, group=True)
    begins(ann, "ours")
    ann.taps("Now")
    ann.taps("Yes")
    ben.opens()
    ben.taps("Yes")
    return world, ann, ben


def group(world: World) -> list[str]:
    return [str(a) for id, chat in world.chats.items() if id < 0 for a in chat.arrivals if a.how == "said"]


def test_a_question_that_both_read_stands_in_the_group_and_only_its_person_answers_it() -> None:
    world, ann, ben = scene()
    assert "Ann, what was good?" in group(world)[-1]
    ben.says("the tea!", in_group=True)
    assert len(group(world)) == 1
    ann.says("your soup", in_group=True)
    assert "Soup or bread?" in group(world)[-1]


def test_a_text_typed_in_the_group_is_not_repeated_there() -> None:
    world, ann, _ = scene()
    ann.says("your soup", in_group=True)
    assert not any("your soup" in line for line in group(world))


def test_the_others_button_says_whose_it_is() -> None:
    world, ann, ben = scene()
    ann.says("your soup", in_group=True)
    ann.taps("Soup", in_group=True)
    assert [a.text for a in ann.chat.arrivals if a.how == "toast"] == ["This one is for Ben."]
    ben.taps("Soup", in_group=True)
    assert "Ben: Soup" in group(world)


def test_a_private_question_never_shows_in_the_group() -> None:
    world, ann, ben = scene()
    ann.says("your soup", in_group=True)
    ben.taps("Soup", in_group=True)
    assert "only for you" in ann.sees()[-1]
    assert not any("only for you" in line for line in group(world))
    ann.says("tired", in_group=True)
    assert world.household(ann.user).sessions != {}
    ann.says("tired")
    assert not any("tired" in line for line in [*group(world), *ben.sees()])


def test_somebody_else_in_the_group_means_silence_there_until_they_are_gone() -> None:
    world, ann, ben = scene()
    eve = stranger(world, "Eve")
    place = ann.shared_place
    world.hear(ann.user, GroupSeen(ann.who, place, came=(eve.who,)))
    assert "Somebody else is in this group" in group(world)[-1]
    before = len(group(world))
    ben.says("/stop")
    assert len(group(world)) == before
    world.hear(ann.user, GroupSeen(ann.who, place, went=(eve.who,)))
    assert "just you two again" in group(world)[-1]


def test_a_stranger_who_speaks_there_suspends_it_too() -> None:
    world, ann, _ = scene()
    eve = stranger(world, "Eve")
    place = ann.shared_place
    world.hear(ann.user, Wrote(eve.who, place, "hello", world.now))
    assert "Somebody else is in this group" in group(world)[-1]
    assert eve.chat.arrivals == []


def test_a_group_is_bound_when_both_said_yes_in_private() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    place = Where(-77, False, "Us")
    world.hear(ann.user, GroupSeen(ann.who, place, bot="in"))
    for member in (ann, ben):
        if member.chat.note() is not None:
            member.opens()
        assert world.household(ann.user).group.state == "asked"  # type: ignore[union-attr]
        member.taps("Yes")
    assert world.household(ann.user).group.state == "bound"  # type: ignore[union-attr]
    assert len(group(world)) == 2
