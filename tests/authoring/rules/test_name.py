"""`name`: every name has a value before it is read, on every path."""

from tea import TEA, said, sentences, tea

TEA_OF_ONE = TEA[TEA.index("  sort:") : TEA.index("  done:")]


def test_a_name_that_was_saved_before_is_clean() -> None:
    assert said("name", tea(("say: The kettle is on.", "say: The kettle is on for {tea}."))) == []


def test_a_text_that_reads_too_early() -> None:
    early = tea(("Shall we have tea, and talk a little?", "Shall we have {tea}?"))
    assert sentences("name", early) == ["`tea` has no value yet when `ready` reads it"]


def test_a_name_that_only_one_path_sets() -> None:
    one_path = tea(
        (
            "next: {green: done, black: done}",
            "next:\n      - {if: answer == 'green', to: done, set: {sweet: \"'sugar'\"}}\n      - {to: done}",
        ),
        ("say: The kettle is on.", "say: The kettle is on, with {sweet}."),
    )
    (found,) = said("name", one_path)
    assert found.conversation[-1] == "Ann taps 'Black tea'"


EACH = ("ask: one\n    to: both", "ask: each\n    to: both")


def told(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """What is said when `tea` is asked of each, with more of the talk changed: (sentence, hint)."""
    every = (EACH, ("say:\n      one: Which", "say:\n      each: Which"), ("{green: done, black: done}", "done"))
    return [(p.sentence, p.hint) for p in said("name", tea(*every, *changes))]


def test_an_answer_of_each_is_read_by_whose_it_is() -> None:
    both = "{tea of one} for one of you, {tea of other} for the other."
    assert told(("say: The kettle is on.", f"say: |\n      {both}")) == []
    two = "`tea` was asked of each, so there are two of it"
    assert told(("say: The kettle is on.", "say: You said {tea}.")) == [(two, "write {tea of one} or {tea of other}")]


def test_a_guard_on_an_answer_of_each_says_whose() -> None:
    guard = "next:\n      - {if: tea == 'green', to: done}\n      - {to: done}"
    ((_, hint),) = told(("next: done", guard))
    assert hint == "write `tea of one` or `tea of other`"


def test_one_person_s_answer_is_shared_and_both_are_revealed() -> None:
    share = "share: [tea]\n    with: other\n    within: 1h\n    next: {sent: later, kept: later}"
    ((_, hint),) = told(("say: The kettle is on.\n    final: finished", share))
    assert hint == "`share` sends one person's answer, to a question with `ask: one`; for both answers use `reveal`"
    assert (
        told(("say: The kettle is on.\n    final: finished", "reveal: [tea]\n    within: 1h\n    next: {otherwise: later}")) == []
    )


def test_an_answer_of_each_has_no_starting_value() -> None:
    started = told(("values: {cups: 0}", "values: {tea: 0}"))
    hint = "take `tea` out of `values`: each answer has its owner, and none is there before"
    assert started == [("`tea` has a starting value, and `sort` asks it of each", hint)]


def test_what_comes_back_from_a_talk_of_each_is_read_by_whose_it_is_too() -> None:
    run = "run: three-questions\n    for: each\n    take: {good: good}\n    within: 2h\n    next: {both: done, otherwise: later}"
    asks = TEA_OF_ONE.split("\n", 1)[1]
    found = said("name", tea((asks, f"    {run}\n"), ("say: The kettle is on.", "say: You said {good}.")))
    assert [p.hint for p in found] == ["write {good of one} or {good of other}"]
    merged = run.replace("{good: good}", "{good: {union: good}}")
    assert said("name", tea((asks, f"    {merged}\n"))) == []
