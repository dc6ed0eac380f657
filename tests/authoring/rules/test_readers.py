"""`readers`: nothing that is private is shown, and nothing that is shown tells of what is private."""

from pathlib import Path

import pytest
from tea import said, sentences, tea

from bot.authoring.checking import check_texts

BROKEN = Path(__file__).parents[1] / "broken"
ROUTES = sorted(f.stem for f in BROKEN.glob("leak-*.yaml"))
PRIVATE = """flow: tea
version: 1
title: Tea
parties: [one, other]
place: apart
SAFETYinitial: ask
states:
  ask:
    say:
      one: How are you, for you alone?
    ask: one
    choices: {well: Well, badly: Badly}
    save: mood
    next: a
    after: {2h: end}
  a:
    DECLASSIFYsay:
      WHO: It is {mood}.
    final: finished
  end:
    final: finished
"""
SIGNED = "declassify: {values: [mood], reason: both wished for it}\n    "


def private(who: str, signed: str = "", safety: str = "") -> str:
    return PRIVATE.replace("WHO", who).replace("DECLASSIFY", signed).replace("SAFETY", safety)


def test_what_is_sent_may_be_shown() -> None:
    assert said("readers", tea(("say: The kettle is on.", "say: The kettle is on, for {tea}."))) == []


def test_what_is_private_may_be_shown_to_its_owner() -> None:
    assert said("readers", private("one")) == []


def test_what_is_private_may_not_be_shown_to_the_other() -> None:
    (found,) = said("readers", private("other"))
    assert (found.line, found.column) == (16, 3)
    assert found.sentence == "what other gets in `a` would tell of an answer that only one may read"
    assert found.conversation == ("Ann taps 'Well'", "Ben reads: It is {mood}.")


def test_the_author_may_sign_an_exception() -> None:
    assert [p for p in said("readers", private("other", SIGNED)) if p.line > 5] == []


def test_but_not_where_safety_is_at_stake() -> None:
    assert "`declassify` cannot stand in a flow with `safety: true`" in sentences(
        "readers", private("other", SIGNED, "safety: true\n")
    )


COPIED = """flow: tea
version: 1
title: Tea
parties: [one, other]
place: apart
values: {wish: nothing}
initial: ask
states:
  ask:
    say:
      one: What do you wish?
    ask: one
    save: dear
    next:
      - {to: give, set: {wish: dear}}
    after: {2h: end}
  give:
    share: [wish]
    with: other
    within: 2h
    next: {sent: tell, kept: end}
  tell:
    say:
      other: Once more, {QUOTED}.
    next: end
  end:
    final: finished
"""


def test_what_was_shared_under_another_name_is_named_where_the_private_one_is_quoted() -> None:
    assert said("readers", COPIED.replace("QUOTED", "wish")) == []
    (found,) = said("readers", COPIED.replace("QUOTED", "dear"))
    assert found.sentence == "`dear` would be shown to other, who may not read it here"
    assert found.hint.startswith("did you mean `{wish}`? Else take `{dear}` out of this text; or let its owner send it")


def test_the_first_advice_is_never_to_publish() -> None:
    (found,) = said("readers", private("other"))
    assert found.hint.startswith("it is `mood`, answered at line 8: let them get the same here whether it is answered or not; or ")


@pytest.mark.parametrize("route", ROUTES)
def test_no_route_leads_out(route: str) -> None:
    assert said("readers", (BROKEN / f"{route}.yaml").read_text("utf-8"))


TWO_BOOKS = """flow: tea
version: 1
title: Tea
parties: [one, other]
place: apart
initial: mine
states:
  mine:
    pick: journal
    ask: one
    none: ours
    next: end
    after: {2h: end}
  ours:
    pick: promises
    ask: one
    none: end
    save: promise
    next: over
    after: {2h: end}
  over:
    mark: {entry: promise, status: "'ended'"}
    next: end
  end:
    final: finished
"""


def test_one_book_may_be_empty_and_another_not() -> None:
    assert "a status in a book of both is a public act, and other may not know of this one" in sentences("readers", TWO_BOOKS)


PART = """flow: part
version: 1
title: Part
parties: [me]
place: apart
values: {mood: none}
initial: look
states:
  look:
    say:
      me: Shall we look at your mood?
    ask: me
    to: both
    choices: {no: No, yes: Yes}
    next: {no: ready, yes: mood}
    after: {2h: ready}
  mood:
    say:
      me: How are you, for you alone?
    ask: me
    save: mood
    next: ready
    after: {2h: ready}
  ready:
    say:
      me: Ready?
    ask: me
    to: both
    choices: {yes: I am}
    next: wait
    after: {2h: wait}
  wait:
    after: {1h: done}
  done:
    final: finished
"""
WHOLE = """flow: tea
version: 1
title: Tea
parties: [one, other]
place: apart
initial: part
states:
  part:
    run: part
    as: {me: one}
    take: {mood: mood}
    next: tell
  tell:
    say:
      other: It is {mood}.
    final: finished
"""


def test_what_is_private_in_a_part_of_ones_own_is_told_apart_from_what_was_never_asked_there() -> None:
    _, problems = check_texts({"tea": WHOLE, "part": PART}, rules=["readers"])
    assert "`mood` would be shown to other, who may not read it here" in [p.sentence for p in problems]
