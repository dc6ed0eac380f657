"""`ends`: if nobody does anything more, every talk ends; nothing goes round by itself."""

import pytest
from tea import said, sentences, tea

from bot.authoring.checking import check
from bot.authoring.library import load


def cooling(then: str) -> tuple[tuple[str, str], ...]:
    return (("after: {3h: later}", "after: {3h: cooling}"), ("  done:\n", f"  cooling:\n    after: {{1h: {then}}}\n  done:\n"))


def test_a_talk_whose_waits_have_a_way_out_is_clean() -> None:
    assert said("ends", tea()) == []
    assert said("ends", tea(*cooling("later"))) == []


def test_a_question_that_waits_for_ever() -> None:
    (found,) = said("ends", tea(("    after: {3h: later}\n", "")))
    assert found.sentence == "`sort` can wait for ever"
    assert found.hint == "say where it goes when nothing comes, such as `after: {24h: later}`"
    assert found.conversation[-1] == "nobody does anything more"


def test_timers_alone_may_not_come_back_to_a_state() -> None:
    assert sentences("ends", tea(*cooling("sort"))) == [
        "time alone leads round and round, by way of `sort` (line 24) and `cooling` (line 26)"
    ]


def test_not_even_a_few_times() -> None:
    counted = (
        *cooling("count"),
        (
            "  done:\n",
            "  count:\n    next:\n      - {if: cups < 3, to: sort, set: {cups: cups + 1}}\n      - {to: later}\n  done:\n",
        ),
    )
    assert len(said("ends", tea(*counted))) == 1


def test_states_that_only_speak_may_not_go_round() -> None:
    stirring = (
        ("next: {green: done, black: done}", "next: stir"),
        ("  done:\n", "  stir:\n    next:\n      - {if: cups < 3, to: stir, set: {cups: cups + 1}}\n      - {to: done}\n  done:\n"),
    )
    assert sentences("ends", tea(*stirring)) == ["`stir` leads back to itself without waiting for anybody"]


def test_an_outer_deadline_is_a_way_out() -> None:
    inner = """flow: tea
version: 1
title: Tea
parties: [me]
initial: outer
states:
  outer:
    initial: asks
    after: {3h: end}
    states:
      asks:
        say: Tea?
        ask: me
        next: waits
      waits:
        say: It draws.
  end:
    final: finished
"""
    assert said("ends", inner) == []


BLINK = """flow: blink
version: 1
title: Blink
parties: [me]
place: apart
hidden: true
initial: done
states:
  done:
    say: That is all.
    final: finished
"""
ROUND = """flow: round
version: 1
title: Round
parties: [one, other]
place: apart
initial: parts
states:
  parts:
    run: blink
    for: each
    within: 2h
    next: {both: parts, otherwise: end}
  end:
    final: postponed
"""


ASKING = BLINK.replace(
    "    final", "    ask: me\n    choices: {enough: Enough}\n    next: end\n    after: {1h: end}\n  end:\n    final"
)


@pytest.mark.parametrize(("part", "loops"), [(BLINK, True), (ASKING, False)])
def test_parts_that_are_over_at_once_are_no_pause_in_a_loop(part: str, loops: bool) -> None:
    flows, problems = load({"blink": part, "round": ROUND})
    assert flows is not None, problems
    found = [p for p in check(flows, {"round": ROUND}, rules=["ends"]) if "leads back to itself" in p.sentence]
    assert bool(found) == loops
