"""`walked`: every state and every transition is walked by a story."""

from bot.authoring.checking import check_texts

TALK = """flow: sip
version: 1
title: A sip
parties: [me]
initial: ask
states:
  ask:
    say: Tea?
    ask: me
    choices: {yes: Yes, no: No}
    next: {yes: drink, no: rest}
    after: {2h: rest}
  drink:
    say: Enjoy it.
    final: finished
  rest:
    final: postponed
"""
GIVEN = 'given: {flow: sip, person: Ann, clock: "2026-03-28 20:00 Europe/Berlin"}\n'
DRINKS = f"story: Ann drinks\n{GIVEN}then:\n  - bot to Ann: Tea?\n  - Ann taps: Yes\n  - bot to Ann: Enjoy it.\n"
RESTS = f"story: Ann rests\n{GIVEN}then:\n  - bot to Ann: Tea?\n  - Ann taps: No\n"
SILENT = f"story: Ann says nothing\n{GIVEN}then:\n  - bot to Ann: Tea?\n  - 2 hours pass\n"


def told(*stories: str) -> list[str]:
    named = {f"stories/{n}.yaml": text for n, text in enumerate(stories)}
    return [p.sentence for p in check_texts({"sip": TALK}, named, rules=["walked"])[1]]


def test_all_of_it_walked_is_clean() -> None:
    assert told(DRINKS, RESTS, SILENT) == []


def test_a_way_that_no_story_takes() -> None:
    assert told(DRINKS, RESTS) == ["no story takes the way from `ask` to `rest` (after 2h)"]


def test_a_state_that_no_story_comes_to() -> None:
    assert "no story comes to `rest`" in told(DRINKS)


def test_a_story_that_goes_another_way_is_told_as_well() -> None:
    wrong = DRINKS.replace("Enjoy it", "Drink slowly")
    assert any("did not say this" in sentence for sentence in told(wrong, RESTS, SILENT))
