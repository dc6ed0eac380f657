"""`reveal`: nothing can be seen of the other before both shared an item; the deadline's line is the same for both."""

from world import Member, World, a_couple, a_world, begins, flows_of, hours

EVENING = """
flow: two-things
version: 1
title: Two things
summary: What was good, what was hard.
parties: [one, other]
place: apart
initial: good
states:
  good:
    say:
      each: What was good?
    ask: each
    save: good
    next: hard
    after: {7d: close}
  hard:
    say:
      each: What was hard?
    ask: each
    skip: Not this one
    save: hard
    next: show
    after: {7d: close}
  show:
    reveal: [good, hard]
    within: 20h
    next: {shared: thanks, otherwise: close}
  thanks:
    say: |
      You shared: {shared}
    final: finished
  close:
    say: Nothing was shared this time.
    final: postponed
"""


def scene(undo: float = 0) -> tuple[World, Member, Member]:
    world = a_world(flows_of(EVENING), undo_seconds=undo)
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "two-things")
    for member, good in ((ann, "soup"), (ben, "walk")):
        member.says(good)
    for member, hard in ((ann, "call"), (ben, "rain")):
        member.says(hard)
    return world, ann, ben


def test_each_sees_their_own_exact_text_with_nothing_ticked() -> None:
    _, ann, _ = scene()
    assert any(line.startswith("soup") and line.endswith("[Share] [Change] [Keep]") for line in ann.sees())
    assert not any("walk" in line or "✓" in line for line in ann.sees() if "[Share]" in line)


def test_what_one_shares_cannot_be_seen_until_both_shared_that_item() -> None:
    world, ann, ben = scene()
    after = world.acts
    ann.taps("Share")
    ann.taps("Share")
    assert ben.news(after) == []
    ben.taps("Share")
    assert "Ann: call" in ben.sees()[-1]
    assert "Ben: rain" in ann.sees()[-1]
    assert not any("soup" in line for line in ben.sees())


def test_keeping_looks_like_silence_and_the_last_line_is_the_same_for_both() -> None:
    def told(keeps: bool) -> list[str]:
        world, ann, ben = scene()
        after = world.acts
        ann.taps("Share")
        if keeps:
            ben.taps("Keep")
            ben.taps("Keep")
        world.passes(hours(20))
        assert ben.sees()[-1] == ann.sees()[-1] == "Nothing was shared this time."
        return [str(a) for a in ann.news(after)]

    assert told(True) == told(False)


def test_one_item_shared_by_both_is_enough_at_the_deadline() -> None:
    world, ann, ben = scene()
    ann.taps("Share")
    ben.taps("Share")
    world.passes(hours(20))
    assert ann.sees()[-1] == ben.sees()[-1]
    assert "You shared: Ann: call" in ann.sees()[-1].replace("• ", "")


def test_a_changed_text_is_what_is_shared() -> None:
    _, ann, ben = scene()
    ann.taps("Change")
    ann.says("the traffic")
    ann.taps("Share")
    ben.taps("Share")
    assert "Ann: the traffic" in ben.sees()[-1]


def test_a_share_rests_for_a_few_seconds_and_can_be_taken_back() -> None:
    world, ann, ben = scene(undo=10)
    ben.taps("Share")
    world.passes(11)
    ann.taps("Share")
    ann.taps("Take it back")
    world.passes(60)
    assert not any("call" in line for line in ben.sees())


def test_a_keep_within_those_seconds_holds_even_from_an_older_button() -> None:
    world, ann, ben = scene(undo=10)
    ben.taps("Share")
    ben.taps("Share")
    world.passes(11)
    keep = ann.chat.button("Keep")
    assert keep is not None
    ann.taps("Share")
    world.pressed(ann.who, keep, ann.place)
    world.passes(60)
    assert not any("call" in line for line in ben.sees())
    assert not any("rain" in line for line in ann.sees())


def test_an_older_copy_of_a_preview_cannot_share_a_newer_text() -> None:
    _, ann, ben = scene()
    begins(ben, "menu")
    begins(ann, "menu")
    ann.says("/start")
    ann.taps("Go on with: Two things")
    assert next(line for line in ann.sees() if line.startswith("call")) == "call"
    assert ann.chat.labels().count("Share") == 2


def test_a_text_written_anew_must_fit_and_say_something() -> None:
    _, ann, _ = scene()
    ann.taps("Change")
    ann.says("x" * 1001)
    assert "at most 1000" in ann.sees()[-1]
    ann.says("shorter")
    assert ann.sees()[-1].startswith("shorter")
