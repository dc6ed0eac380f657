"""What is in force while an author writes: each file for itself, the last good one where it is not well yet."""

from __future__ import annotations

import pytest
from tea import tea

from bot.authoring.edition import Edition, Unreadable, edition

TEA, CAKE, HERBS = "tea/flow.yaml", "cake/flow.yaml", "herbs/flow.yaml"
HALF = tea(("    say: The kettle is on.", '    say: "The ket'))
NO_WAY_OUT = tea(("    after: {3h: later}\n", ""))
NEWER = tea(("The kettle is on.", "The kettle sings."))
RUNS = tea(
    ("flow: tea", "flow: cake"),
    ("    say: The kettle is on.\n    final: finished", "    run: herbs\n    next: {otherwise: end}\n  end:\n    final: finished"),
)
OTHER = tea(("flow: tea", "flow: herbs"))


def said(now: Edition, flow: str) -> str:
    """What its last state says."""
    return now.flows.latest[flow].states["done"].says[0][1]


def first(**texts: str) -> Edition:
    return edition({TEA: tea(), **{f"{name}/flow.yaml": text for name, text in texts.items()}}, {})


def after(before: Edition, **changes: str | None) -> Edition:
    files = {**before.seen, **{f"{name}/flow.yaml": text for name, text in changes.items()}}
    return edition({f: t for f, t in files.items() if t is not None}, before.ships, before)


def test_what_is_well_is_in_force() -> None:
    now = after(first(), tea=NEWER)
    assert now.problems == ()
    assert said(now, "tea") == "The kettle sings."


@pytest.mark.parametrize(("text", "rule"), [(HALF, "syntax"), (NO_WAY_OUT, "ends"), ("", "syntax"), ("\0", "syntax")])
def test_what_is_not_well_yet_leaves_the_last_good_one_and_is_told(text: str, rule: str) -> None:
    now = after(first(), tea=text)
    assert {(p.file, p.rule) for p in now.problems} == {(TEA, rule)}
    assert said(now, "tea") == "The kettle is on."


def test_one_file_that_is_not_well_does_not_hold_up_another() -> None:
    now = after(first(herbs=OTHER), tea=HALF, herbs=OTHER.replace("The kettle is on.", "It steeps."))
    assert said(now, "herbs") == "It steeps."
    assert said(now, "tea") == "The kettle is on."


def test_mended_its_problems_are_gone() -> None:
    now = after(after(first(), tea=HALF), tea=NEWER)
    assert now.problems == ()
    assert said(now, "tea") == "The kettle sings."


def test_a_version_that_was_in_force_stays_known() -> None:
    before = first()
    now = after(before, tea=NEWER)
    assert before.flows.latest["tea"].hash in now.flows.versions
    assert now.flows.latest["tea"].hash != before.flows.latest["tea"].hash


def test_a_flow_that_is_broken_from_the_first_is_left_out_until_it_is_well() -> None:
    now = edition({TEA: HALF, HERBS: OTHER}, {})
    assert list(now.flows.latest) == ["herbs"]
    assert said(after(now, tea=tea()), "tea") == "The kettle is on."


def test_a_file_that_goes_takes_its_flow_from_new_talks_and_open_ones_keep_it() -> None:
    before = first(herbs=OTHER)
    now = after(before, herbs=None)
    assert "herbs" not in now.flows.latest
    assert before.flows.latest["herbs"].hash in now.flows.versions
    assert now.problems == ()


def test_a_flow_whose_part_goes_stays_as_it_was_and_says_what_it_misses() -> None:
    before = first(cake=RUNS, herbs=OTHER)
    now = after(before, herbs=None)
    assert [(p.file, p.rule, p.sentence) for p in now.problems] == [(CAKE, "target", "there is no flow `herbs`")]
    assert now.flows.latest["cake"].hash == before.flows.latest["cake"].hash
    assert before.flows.latest["herbs"].hash in now.flows.versions


def test_a_flow_is_proven_anew_when_one_that_it_runs_changes() -> None:
    """The part ends well by itself; only the whole that runs it can be wrong of it."""
    before = first(cake=RUNS, herbs=OTHER)
    now = after(before, herbs=OTHER.replace("final: finished", "final: stopped"))
    assert now.problems == ()
    assert now.flows.latest["cake"].runs["herbs"] == now.flows.latest["herbs"].hash


def test_an_own_flow_stands_beside_what_ships_and_takes_the_place_of_its_namesake() -> None:
    now = edition({"mine/flow.yaml": NEWER}, {TEA: tea(), HERBS: OTHER})
    assert said(now, "tea") == "The kettle sings."
    assert list(now.flows.latest) == ["tea", "herbs"]


def test_an_own_flow_that_is_broken_gives_its_namesake_back() -> None:
    now = edition({"mine/flow.yaml": HALF}, {TEA: tea()})
    assert said(now, "tea") == "The kettle is on."
    assert [p.file for p in now.problems] == ["mine/flow.yaml"]


def test_an_own_flow_that_breaks_what_ships_goes_back() -> None:
    alone = OTHER.replace("flow: herbs", "flow: mint")
    now = edition({"mine/flow.yaml": HALF.replace("flow: tea", "flow: herbs")}, {CAKE: RUNS, HERBS: OTHER, TEA: alone})
    assert set(now.flows.latest) == {"cake", "herbs", "mint"}


def test_stories_and_translations_may_come_later() -> None:
    assert edition({TEA: tea()}, {}).problems == ()


def test_what_ships_must_be_whole() -> None:
    with pytest.raises(Unreadable) as broken:
        edition({}, {TEA: HALF})
    assert [p.rule for p in broken.value.problems] == ["syntax"]
