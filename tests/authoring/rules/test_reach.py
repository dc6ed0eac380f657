"""`reach`: every state can be reached, an end from everywhere, and no answer leads nowhere."""

from tea import said, sentences, tea


def test_a_talk_that_hangs_together_is_clean() -> None:
    assert said("reach", tea()) == []


def test_a_state_that_nothing_leads_to() -> None:
    island = ("  done:\n", "  island:\n    say: Nobody comes here.\n    final: stopped\n  done:\n")
    assert sentences("reach", tea(island)) == ["`island` can never be reached"]


def test_a_guard_that_never_holds_makes_its_target_unreachable() -> None:
    never = ("next: {green: done, black: done}", "next:\n      - {if: cups > 3, to: done}\n      - {to: later}")
    assert sentences("reach", tea(never)) == ["`done` can never be reached"]


def test_an_answer_without_a_way_out_comes_with_the_conversation_that_gives_it() -> None:
    (found,) = said("reach", tea(("next: {green: done, black: done}", "next: {green: done}")))
    assert found.sentence == "the answer `black` leads nowhere: `sort` has no way out for it"
    assert (found.line, found.column) == (14, 3)
    assert found.conversation == (
        "Ann taps 'Now'",
        "Ann taps 'Yes, gladly'",
        "Ben taps 'Yes, gladly'",
        "Ann taps 'Black tea'",
        "nothing happens any more",
    )


def test_a_forgotten_next_is_one_thing_wrong_and_not_many() -> None:
    (found,) = said("reach", tea(("    next: {green: done, black: done}\n", "")))
    assert (found.line, found.column) == (14, 3)
    assert (found.sentence, found.hint) == ("`sort` has no `next`", "add `next: done`, or where else it goes on")


def test_a_talk_that_goes_round_for_ever() -> None:
    round_and_round = (
        ("next: {green: done, black: done}\n    after: {3h: later}", "next: again"),
        (
            "  done:\n",
            "  again:\n    say:\n      other: More?\n    ask: other\n    to: both\n    choices: {yes: Yes}\n    next: sort\n  done:\n",
        ),
    )
    assert "no end can be reached from `sort`" in sentences("reach", tea(*round_and_round))
