"""How a session moves: edges of the machine, nested states, outer timers, sub-talks, /back."""

from datetime import UTC, datetime, time, timedelta

import pytest
from world import Member, World, a_couple, a_world, begins, flows_of, hours

from bot.clock import SeededDraw
from bot.flow.hand import Hand
from bot.flow.hand import World as Inputs
from bot.flow.machine import Moves
from bot.flow.model import Flows, Span
from bot.flow.session import Session
from bot.flow.values import Value

NEST = """
flow: nest
version: 1
title: Nest
summary: A state with states inside.
parties: [me]
place: apart
values: {rounds: 0}
initial: outer
states:
  outer:
    initial: first
    after: {3h: closed}
    states:
      first:
        say: First?
        ask: me
        save: first
        next: second
        after: {2h: second}
      second:
        say: Second?
        ask: me
        choices: {again: Again, on: Go on}
        next:
          - {if: answer == 'again' and rounds < 1, to: first, set: {rounds: rounds + 1}}
          - {to: ended}
      ended:
        say: |
          You said {first}, in {rounds} more rounds.
        after: {1h: closed}
  closed:
    say: It is closed.
    final: finished
"""


def nest() -> Member:
    world = a_world(flows_of(NEST))
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "nest")
    return ann


def test_the_first_edge_that_fits_is_taken() -> None:
    moves: Moves = flows_of(NEST).latest["nest"].moves

    def target(heard: str, rounds: int) -> str:
        values = {"answer": Value(heard), "rounds": Value(rounds)}
        edge, _ = moves.taken("outer.second", "next", heard, values.__getitem__)
        assert edge is not None
        return edge.target

    assert [target("again", 0), target("again", 1), target("on", 0)] == ["outer.first", "outer.ended", "outer.ended"]
    assert moves.taken("closed", "next", None, {}.__getitem__) == (None, [])


def test_values_are_computed_on_the_way() -> None:
    ann = nest()
    ann.says("tea")
    ann.taps("Again")
    ann.says("milk")
    ann.taps("Again")
    assert ann.sees()[-1] == "You said milk, in 1 more rounds."


def test_moving_inside_an_outer_state_keeps_its_timer() -> None:
    ann = nest()
    ann.world.passes(hours(2))
    assert "Second?" in ann.sees()[-1]
    ann.world.passes(hours(0.9))
    ann.taps("Go on")
    ann.world.passes(hours(0.1))
    assert ann.sees()[-1] == "It is closed."


def test_an_inner_timer_dies_with_its_state() -> None:
    ann = nest()
    ann.says("tea")
    seen = len(ann.sees())
    ann.world.passes(hours(2.5))
    assert len(ann.sees()) == seen


def test_back_takes_one_own_answer_back() -> None:
    ann = nest()
    ann.says("tea")
    ann.says("/back")
    assert "First?" in ann.sees()[-1]
    ann.says("milk")
    ann.taps("Go on")
    assert "You said milk" in ann.sees()[-1]


def test_back_goes_one_step_only() -> None:
    ann = nest()
    ann.says("/back")
    assert "nothing to take back" in ann.sees()[-1]


SENT = """
flow: sent
version: 1
title: Sent
summary: An answer that goes.
parties: [one, other]
place: apart
initial: put
states:
  put:
    say:
      one: A line?
    ask: one
    to: other
    save: line
    next: more
    after: {1d: over}
  more:
    say:
      one: And more?
    ask: one
    save: more
    next: over
    after: {1d: over}
  over:
    final: finished
"""


def test_what_went_to_the_other_cannot_be_taken_back() -> None:
    world = a_world(flows_of(SENT))
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "sent")
    ann.says("hello")
    ann.taps("Send to Ben")
    ann.says("/back")
    assert "nothing to take back" in ann.sees()[-1]


SWAPPED = """
flow: swapped
version: 1
title: Swapped
summary: An answer, and then the other way round.
parties: [one, other]
place: apart
initial: first
states:
  first:
    say:
      one: "{one} begins, and {other}?"
    ask: one
    choices: {yes: Yes}
    next: [{to: second, swap: [one, other]}]
    after: {1d: over}
  second:
    say:
      other: "{one} goes on, and {other}?"
    ask: other
    choices: {yes: Yes}
    next: over
    after: {1d: over}
  over:
    final: finished
"""


def test_back_changes_the_roles_back_as_well() -> None:
    ann, _ = a_couple(a_world(flows_of(SWAPPED)), discreet="off")
    begins(ann, "swapped")
    ann.taps("Yes")
    assert ann.sees()[-1].startswith("Ben goes on, and Ann?")
    ann.says("/back")
    assert ann.sees()[-1].startswith("Ann begins, and Ben?")


BEHIND = """
flow: behind
version: 1
title: Behind
summary: An answer, and something that comes of it.
parties: [one, other]
place: apart
initial: first
states:
  first:
    say:
      one: First?
    ask: one
    to: both
    choices: {yes: Yes}
    skip: Not this one
    next: then
    after: {1d: over}
  then:
    THEN
    next: last
  last:
    say:
      one: Last?
    ask: one
    choices: {yes: Good}
    next: over
    after: {1d: over}
  over:
    final: finished
"""
TOLD = """
flow: told
version: 1
title: Told
summary: A line, and the end.
parties: [one, other]
place: apart
initial: line
states:
  line:
    say:
      other: A line for you.
    after: {1h: over}
  over:
    final: finished
"""


@pytest.mark.parametrize("then", ["run: told", "keep: {book: journal, text: A line., owner: one}"])
def test_what_came_of_an_answer_in_a_sub_talk_or_a_book_closes_the_way_back(then: str) -> None:
    world = a_world(flows_of(BEHIND.replace("THEN", then), TOLD))
    ann, _ = a_couple(world, discreet="off")
    begins(ann, "behind")
    ann.taps("Not this one")
    world.passes(hours(1))
    assert ann.sees()[-1].startswith("Last?")
    ann.says("/back")
    assert "nothing to take back" in ann.sees()[-1]


RUNS = """
flow: parent
version: 1
title: Parent
summary: Runs a child.
parties: [one, other]
place: apart
initial: go
states:
  go:
    run: child
    as: {reader: other, writer: one}
    give: {start: "'soft'"}
    take: {got: reply}
    next: {finished: done, otherwise: left}
  done:
    say: |
      It was: {got}
    final: finished
  left:
    say: Left.
    final: postponed
"""
CHILD = """
flow: child
version: 1
title: Child
summary: Is run.
parties: [reader, writer]
place: apart
hidden: true
values: {start: "'hard'", reply: ""}
initial: put
states:
  put:
    say:
      reader: |
        {writer} begins {start}. Your word?
    ask: reader
    to: both
    choices: {thanks: Thank you, later: Later}
    save: reply
    next: {thanks: fine, later: gone}
    after: {1h: gone}
  fine:
    final: finished
  gone:
    final: stopped
"""


def parent() -> tuple[World, Member, Member]:
    world = a_world(flows_of(RUNS, CHILD))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "parent")
    return world, ann, ben


def test_a_sub_talk_gets_roles_and_values_and_gives_some_back() -> None:
    _, ann, ben = parent()
    assert "Ann begins soft" in ben.sees()[-1]
    ben.taps("Thank you")
    assert ann.sees()[-1] == ben.sees()[-1] == "It was: Thank you"


@pytest.mark.parametrize("answers", [True, False])
def test_any_other_outcome_goes_by_otherwise(answers: bool) -> None:
    world, ann, ben = parent()
    if answers:
        ben.taps("Later")
    else:
        world.passes(hours(1))
    assert ann.sees()[-1] == "Left."


UNION = """
flow: rules-of-two
version: 1
title: Rules
summary: Two lists become one.
parties: [one, other]
place: apart
initial: tick
states:
  tick:
    run: tick-one
    for: each
    take: {rules: {union: rules}}
    within: 48h
    next: {both: show, otherwise: later}
  show:
    say: |
      Yours: {rules}
    final: finished
  later:
    say: Another time.
    final: postponed
"""
TICK = """
flow: tick-one
version: 1
title: Tick
summary: Ticks.
parties: [me]
place: apart
hidden: true
values: {rules: ""}
initial: tick
states:
  tick:
    say: Which?
    ask: me
    to: TO
    many: true
    choices: {soft: Softly, slow: Slowly, loud: Not loud}
    save: rules
    next: done
    after: {48h: gone}
  done:
    final: finished
  gone:
    final: postponed
"""


def ticking() -> tuple[World, Member, Member]:
    world = a_world(flows_of(UNION, TICK.replace("TO", "both")))
    ann, ben = a_couple(world, discreet="off")
    begins(ann, "rules-of-two")
    for label in ("Softly", "Slowly", "Done"):
        ann.taps(label)
    return world, ann, ben


def test_two_children_run_side_by_side_and_their_lists_become_one() -> None:
    _, ann, ben = ticking()
    for label in ("Slowly", "Not loud", "Done"):
        ben.taps(label)
    assert ann.sees()[-1] == ben.sees()[-1] == "Yours: • Softly\n• Slowly\n• Not loud"


def test_a_child_shows_nothing_to_the_partner_before_both_are_done() -> None:
    _, _, ben = ticking()
    assert [line.splitlines()[0] for line in ben.sees()] == ["Which?"]


def test_leaving_the_parent_ends_open_children() -> None:
    world, ann, ben = ticking()
    world.passes(hours(48))
    assert ann.sees()[-1] == ben.sees()[-1] == "Another time."
    assert world.household(ben.user).sessions == {}


@pytest.mark.parametrize(
    ("comes", "until"), [("18:00", "23:00"), ("20:00", "23:00"), ("22:59", "23:00"), ("23:00", "02:00"), ("01:59", "02:00")]
)
def test_what_two_have_together_ends_at_the_same_moment_whenever_the_first_of_them_comes(comes: str, until: str) -> None:
    begun, night = datetime(2026, 1, 5, 20, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)
    clock = time.fromisoformat(comes)
    now = datetime.combine((night if clock.hour < 12 else begun).date(), clock, UTC)
    session = Session("s", ["ann", "ben"], [], evening=begun)
    hand = Hand(session, Inputs(Flows({}, {}), now, SeededDraw("evening")))
    assert f"{hand.both_until(Span(timedelta(hours=3)), unsent=True):%H:%M}" == until
