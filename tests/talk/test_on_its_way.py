"""What was let go a moment ago and can still be taken back: it waits for its author's tap again when they go back, put the question

aside, or write something in which danger is read. Nobody else notices.
"""

from collections.abc import Callable

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of

Scene = Callable[[], tuple[World, Member, Member]]
SENT = "the blue kettle"
DANGER = "I want to kill myself"
START = """
flow: on-its-way
version: 1
title: On its way
summary: Something for the other.
parties: [one, other]
place: apart
initial: first
states:
  first:
    say:
      one: What would you like to say?
    ask: one
    save: line
    next: over-to
    after: {1d: end}
"""
END = """
  end:
    final: finished
"""
SHARE = (
    START
    + """
  over-to:
    share: [line]
    with: other
    within: 1d
    next: end
"""
    + END
)
AGREE = (
    START
    + """
  over-to:
    say: "{one} says: {line}"
    agree: Gladly
    shares: [line]
    within: 1d
    next: end
"""
    + END
)
REVEAL = """
flow: on-its-way
version: 1
title: On its way
summary: Something for the other.
parties: [one, other]
place: apart
initial: first
states:
  first:
    say:
      each: What was good?
    ask: each
    save: line
    next: over-to
    after: {7d: end}
  over-to:
    reveal: [line]
    within: 20h
    next: end
  end:
    final: finished
"""
EACH = """
flow: alone
version: 1
title: Alone
summary: Alone.
parties: [me]
initial: first
states:
  first:
    say: What was good?
    ask: me
    save: line
    next: end
    after: {7d: end}
  end:
    final: finished
"""
RUN = """
flow: on-its-way
version: 1
title: On its way
summary: Something for the other.
parties: [one, other]
place: apart
initial: over-to
states:
  over-to:
    run: alone
    for: each
    take: {line: line}
    reveal: [line]
    within: 20h
    next: end
  end:
    final: finished
"""


def a_scene(*texts: str) -> tuple[World, Member, Member]:
    world = a_world(flows_of(*texts) if texts else None, undo_seconds=10)
    return world, *a_couple(world, discreet="off")


def asked() -> tuple[World, Member, Member]:
    world, ann, ben = a_scene()
    begins(ann, "appreciation")
    ann.says(SENT)
    ann.taps("Send to Ben")
    return world, ann, ben


def shared() -> tuple[World, Member, Member]:
    world, ann, ben = a_scene(SHARE)
    begins(ann, "on-its-way")
    ann.says(SENT)
    ann.taps("Send to Ben")
    return world, ann, ben


def invited() -> tuple[World, Member, Member]:
    world, ann, ben = a_scene(AGREE)
    begins(ann, "on-its-way")
    ann.says(SENT)
    ann.taps("Send to Ben now")
    return world, ann, ben


def both_shared(*texts: str) -> tuple[World, Member, Member]:
    """Ben has shared his, so that Ann's would be shown at once."""
    world, ann, ben = a_scene(*texts)
    begins(ann, "on-its-way")
    ann.says(SENT)
    ben.says("the walk")
    ben.taps("Share")
    world.passes(60)
    ann.taps("Share")
    return world, ann, ben


def revealed() -> tuple[World, Member, Member]:
    return both_shared(REVEAL)


def each() -> tuple[World, Member, Member]:
    return both_shared(EACH, RUN)


KINDS = [asked, shared, invited, revealed, each]


@pytest.mark.parametrize("scene", KINDS)
def test_left_alone_it_goes(scene: Scene) -> None:
    world, _, ben = scene()
    world.passes(60)
    assert any(SENT in line for line in ben.sees())


@pytest.mark.carries("S7", "S20")
@pytest.mark.parametrize("word", ["/back", "/timeout", DANGER, f"/nothing-such {DANGER}", "I will kill him tonight"])
@pytest.mark.parametrize("scene", KINDS)
def test_it_does_not_go(scene: Scene, word: str) -> None:
    world, ann, ben = scene()
    before = ben.sees()
    ann.says(word)
    world.passes(60)
    assert ben.sees() == before
    assert not any("Take it back" in button.label for said in ann.chat.shown for button in said.buttons)


@pytest.mark.carries("S7")
@pytest.mark.parametrize("word", ["/back", "/timeout", DANGER])
@pytest.mark.parametrize("scene", KINDS)
def test_its_author_can_still_let_it_go(scene: Scene, word: str) -> None:
    world, ann, ben = scene()
    ann.says(word)
    world.passes(60)
    ann.taps("Share" if scene in (revealed, each) else "Send to Ben now" if scene is invited else "Send to Ben")
    world.passes(60)
    assert any(SENT in line for line in ben.sees())


@pytest.mark.parametrize("scene", KINDS)
def test_going_back_shows_it_once_more_and_the_older_buttons_go(scene: Scene) -> None:
    _, ann, _ = scene()
    ann.says("/back")
    assert SENT in ann.sees()[-1]
    assert len([said for said in ann.chat.shown if SENT in said.text and said.buttons]) == 1
