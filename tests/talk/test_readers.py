"""Nothing is phrased for somebody who may not read it: neither by the engine's labels nor by the words at the end."""

import pytest
from world import a_couple, a_world, begins, flows_of

from bot.flow.effects import Line
from bot.flow.values import NotAReader, Value, all_of, both
from bot.words.phrase import Audience, phrase

LEAK = """
flow: leak
version: 1
title: Leak
summary: A flow that would give an answer away.
parties: [one, other]
place: apart
initial: put
states:
  put:
    say:
      one: What is it?
    ask: one
    choices: {good: Good, bad: Bad}
    save: mood
    next: WHERE
    after: {1d: over}
  by-words:
    say:
      other: |
        It is {mood}.
    after: {1d: over}
  by-way:
    next:
      - {if: mood == 'bad', to: bad-news}
      - {to: over}
  bad-news:
    say:
      other: Be gentle today.
    after: {1d: over}
  over:
    final: finished
"""


@pytest.mark.parametrize("where", ["by-words", "by-way"])
def test_a_flow_that_would_give_an_answer_away_stops_before_it_does(where: str) -> None:
    world = a_world(flows_of(LEAK.replace("WHERE", where)))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "leak")
    before = world.household(ann.user)
    with pytest.raises(NotAReader):
        ann.taps("Bad")
    assert ben.sees() == []
    assert world.household(ann.user) is before


def audience(*people: str) -> Audience:
    return Audience(people, lambda text: text, {"ann": "Ann", "ben": "Ben"})


@pytest.mark.parametrize(
    ("readers", "people", "allowed"),
    [
        (None, ("ann", "ben"), True),
        (frozenset({"ann"}), ("ann",), True),
        (frozenset({"ann"}), ("ben",), False),
        (frozenset({"ann"}), ("ann", "ben"), False),
        (frozenset({"ann", "ben"}), ("ann", "ben"), True),
        (frozenset({"ann", "ben"}), ("eve",), False),
        (frozenset(), ("ann",), False),
    ],
)
def test_only_readers_are_told(readers: frozenset[str] | None, people: tuple[str, ...], allowed: bool) -> None:
    line = Line("It is {x}.", {"x": Value("a secret", "ann", readers)})
    if allowed:
        assert phrase(line, audience(*people)) == "It is a secret."
        return
    with pytest.raises(NotAReader) as refused:
        phrase(line, audience(*people))
    assert "secret" not in str(refused.value)


def test_a_line_inside_a_line_keeps_its_readers() -> None:
    inner = {"text": "{x}", "names": {}, "values": {"x": Value("a secret", "ann", frozenset({"ann"}))}}
    with pytest.raises(NotAReader):
        phrase(Line("{y}", {"y": Value(inner)}), audience("ben"))


def test_something_made_of_parts_is_for_the_readers_of_all_parts() -> None:
    ann, two = frozenset({"ann"}), frozenset({"ann", "ben"})
    assert both(None, ann) == ann
    assert both(ann, two) == ann
    assert all_of([None, two, ann]) == ann
    assert all_of([]) is None
    assert all_of([ann, frozenset({"ben"})]) == frozenset()


def test_values_never_show_their_content_by_accident() -> None:
    assert "secret" not in repr(Value("a secret", "ann", frozenset({"ann"})))
