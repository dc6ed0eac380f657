"""`kind: voice`: what is spoken is private until it is sent, shared like a text, and heard by nobody here."""

from pathlib import Path

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, hours

from bot.app.library import read_texts, shipped
from bot.authoring.checking import check_texts
from bot.words.message import Message

SPOKEN = """
flow: good-night
version: 1
title: Good night
parties: [one, other]
place: apart
initial: say
states:
  say:
    say:
      one: What would you like {other} to hear?
    ask: one
    kind: voice
    TOsave: words
    next: told
    after: {2h: end}
  told:
    say:
      WHO: "Here it is: {words}"
    final: finished
  end:
    final: postponed
"""


def flow(to: str, who: str) -> str:
    return SPOKEN.replace("TO", "to: both\n    " if to == "both" else "").replace("WHO", who)


def scene(to: str = "both", who: str = "other") -> tuple[World, Member, Member]:
    world = a_world(flows_of(flow(to, who)))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "good-night")
    return world, ann, ben


def test_what_is_spoken_is_shown_back_and_goes_by_a_tap() -> None:
    _, ann, ben = scene()
    assert "Nobody listens to a voice message here" in ann.sees()[-1]
    ann.speaks()
    assert ann.sees()[-2] == "(they speak)"
    assert "Send to Ben" in ann.sees()[-1]
    assert ben.sees() == []
    ann.taps("Send to Ben")
    assert ben.sees() == ["(they speak)", "Ann: (a voice message)", "(they speak)", "Here it is: (a voice message)"]


def test_it_can_be_written_as_well() -> None:
    _, ann, ben = scene()
    ann.says("sleep well")
    ann.taps("Send to Ben")
    assert ben.sees() == ["Ann: sleep well", "Here it is: sleep well"]


def test_it_can_be_spoken_anew() -> None:
    _, ann, ben = scene()
    ann.speaks()
    ann.taps("Change")
    ann.says("rather in writing")
    ann.taps("Send to Ben")
    assert "(they speak)" not in ben.sees()


def test_for_oneself_it_stays_with_oneself() -> None:
    world, ann, ben = scene("self", "one")
    ann.speaks()
    assert ann.sees()[-2:] == ["(they speak)", "Here it is: (a voice message)"]
    world.passes(hours(3))
    assert ben.sees() == []


def test_elsewhere_a_voice_message_is_no_answer() -> None:
    world = a_world()
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "quiet-moment")
    ann.speaks()
    assert "(they speak)" not in ann.sees()


def test_a_file_stands_in_the_message_and_in_no_text() -> None:
    message = Message("ann", voice="FILE")
    assert "FILE" not in repr(message)


def said_of(text: str) -> list[str]:
    return [p.sentence for p in check_texts({"x/flow.yaml": text.strip() + "\n"}, beside=read_texts(Path(shipped())))[1]]


@pytest.mark.parametrize("who", ["one", "other"])
def test_the_checker_finds_nothing_wrong_with_it(who: str) -> None:
    assert said_of(flow("both", who)) == []


def test_the_checker_knows_that_it_is_private_too() -> None:
    assert said_of(flow("self", "other"))


def test_a_disclosure_is_written() -> None:
    text = flow("both", "other").replace("title: Good night", "title: Good night\nsources: [A23]")
    assert "nobody listens to a voice message, so A23 is written" in said_of(text)


CHILD = """
flow: one-song
version: 1
title: One song
parties: [me]
place: apart
hidden: true
initial: ask
states:
  ask:
    say: Hum a song that you like.
    ask: me
    to: both
    kind: voice
    save: song
    next: end
    after: {2h: end}
  end:
    final: finished
"""
SONGS = """
flow: songs
version: 1
title: Songs
parties: [one, other]
place: apart
initial: hum
states:
  hum:
    run: one-song
    for: each
    within: 2h
    take: {songs: {union: song}}
    next: {both: told, otherwise: end}
  told:
    say: |
      These are yours: {songs}
    final: finished
  end:
    final: postponed
"""


def test_what_two_spoke_becomes_one_list_that_shows_no_files_name() -> None:
    world = a_world(flows_of(CHILD, SONGS))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "songs")
    for member in (ann, ben):
        member.speaks()
        member.taps("Send")
    assert ann.sees()[-1] == ben.sees()[-1] == "These are yours: • (a voice message)\n• (a voice message)"
