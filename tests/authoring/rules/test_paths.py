"""`readers`, where a path tells: which question comes, how long something lasts, and what another path would have set."""

from __future__ import annotations

from bot.authoring.checking import check_texts

HEAD = """flow: f
version: 1
title: F
parties: [one, other]
place: apart
values: {pause: 1h, wish: none, a0: 0, a1: 0, a2: 0, a3: 0, a4: 0, a5: 0}
initial: first
states:
  first:
    say:
      one: Shall we?
    ask: one
    to: both
    choices: {yes: Yes, no: No}
    next: ask
    after: {2h: end}
  end:
    final: finished
  told:
    say: It is over for today.
    final: finished
"""
PART = """flow: part
version: 1
title: Part
parties: [me]
place: apart
initial: end
states:
  end:
    final: finished
"""
MOOD = "ask: one\n    choices: {well: Well, badly: Badly}\n    save: mood"
PAUSE = "ask: one\n    choices: {1h: An hour, 2h: Two hours}\n    save: pause"
SENT = "ask: one\n    to: both\n    choices: {yes: Yes}"


def found(**states: str) -> list[str]:
    """What `readers` says of a talk with these states; every question is put to its first party alone, and silence ends it."""
    body = "".join(f"  {name}:\n    {_state(name, text)}\n" for name, text in states.items())
    _, problems = check_texts({"f": HEAD + body, "part": PART}, rules=["readers"])
    return [p.sentence for p in problems]


def _state(name: str, text: str) -> str:
    put = f"say:\n      one: About {name}?\n    " if text.startswith("ask") else ""
    return put + text + ("\n    after: {2h: end}" if put else "")


# -- which question comes -----------------------------------------------------------------------------


def question(state: str) -> str:
    return f"that it is `{state}` which comes, and no other question, would tell of a private answer"


def test_two_questions_behind_a_private_answer_tell_of_it() -> None:
    assert found(
        ask=f"{MOOD}\n    next: {{well: here, badly: there}}", here=f"{SENT}\n    next: end", there=f"{SENT}\n    next: end"
    ) == [question("there")]


def test_they_do_also_when_one_of_them_is_further_on() -> None:
    assert found(
        ask=f"{MOOD}\n    next: {{well: more, badly: there}}",
        more=f"{MOOD}\n    next: here",
        here=f"{SENT}\n    next: end",
        there=f"{SENT}\n    next: end",
    ) == [question("here")]


def test_one_question_behind_both_answers_tells_nothing() -> None:
    assert (
        found(ask=f"{MOOD}\n    next: {{well: more, badly: here}}", more=f"{MOOD}\n    next: here", here=f"{SENT}\n    next: end")
        == []
    )


# -- how long something lasts ------------------------------------------------------------------------


def path(state: str) -> str:
    return f"what other gets in `{state}` would tell of an answer that only one may read"


OUTER = """initial: inner
    after: {pause: over}
    states:
      inner:
        say:
          one: Ready?
        ask: one
        to: both
        choices: {yes: Yes}
        next: [{to: rest, set: {a0: 1}}]
      rest:
        say:
          one: Rest a little.
        after: {3h: end}"""


def test_the_after_of_an_outer_state_tells_of_the_answer_it_comes_of_though_all_inside_is_public() -> None:
    over = "next:\n      - {if: a0 == 1, to: told}\n      - {to: end}"
    before = {"ask": f"{PAUSE}\n    next: go", "go": f"{SENT}\n    next: outer"}
    told = [found(**before, outer=OUTER.replace("pause", after), over=over) for after in ("pause", "2h")]
    assert told == [[path("told")], []]


def test_the_within_of_each_ones_part_tells_of_the_answer_it_comes_of() -> None:
    each = "run: part\n    for: each\n    within: WITHIN\n    next: {both: end, otherwise: told}"
    told = [
        found(ask=f"{PAUSE}\n    next: go", go=f"{SENT}\n    next: each", each=each.replace("WITHIN", w)) for w in ("pause", "2h")
    ]
    assert told == [[path("each")], []]


def test_the_within_of_an_invitation_tells_of_it_even_where_its_author_sends_something() -> None:
    agree = "say: It is about {wish}.\n    agree: Yes, gladly\n    shares: [wish]\n    within: WITHIN\n    next: {both: told, otherwise: told}"
    states = {"ask": f"{PAUSE}\n    next: write", "write": "ask: one\n    save: wish\n    next: invite"}
    told = [found(**states, invite=agree.replace("WITHIN", within)) for within in ("pause", "2h")]
    assert told == [[path("invite")], []]


# -- what another path would have set ------------------------------------------------------------------


def test_what_one_branch_sets_and_another_leaves_tells_however_often_it_is_handed_on() -> None:
    handed = {
        f"g{n}": f"next:\n      - {{if: a{n} == 1, to: s{n + 1}}}\n      - {{to: s{n + 1}, set: {{a{n + 1}: 1}}}}" for n in range(5)
    }
    sent = {f"s{n}": f"{SENT}\n    next: g{n}" for n in range(6)}
    turn = "ask: one\n    choices: {x: X, y: Y}\n    next:\n      - {if: answer == 'x', to: s0, set: {a0: 1}}\n      - {to: s0}"
    last = "next:\n      - {if: a5 == 0, to: told}\n      - {to: end}"
    assert found(ask=turn, **handed, **sent, g5=last) == [path("told")]
