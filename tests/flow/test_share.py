"""`share`: an exact preview and the owner's tap; with `when asked` the reader decides, and the author is told nothing."""

from world import Member, World, a_couple, a_world, begins, flows_of, hours

GIFT = """
flow: gift
version: 1
title: A few lines
summary: For the other.
parties: [author, partner]
place: apart
initial: first
states:
  first:
    say:
      author: The first line?
    ask: author
    save: first
    next: second
    after: {7d: kept}
  second:
    say:
      author: The second line?
    ask: author
    save: second
    next: offer
    after: {7d: kept}
  offer:
    share: [first, second]
    with: partner
    within: 72h
    ASKED
    next: {SENT: sent, kept: kept}
  sent:
    say:
      author: It is on its way.
    final: finished
  kept:
    say:
      author: It stays yours.
    final: postponed
"""
ASKED = "when asked: Ann has written something for you.\n    offer for: 30d"


def scene(asked: bool) -> tuple[World, Member, Member]:
    text = (
        GIFT.replace("ASKED", ASKED).replace("SENT", "offered")
        if asked
        else GIFT.replace("    ASKED\n", "").replace("SENT", "sent")
    )
    world = a_world(flows_of(text))
    ann, ben = a_couple(world)
    begins(ann, "gift")
    ann.says("one & only")
    ann.says("two")
    return world, ann, ben


def test_the_preview_is_exact_and_nothing_goes_before_the_tap() -> None:
    _, ann, ben = scene(asked=False)
    assert ann.sees()[-2:] == ["one & only", "two [Send to Ben] [Keep it]"]
    assert ben.chat.arrivals == []


def test_a_tap_sends_it() -> None:
    _, ann, ben = scene(asked=False)
    ann.taps("Send to Ben")
    assert ben.sees() == ["A note for you. [Open]"]
    ben.opens()
    assert ben.sees()[-1] == "Ann: one & only\n\nAnn: two"


def test_kept_or_left_alone_the_other_never_hears_of_it() -> None:
    for keeps in (True, False):
        world, ann, ben = scene(asked=False)
        if keeps:
            ann.taps("Keep it")
        world.passes(hours(96))
        assert ben.chat.arrivals == []


def test_what_is_not_sent_waits_three_days_and_no_longer_whatever_the_author_of_the_flow_wrote() -> None:
    patient = GIFT.replace("    ASKED\n", "").replace("SENT", "sent").replace("within: 72h", "within: span")
    patient = patient.replace("initial: first", "values: {span: 30d}\ninitial: first")
    world = a_world(flows_of(patient))
    ann, _ = a_couple(world)
    begins(ann, "gift")
    ann.says("one")
    ann.says("two")
    world.passes(hours(71))
    assert len(world.household(ann.user).sessions) == 1
    world.passes(hours(2))
    assert world.household(ann.user).sessions == {}


def test_when_asked_the_reader_opens_it_or_not_and_the_author_cannot_tell() -> None:
    seen = []
    for taps in ((), ("Not this",), ("Later", "Tomorrow"), ("Read it",), ("Read it", "No answer")):
        world, ann, ben = scene(asked=True)
        ann.taps("Offer it to Ben")
        after = world.acts
        ben.opens()
        assert not any("one & only" in line for line in ben.sees())
        for label in taps:
            ben.taps(label)
        world.passes(hours(24 * 40))
        seen.append([str(a) for a in ann.news(after)])
    assert seen == [[]] * len(seen)


def test_a_reader_who_says_yes_reads_all_of_it_and_owes_nothing() -> None:
    _, ann, ben = scene(asked=True)
    ann.taps("Offer it to Ben")
    ben.opens()
    ben.taps("Read it")
    assert "one & only" in ben.sees()[-1]
    assert "nothing to answer" in ben.sees()[-1]
