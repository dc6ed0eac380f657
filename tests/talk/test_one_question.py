"""One question is in front; what is older waits and comes back; a text that may be meant for something else is asked about."""

from datetime import timedelta

from world import Member, World, a_couple, a_world, begins, flows_of, hours


def asks(name: str, question: str) -> str:
    return f"""
flow: {name}
version: 1
title: About {name}
summary: One question.
parties: [me]
place: apart
initial: put
states:
  put:
    say: {question}
    ask: me
    save: said
    next: done
    after: {{7d: over}}
  done:
    say: |
      You said {{said}}.
    final: finished
  over:
    final: postponed
"""


def scene() -> tuple[World, Member, Member]:
    world = a_world(flows_of(asks("tea", "Which tea?"), asks("rain", "Much rain?")))
    ann, ben = a_couple(world)
    return world, ann, ben


def test_a_text_answers_the_newest_question_and_the_older_one_comes_back() -> None:
    _, ann, _ = scene()
    begins(ann, "tea")
    begins(ann, "rain")
    ann.says("a little")
    assert "You said a little." in ann.sees()
    ann.says("/start")
    ann.taps("Go on with: About tea")
    assert ann.sees()[-1] == "Which tea?"
    ann.says("green")
    assert "You said green." in ann.sees()


def test_a_text_without_a_question_gets_a_kind_sentence_with_what_waits() -> None:
    _, ann, _ = scene()
    begins(ann, "tea")
    begins(ann, "rain")
    ann.says("a little")
    ann.says("green")
    assert "no question open" in ann.sees()[-1]
    assert "[Go on with: About tea]" in ann.sees()[-1]
    assert "You said green." not in ann.sees()


def test_a_text_sent_before_the_question_was_put_is_no_answer() -> None:
    world, ann, _ = scene()
    earlier = world.now - timedelta(seconds=2)
    begins(ann, "tea")
    ann.says("hello there", at=earlier)
    assert "just as I was asking" in ann.sees()[-1]
    assert not any("You said" in line for line in ann.sees())


def test_a_text_while_the_question_is_still_on_its_way_is_no_answer() -> None:
    world, ann, _ = scene()
    begins(ann, "tea")
    front = ann.known.front
    assert front is not None
    world.unshown = frozenset({f"{front.session}.{front.visit}.{ann.known.id}"})
    ann.says("hello there")
    assert not any("You said" in line for line in ann.sees())


def test_after_half_an_hour_the_text_is_asked_about_and_nothing_is_lost() -> None:
    world, ann, _ = scene()
    begins(ann, "tea")
    world.passes(hours(0.5) + 1)
    ann.says("green")
    assert "Is what you just wrote your answer" in ann.sees()[-1]
    assert not any("You said" in line for line in ann.sees())
    ann.taps("Yes, that is my answer")
    assert "You said green." in ann.sees()


def test_kept_out_it_goes_nowhere_and_the_question_stays() -> None:
    world, ann, _ = scene()
    begins(ann, "tea")
    world.passes(hours(1))
    ann.says("not for you")
    ann.taps("No, keep it out")
    assert ann.sees()[-1] == "It goes nowhere."
    ann.says("green")
    assert "You said green." in ann.sees()


def test_at_exactly_half_an_hour_it_is_still_the_answer() -> None:
    world, ann, _ = scene()
    begins(ann, "tea")
    world.passes(hours(0.5))
    ann.says("green")
    assert "You said green." in ann.sees()


def test_nothing_of_it_reaches_the_partner() -> None:
    _, ann, ben = scene()
    begins(ann, "tea")
    ann.says("green")
    assert ben.chat.arrivals == []
