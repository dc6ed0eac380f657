"""Which test carries which number of the safety page: a marker on the test, or a line here for tests that stand elsewhere.

`OWNERS` is who builds what a number asks for. A number is carried when at least one test says so, by
`@pytest.mark.carries("S9")` or below; the rest is pending.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent


def _numbers(text: str) -> tuple[str, ...]:
    """ "S2-S8 T9" as every number in it."""
    found: list[str] = []
    for part in text.split():
        first, _, last = part.partition("-")
        kind = first[0]
        found += [f"{kind}{n}" for n in range(int(first[1:]), int((last or first)[1:]) + 1)]
    return tuple(found)


OWNERS: dict[str, tuple[str, ...]] = {
    "the house": _numbers("S1 S9 S21-S23 S37 T7 T10 T11 T13 T14 T16 T17"),
    "the workshop": _numbers("S12 S36 T1 T15"),
    "two people": _numbers("S2-S8 S10 S11 S13-S20 S24-S26 S28-S32 S34 S38 S40 T2-T6 T9 T12 T18 T19 T22 K1-K5 K7-K9 K13"),
    "nothing lost": _numbers("S33 S35 T20 T21"),
    "the rhythm": _numbers("S27 K12"),
    "the practices": _numbers("S39 K6 K10 K11 K14-K16"),
    "one machine is not enough": _numbers("T8"),
    "measured and packaged": _numbers("T23"),
}

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "S1": ("tests/flow/test_agree.py::*", "tests/talk/test_group.py::test_a_group_is_bound_when_both_said_yes_in_private"),
    "S5": ("tests/talk/test_group.py::test_somebody_else_in_the_group_means_silence_there_until_they_are_gone",),
    "S7": ("tests/flow/test_share.py::test_the_preview_is_exact_and_nothing_goes_before_the_tap",
           "tests/flow/test_ask.py::test_a_text_is_shown_back_and_goes_with_its_owners_tap",
           "tests/flow/test_ask.py::test_a_sent_text_can_be_taken_back_for_a_few_seconds"),
    "K1": ("tests/flow/test_agree.py::test_both_get_the_same_words_and_buttons",),
    "S35": ("tests/flow/test_share.py::test_what_is_not_sent_waits_three_days_and_no_longer_whatever_the_author_of_the_flow_wrote",
            "tests/storage/test_retention.py::*"),
    "T12": ("tests/tg/test_outgoing.py::test_one_row_is_one_call",),
    "S8": ("tests/flow/test_reveal.py::*",),
    "S9": ("tests/talk/test_group.py::test_the_others_button_says_whose_it_is", "tests/talk/test_buttons.py::*"),
    "S17": ("tests/talk/test_safety.py::test_the_author_gets_the_card_and_the_text_is_held",),
    "S18": ("tests/coach/test_danger.py::*",),
    "S19": ("tests/talk/test_safety.py::test_the_author_gets_the_card_and_the_text_is_held",),
    "S20": ("tests/talk/test_safety.py::test_only_by_its_authors_word_it_goes_on_and_even_then_it_is_shown_first",
            "tests/talk/test_safety.py::test_a_text_about_harming_somebody_never_goes"),
    "S21": ("tests/talk/test_safety.py::test_numbers_come_at_once_for_everybody",),
    "S23": ("tests/couple/test_helplines.py::*",),
    "S33": ("tests/storage/test_sealing.py::*",),
    "T21": ("tests/storage/test_retention.py::*",),
    "T1": ("tests/talk/test_readers.py::*",),
    "T7": ("tests/tg/test_incoming.py::*",),
    "T8": ("tests/tg/test_webhook.py::*",),
    "T11": ("tests/words/test_fit.py::*",),
    "T13": ("tests/test_logs.py::*",),
    "T15": ("tests/authoring/test_broken.py::*",),
    "S36": ("tests/authoring/rules/test_wording.py::*", "tests/authoring/rules/test_ends.py::*"),
    "T16": ("tests/flow/test_conditions.py::*",),
}  # fmt: skip

_TOKEN = re.compile(r"[STK]\d{1,2}")


def every() -> tuple[str, ...]:
    """Every number of the page."""
    return tuple(n for owned in OWNERS.values() for n in owned)


def carriers() -> dict[str, list[str]]:
    """number -> the tests that carry it, as `file::test`."""
    found: dict[str, list[str]] = {number: list(tests) for number, tests in ELSEWHERE.items()}
    for file in sorted(TESTS.rglob("test_*.py")):
        for number, test in _marked(file):
            found.setdefault(number, []).append(test)
    return found


def _marked(file: Path) -> Iterator[tuple[str, str]]:
    name = file.relative_to(ROOT).as_posix()
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for mark in node.decorator_list:
                yield from ((n, f"{name}::{node.name}") for n in _of(mark))
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
            yield from ((n, f"{name}::*") for n in _of(node.value))


def _of(node: ast.expr) -> list[str]:
    """The numbers of `carries(...)` calls inside an expression."""
    calls = [
        n for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "carries"
    ]
    return [a.value for call in calls for a in call.args if isinstance(a, ast.Constant) and _TOKEN.fullmatch(str(a.value))]


def exists(test: str) -> bool:
    """Whether `file::test` (or `file::*`) is there."""
    file, _, name = test.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    return name == "*" or re.search(rf"^(async )?def {re.escape(name)}\(", path.read_text("utf-8"), re.MULTILINE) is not None
