"""A time-out freezes the talk and brings it back where it was, with what was left of its timers; anything else ends it kindly."""

from world import Member, World, a_couple, a_world, hours

from bot.talk import beginning


def talking(group: bool = False) -> tuple[World, Member, Member]:
    world = a_world()
    ann, ben = a_couple(world, discreet="off", group=group)
    world.household(ann.user).done["ground-rules"] = world.now.isoformat()
    person = ann.known.id
    world.act(ann.user, lambda work: beginning.ask_for(work, person, "i-statement"), person)
    ann.taps("Now")
    ann.taps("Yes, I have time")
    ben.taps("Yes, I have time")
    return world, ann, ben


def comes_back(ann: Member, ben: Member) -> None:
    ann.world.passes(hours(1))
    ann.taps("I am ready")
    ben.taps("I am ready")


def test_it_comes_back_to_the_same_question() -> None:
    _, ann, ben = talking()
    ben.says("/timeout")
    assert any("A time-out" in line for line in ann.sees())
    comes_back(ann, ben)
    assert "One thing, in a few sentences." in ann.sees()[-1]
    ann.says("I feel calm when we talk. What I need is more of it.")
    assert "[Send to Ben]" in ann.sees()[-1]


def test_its_timers_stand_still_meanwhile() -> None:
    world, ann, ben = talking()
    world.passes(hours(5))
    ben.says("/timeout")
    world.passes(hours(0.5))
    comes_back(ann, ben)
    world.passes(hours(0.9))
    assert world.household(ann.user).sessions != {}
    world.passes(hours(0.2))
    assert world.household(ann.user).sessions == {}


def test_enough_for_today_ends_the_talk() -> None:
    world, ann, ben = talking()
    ann.says("/timeout")
    world.passes(hours(1))
    ann.taps("I am ready")
    ben.taps("Enough for today")
    assert world.household(ann.user).sessions == {}


def test_a_text_during_the_break_answers_nothing() -> None:
    _, ann, ben = talking()
    ben.says("/timeout")
    before = ben.sees()
    ann.says("one more thing!")
    assert ben.sees() == before
    assert not any("[Send to Ben]" in line for line in ann.sees())


def test_a_talk_that_both_agreed_to_lets_no_other_begin() -> None:
    _, _, ben = talking()
    ben.says("/menu")
    taps = [label for label in ben.chat.labels() if "Say it" not in label]
    assert taps is not None
    begins = ben.known.id
    ben.world.act(ben.user, lambda work: beginning.ask_for(work, begins, "appreciation"), begins)
    assert "in the middle of something" in ben.sees()[-1]


def test_stop_ends_it_for_both_with_the_same_line_and_no_name() -> None:
    world, ann, ben = talking()
    ben.says("/stop")
    assert ann.sees()[-1] == ben.sees()[-1] == "The talk stopped here. Nothing more is needed today."
    assert world.household(ann.user).sessions == {}


def test_without_a_shared_talk_there_is_no_time_out_and_nobody_is_told() -> None:
    world = a_world()
    ann, ben = a_couple(world)
    ann.says("/timeout")
    assert "no shared talk running" in ann.sees()[-1]
    assert ben.chat.arrivals == []
