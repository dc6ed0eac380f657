"""The page for a therapist: computed from what was walked, with promises only where the checker found nothing."""

from __future__ import annotations

from functools import cache

import pytest
from tea import tea
from world import SHIPPED, flows_of, shipped

from bot.app.library import read_texts
from bot.authoring.rules import RULES
from bot.authoring.sheet import Sheet, sheet
from bot.authoring.stories import Story, read_story
from bot.flow.model import Flow

FLOWS = list(shipped().latest.values())
TAP = "Nothing that somebody answers leaves their private chat without their own tap"
PROMISES, PROBLEMS = "## What can never happen", "## What is not right yet"


@cache
def stories() -> tuple[Story, ...]:
    files = sorted(SHIPPED.glob("*/stories/*.yaml"))
    read = (read_story(f.read_text("utf-8"), str(f))[0] for f in files)
    return tuple(s for s in read if s is not None)


@cache
def of(name: str) -> Sheet:
    return sheet(shipped().latest[name], shipped(), read_texts(SHIPPED), stories())


def own(*changes: tuple[str, str]) -> Sheet:
    flows = flows_of(tea(*changes))
    flow = flows.latest["tea"]
    return sheet(flow, flows, {flow.file: tea(*changes)})


def section(page: Sheet, title: str) -> str:
    return page.text.split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("flow", FLOWS, ids=[f.name for f in FLOWS])
def test_every_flow_that_ships_has_a_clean_page_that_names_all_of_it(flow: Flow) -> None:
    page = of(flow.name)
    assert page.problems == ()
    assert all(f"**{state.name}**" in page.text for state in flow.states.values())
    assert (PROMISES in page.text, PROBLEMS in page.text) == (True, False)
    assert f"version {flow.version} (`{flow.hash}`)" in page.text


def test_it_says_for_whom_when_after_what_and_with_what() -> None:
    text = of("i-statement").text
    assert "| Who takes part | **speaker** and **listener** (the one who starts is the first) |" in text
    assert "| When | when **speaker** begins it, and both say yes |" in text
    assert "| Comes after | Choose your ground rules (`ground-rules`) |" in text
    assert "| Sources | A13, A14, C1, C2 |" in text
    assert "by itself, every day, at the evening hour that each chose, for each" in of("evening-check-in").text


def test_each_state_tells_what_is_said_who_answers_and_where_it_goes() -> None:
    told = section(of("i-statement"), "What can happen")
    heard = told.split("5. **heard** (in talk)\n")[1].split("\n6. ")[0].splitlines()
    assert heard == [
        "   - To **speaker**: “Did *listener* get it?”",
        "   - **speaker** answers; by a tap: “Yes, that is it”, “Partly”, “Not yet”; both read it.",
        "   - Then: *if the answer is “Yes, that is it”* → **response**; *if rounds < 2* → **again** (`rounds` becomes `rounds + 1`); "
        "*otherwise* → **not-today**, where it ends (stopped).",
    ]


@pytest.mark.parametrize(
    ("flow", "row"),
    [
        ("i-statement", "| `statement` | **speaker** | **listener** and **speaker**, once **speaker** taps “Send” |"),
        ("apology", "| `act` | **author** | only **author**; **author** and **partner**, once **author** taps “Offer it” |"),
        ("apology", "| the answer to *own-wish*, not kept | **author** | only **author** |"),
        (
            "evening-check-in",
            "| `hard` | **one** and **other** | each only their own; **one** and **other**, once each of them taps “Share” |",
        ),
        ("ground-rules", "It writes into the book `rules`, which both of them read."),
    ],
)
def test_who_reads_what_and_by_which_act(flow: str, row: str) -> None:
    assert row in section(of(flow), "Who reads what")


@pytest.mark.parametrize("flow", ["promise-check", "promises"])
def test_of_an_entry_that_both_read_only_which_one_it_is_is_said_to_be_ones_own(flow: str) -> None:
    told = section(of(flow), "What can never happen")
    assert "Nobody but **owner** reads which entry of the book `promises`, which both read, `" in told
    assert "reads `" not in told


@pytest.mark.parametrize(
    ("flow", "line"),
    [
        (
            "promise",
            "**owner** is asked about it by the talk “How did it go?” (`promise-check`), at their own evening hour, as `often`",
        ),
        ("agreement", "its last day: as `until` says; after it, it is over by itself"),
    ],
)
def test_when_an_entry_comes_up_again_is_told_with_who_is_asked_and_by_what(flow: str, line: str) -> None:
    assert line in section(of(flow), "What can happen")


def test_how_long_it_waits_and_how_long_a_silence_lasts() -> None:
    told = section(of("i-statement"), "How long it waits")
    assert "| **talk** | 6 h | it goes on with **later**, where it ends (postponed) |" in told
    assert "| **statement** | 15 min | it says once, to whoever is waited for: “No hurry. /timeout if you need a break.” |" in told
    chooses = "so long whoever invites has to choose when both are asked; if nothing is chosen, it ends there, without a word to"
    assert f"| **ready** | 2 h | {chooses} anybody else |" in told
    assert "| **ready** | 2 h | from when both are asked: it goes on with **later**, where it ends (postponed) |" in told
    silence = "Wherever it stands: if nobody does anything more, it is over after"
    assert f"{silence} 23 h at the most." in section(of("evening-check-in"), "How long it waits")
    assert f"{silence} 7 days at the most." in section(of("apology"), "How long it waits")


def test_what_can_never_happen_is_told_by_name_and_by_rule() -> None:
    told = section(of("apology"), "What can never happen")
    before = "Nobody but **author** reads `act`, `impact`, `ownership`, `explanation`, `repair` before **author** taps “Offer it”."
    assert before in told
    assert "the answer to *own-wish*, the answer to *all-of-it*, on any path." in told
    assert all(f"(`{rule}`)" in told for rule in RULES)


@pytest.mark.parametrize(
    ("flow", "promise", "walked"),
    [
        ("appreciation", TAP, "each choice of either, each time"),
        ("i-statement", f"{TAP}, and a no is never told apart from silence", "each verdict of the coach, each time"),
        ("apology", f"{TAP}, and keeping something to oneself is never told apart from silence", "each verdict of the coach"),
        (
            "state-of-us",
            f"{TAP}, and a no or keeping something to oneself is never told apart from silence",
            "each verdict of the coach, each time",
        ),
    ],
)
def test_only_what_there_is_in_a_talk_is_promised_of_it(flow: str, promise: str, walked: str) -> None:
    told = section(of(flow), "What can never happen")
    assert f"- {promise}. (`gates`)" in told.splitlines()
    assert walked in told


def test_a_talk_with_oneself_promises_nothing_about_the_other() -> None:
    assert "(`gates`)" not in section(of("quiet-moment"), "What can never happen")
    assert "each choice of either" not in of("quiet-moment").text


WISHES = """
flow: wishes
version: 1
title: Wishes
parties: [one, other]
place: apart
values: {wish: nothing}
initial: worry
states:
  worry:
    say:
      one: What worries you?
    ask: one
    save: worry
    next: wish
    after: {1d: over}
  wish:
    say:
      one: What do you wish?
    ask: one
    save: dear
    next: which
    after: {1d: over}
  which:
    say:
      one: May it be known?
    ask: one
    choices:
      this: This one
      none: Not today
    next:
      - {if: answer == 'this', to: give, set: {wish: dear}}
      - {to: over}
    after: {1d: over}
  give:
    share: [wish]
    with: other
    within: 1d
    next: {sent: over, kept: over}
  over:
    final: finished
"""

CARD = """
flow: card
version: 1
title: A card
parties: [one, other]
place: apart
values: {line: nothing}
initial: look
states:
  look:
    say:
      one: |
        This is on the card: {line}
    next: over
  over:
    final: finished
"""


def wishes(*changes: tuple[str, str]) -> Sheet:
    text = WISHES
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    flows = flows_of(text, CARD)
    return sheet(flows.latest["wishes"], flows, {flows.latest["wishes"].file: text})


def test_words_that_were_set_into_a_shared_value_are_not_promised_to_stay_with_their_owner() -> None:
    told = section(wishes(), "What can never happen").splitlines()
    assert "- Nobody but **one** reads `worry`, the answer to *which*, on any path." in told
    sent = "- Nobody but **one** reads `dear` before **one** taps “Send”. From then on their words can be read by way of `wish`."
    assert sent in told
    assert "- Nobody but **one** reads `wish` before **one** taps “Send”." in told


def test_words_are_followed_over_several_values() -> None:
    page = wishes(
        ("set: {wish: dear}}", "set: {kept: dear}}"),
        ("to: give, set", "to: take, set"),
        ("  give:\n", "  take:\n    say:\n      one: Good.\n    next:\n      - {to: give, set: {wish: kept}}\n  give:\n"),
        ("values: {", "values: {kept: nothing, "),
    )
    assert "| `wish` | **one**: it may hold the words of `dear` |" in section(page, "Who reads what")
    assert "- Nobody but **one** reads `dear`, `kept` before **one** taps “Send”." in section(page, "What can never happen")


def test_nothing_is_promised_of_words_that_are_given_to_another_talk() -> None:
    page = wishes(
        ("kept: over", "kept: card"),
        ("  over:\n", "  card:\n    run: card\n    give: {line: wish}\n    next: {otherwise: over}\n  over:\n"),
    )
    told = section(page, "What can never happen")
    assert "- Nobody but **one** reads `worry`, the answer to *which*, on any path." in told
    assert not any(f"`{name}`" in told for name in ("dear", "wish"))
    given = "it is given to the talk `card`, whose own sheet says who reads it there |"
    assert section(page, "Who reads what").count(given) == 2


def test_whose_words_a_set_value_may_hold_is_said() -> None:
    told = section(wishes(), "Who reads what")
    shared = "**one** and **other**, once **one** taps “Send”"
    assert f"| `dear` | **one** | only **one**; by way of `wish`, which may hold its words: {shared} |" in told
    assert f"| `wish` | **one**: it may hold the words of `dear` | only **one**; {shared} |" in told
    assert "| `rounds` | nobody's: the talk itself counts or sets it | " in section(of("i-statement"), "Who reads what")


def test_quiet_hours_are_told_where_something_is_waited_for() -> None:
    assert "In the quiet hours of whoever it is for (22:00 to 07:00" in section(of("appreciation"), "How long it waits")


def test_a_flow_that_is_not_clean_gets_problems_in_place_of_promises() -> None:
    page = own(("    after: {3h: later}\n", ""))
    assert [p.rule for p in page.problems] == ["ends"]
    assert PROMISES not in page.text
    told = section(page, "What is not right yet")
    assert "Nothing is promised" in told
    assert "(`ends`): `sort` can wait for ever; say where it goes when nothing comes, such as `after: {24h: later}`" in told
    assert "→ nobody does anything more" in told


def test_what_a_flow_runs_counts_as_much_as_the_flow_itself() -> None:
    flows = flows_of(tea(("    next: {green: done, black: done}\n    after: {3h: later}\n", "    next: {green: cake, black: done}\n    after: {3h: later}\n"),
                         ("  done:\n    say: The", "  cake:\n    run: bad-cake\n    next: {otherwise: done}\n  done:\n    say: The")),
                     tea(("flow: tea", "flow: bad-cake"), ("    after: {3h: later}\n", "")))  # fmt: skip
    flow = flows.latest["tea"]
    page = sheet(flow, flows, {f.file: "" for f in flows.latest.values()})
    assert {p.file for p in page.problems} == {flows.latest["bad-cake"].file}
    assert PROMISES not in page.text


def test_without_stories_it_is_not_said_that_stories_walk_it() -> None:
    told = section(own(), "What can never happen")
    assert ("(`readers`)" in told, "(`walked`)" in told) == (True, False)
    assert "No story was played" in told
    assert "No story was played" not in of("apology").text


def test_a_signed_exception_stands_there_with_its_reason() -> None:
    page = own(
        ("    to: both\n", ""),
        ("    say: The kettle is on.\n", "    say: The kettle is on.\n    declassify: {values: [tea], reason: It stands on the table.}\n"),
    )  # fmt: skip
    told = section(page, "Signed exceptions")
    assert "In **done**, `tea` may be told to more people than may read it. The author's reason: It stands on the table." in told
    assert section(of("i-statement"), "Signed exceptions").strip() == "None."


def test_lines_to_sign_stand_at_the_end() -> None:
    assert of("apology").text.endswith(
        "| Name | Role | Date | Signature |\n|---|---|---|---|\n| | author | | |\n| | therapist | | |\n"
    )
