"""The group: shared talk stands there and nothing private does; somebody else in it means silence."""

from world import Member, World, a_couple, a_world, begins, flows_of, hours, stranger

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


ALONE_FIRST = """
flow: alone-first
version: 1
title: Alone first
parties: [one, other]
place: together
initial: ready
states:
  ready:
    say: Shall we?
    agree: "Yes"
    within: 2h
    next: {both: known, light: over, otherwise: over}
  known:
    say:
      one: What shall {other} know?
    ask: one
    to: other
    max: 200
    next: alone
    after: {6h: over}
  alone:
    say:
      one: How are you, only for you?
    ask: one
    next: told
    after: {6h: quiet}
  told:
    say:
      one: And what of it shall {other} know?
    ask: one
    to: other
    max: 200
    next: over
    after: {6h: quiet}
  over:
    final: postponed
  quiet:
    final: postponed
"""


def alone_first() -> tuple[World, Member, Member]:
    """Ann is asked for both, then for herself alone, then for both again."""
    world = a_world(flows_of(ALONE_FIRST))
    ann, ben = a_couple(world, group=True)
    begins(ann, "alone-first")
    ann.taps("Now")
    ann.taps("Yes")
    ben.opens()
    ben.taps("Yes")
    return world, ann, ben


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


def test_the_group_does_not_show_when_somebody_has_answered_for_themselves() -> None:
    world, ann, _ = alone_first()
    assert "A question for Ann waits" in group(world)[-1]
    ann.says("that I am tired")
    ann.taps("Send to Ben")
    before = group(world)
    ann.says("very tired")
    assert "And what of it" in ann.sees()[-1]
    assert group(world) == before


def test_the_button_that_leads_to_a_question_tells_the_other_nothing_of_what_became_of_it() -> None:
    world, ann, ben = alone_first()
    ben.taps("Go to the private chat", in_group=True)
    ann.says("that I am tired")
    ann.taps("Send to Ben")
    ben.taps("Go to the private chat", in_group=True)
    world.passes(hours(24 * 5))
    assert world.household(ann.user).sessions == {}
    ben.taps("Go to the private chat", in_group=True)
    assert [a.text for a in ben.chat.arrivals if a.how == "toast"] == ["This is not for you."] * 3
    ann.taps("Go to the private chat", in_group=True)
    assert [a.text for a in ann.chat.arrivals if a.how == "toast"] == ["That question is closed."]


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
