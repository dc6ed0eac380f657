"""A flow with one thing wrong is refused with exactly that: the place, the rule, what is wrong, and what would be right.

`broken/` holds one small file for each way to go wrong, `expected.yaml` what is said of it. A flow is added by its file and its
entry there. Two that would be large are made here.
"""

from __future__ import annotations

import resource
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.app.library import read_texts, shipped
from bot.authoring.checking import check_texts
from bot.authoring.problems import Problem

FOLDER = Path(__file__).parent / "broken"
LARGE = {"too-big": "flow: tea\n# " + "x" * 262_200 + "\n", "deep-unclosed": "[" * 100_000}
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text("utf-8"))
MOST_SECONDS = 1.0
MOST_MIB = 100


@cache
def beside() -> dict[str, str]:
    """The flows that ship, which a broken one may run."""
    folder = shipped()
    return {**read_texts(folder), str(folder / "books.yaml"): (folder / "books.yaml").read_text("utf-8")}


def text_of(name: str) -> str:
    return LARGE[name] if name in LARGE else (FOLDER / f"{name}.yaml").read_bytes().decode("utf-8", "replace")


def problems_of(name: str) -> list[Problem]:
    return check_texts({name: text_of(name)}, beside=beside())[1]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_it_is_refused_with_exactly_this(name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = problems_of(name)
    after = resource.getrusage(resource.RUSAGE_SELF)
    told = [{"at": f"{p.line}:{p.column}", "rule": p.rule, "sentence": p.sentence, "hint": p.hint} for p in found]
    assert told == EXPECTED[name]
    assert after.ru_utime - before.ru_utime < MOST_SECONDS
    assert after.ru_maxrss - before.ru_maxrss < MOST_MIB * 1024


def test_the_corpus_is_whole() -> None:
    files = {f.stem for f in FOLDER.glob("*.yaml")} - {"expected"} | set(LARGE)
    assert files == set(EXPECTED)
    assert len(files) >= 150


def test_every_rule_has_broken_flows_but_those_that_need_more_than_a_flow() -> None:
    rules = {problem["rule"] for problems in EXPECTED.values() for problem in problems}
    assert rules == {
        "syntax", "schema", "name", "target", "guard", "reach", "ends", "readers", "gates", "fits", "neutral", "wording",
    }  # fmt: skip
