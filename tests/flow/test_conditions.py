"""Expressions: only what is whitelisted compiles, everything that compiles comes to something, and readers are never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.conditions import BadExpression, compile_expression
from bot.flow.values import Value, all_of


def value(source: str, **names: object) -> object:
    return compile_expression(source).value(lambda n: Value(names.get(n.replace(" of ", "_of_")))).content


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x == 'yes'", True),
        ("x != 'yes'", False),
        ("n < 3 and not n == 0", True),
        ("n + 1", 3),
        ("n - 1", 1),
        ("-n", -2),
        ("'excuse' in marks", True),
        ("x in ['yes', 'no']", True),
        ("true", True),
        ("x == 'true'", False),
        ("'x of y' == 'x of y'", True),
        ("mood of other == 'sad'", True),
        ("x < 3", False),
        ("missing > 1", False),
        ("1 < n <= 2", True),
    ],
)
def test_what_expressions_come_to(source: str, expected: object) -> None:
    assert value(source, x="yes", n=2, marks=["excuse"], mood_of_other="sad") == expected


@pytest.mark.parametrize(
    "source",
    [
        "", "x.y", "x[0]", "f()", "lambda: 1", "[x for x in y]", "x if y else z", "x := 1", "x * 2", "2 ** 99", "'a' % b",
        "{1: 2}", "f'{x}'", "b'x'", "1j", "...", "x; y", "import os", "__import__('os')", "x and", "10000000000", "x" * 501,
        "1" + " + 1" * 80,
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(source: str) -> None:
    with pytest.raises(BadExpression) as refused:
        compile_expression(source)
    assert refused.value.sentence


@given(st.text(max_size=60))
def test_no_text_does_anything_but_compile_or_be_refused(text: str) -> None:
    try:
        expression = compile_expression(text)
    except BadExpression:
        return
    expression.value(lambda _: Value(None))


NAMES = ["alpha", "beta", "gamma of other"]
ATOMS = st.sampled_from([*NAMES, "1", "'x'", "true", "[1, 2]"])
SOURCES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or", "==", "<", "in", "+", "-"]), inner).map(
            lambda t: f"({t[0]}) {t[1]} ({t[2]})"
        ),
        inner.map(lambda s: f"not ({s})"),
    ),
    max_leaves=6,
)
CONTENTS = st.one_of(st.none(), st.integers(-5, 5), st.text(max_size=3), st.booleans(), st.lists(st.text(max_size=2), max_size=2))
READERS = st.one_of(st.none(), st.frozensets(st.sampled_from(["ann", "ben"])))


@given(SOURCES, st.fixed_dictionaries({n: st.builds(Value, CONTENTS, st.none(), READERS) for n in NAMES}))
def test_the_readers_of_a_result_are_those_of_every_name_in_it(source: str, values: dict[str, Value]) -> None:
    expression = compile_expression(source)
    result = expression.value(values.__getitem__)
    assert result.readers == all_of(values[n].readers for n in NAMES if n in source)
