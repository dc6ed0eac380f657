"""The explorer: every situation of a flow, by the shortest way, with the engine that runs."""

from __future__ import annotations

from tea import tea

from bot.authoring.explorer import Explorer
from bot.authoring.library import load


def explored(text: str) -> Explorer:
    flows, problems = load({"tea": text})
    assert flows is not None, problems
    return Explorer(flows)


def thirty_states() -> str:
    """Thirty questions with time-outs, now the one's, now the other's, each with two answers, and a counter along the way."""
    head = "flow: tea\nversion: 1\ntitle: T\nparties: [one, other]\nplace: together\nvalues: {n: 0}\ninitial: s0\nstates:\n"
    states = ""
    for n in range(30):
        who, then = ("one", "other")[n % 2], f"s{n + 1}" if n < 29 else "end"
        states += (
            f"  s{n}:\n    say:\n      {who}: Question {n}?\n    ask: {who}\n    to: both\n    choices: {{x: X, y: Y}}\n    save: v{n}\n"
            f"    remind: {{1h: Still there.}}\n    next:\n      - {{if: answer == 'x' and n < 3, to: {then}, set: {{n: n + 1}}}}\n"
            f"      - {{to: {then}}}\n    after: {{3h: end}}\n"
        )
    return head + states + "  end:\n    say: It is over for today.\n    final: finished\n"


def test_every_state_is_entered_and_every_end_found() -> None:
    found = explored(tea()).explore("tea")
    assert {path for _, path in found.entered()} == {"ready", "sort", "done", "later"}
    assert {outcome for outcome, _ in found.endings} == {"finished", "postponed", "stopped"}


def test_the_way_to_a_situation_is_the_shortest_conversation() -> None:
    found = explored(tea()).explore("tea")
    done = next(s for s in found.situations if s.over and s.session.top.state == "done")
    assert found.conversation(done.came) == (
        "Ann taps 'Now'",
        "Ann taps 'Yes, gladly'",
        "Ben taps 'Yes, gladly'",
        "Ann taps 'Green tea'",
    )


def test_a_counter_that_nothing_looks_at_does_not_go_on_for_ever() -> None:
    counting = tea(
        (
            "next: {green: done, black: done}",
            "next:\n      - {if: answer == 'green', to: sort, set: {cups: cups + 1}}\n      - {to: done}",
        )
    )
    assert len(explored(counting).explore("tea").situations) < 100


def test_too_many_situations_are_refused_and_not_walked_for_ever() -> None:
    flows, _ = load({"tea": tea()})
    assert flows is not None
    assert not Explorer(flows, most=5).explore("tea").whole


def test_thirty_states_with_their_time_outs_are_walked() -> None:
    found = explored(thirty_states()).explore("tea")
    assert found.whole
    assert len(found.entered()) == 31


def test_a_text_that_is_typed_and_not_sent_yet_is_told_apart_where_a_guard_looks_at_it() -> None:
    free = ("    choices:\n      green: Green tea\n      black: Black tea\n", "")
    guard = ("next: {green: done, black: done}", "next:\n      - {if: tea == 'green', to: done}\n      - {to: later}")
    found = explored(tea(free, guard)).explore("tea")
    assert ("tea", "done") in found.visited
